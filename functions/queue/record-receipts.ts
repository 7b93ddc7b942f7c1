import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { receiptMessageSchema } from '../../contract/receipt-message.ts';
import { logger } from '../runtime/log.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { recordMessage } from './record-message.ts';

export type RecorderDependencies = {
  db: Register;
  now: () => number;
  newToken: () => string;
  /** How long one message may take before its neighbours go on without it. */
  messageDeadlineSeconds: number;
};

/** Messages and writes under way at once: 4 × 16 stays under the client's sockets and a new table's partition. */
const parallelMessages = 4;
const parallelWrites = 16;
/** Kept back at the end, so that the answer that names the unfinished messages is still given. */
const reserveMs = 1_500;

/**
 * Records a batch of queue messages. Each message stands alone: one that cannot be read, fails or hangs is reported by
 * its id and comes again (at last to the dead-letter queue), and takes none of its neighbours along.
 * @param remainingMs how long the function still lives
 */
export async function recordBatch(
  event: SQSEvent,
  remainingMs: () => number,
  dependencies: RecorderDependencies,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await inParallel(event.Records, parallelMessages, async (record) => {
    const budgetMs = Math.min(dependencies.messageDeadlineSeconds * 1000, remainingMs() - reserveMs);
    const done = budgetMs > 0 && (await recordWithin(record, budgetMs, dependencies));
    if (!done) failed.push(record.messageId);
  });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** One message within its time; false if it must come again. What is thrown may name a value, so only its kind is logged. */
async function recordWithin(record: SQSRecord, budgetMs: number, dependencies: RecorderDependencies): Promise<boolean> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new Error('deadline'));
    }, budgetMs);
  });
  try {
    const message = z.parse(receiptMessageSchema, JSON.parse(record.body));
    const work = recordMessage(dependencies.db, message, {
      nowMs: dependencies.now(),
      newToken: dependencies.newToken,
      abortSignal: abort.signal,
      parallelWrites,
    });
    // The message may be over its time before its last write answers; that answer must not become an unhandled rejection.
    work.catch(() => undefined);
    const recorded = await Promise.race([work, deadline]);
    if (recorded.conflict > 0) logger.warn('conflict', { messageId: record.messageId, conflicts: recorded.conflict });
    return true;
  } catch (error) {
    logger.error('message not recorded', {
      messageId: record.messageId,
      reason: error instanceof Error ? error.name : 'unknown',
    });
    return false;
  } finally {
    clearTimeout(timer);
  }
}
