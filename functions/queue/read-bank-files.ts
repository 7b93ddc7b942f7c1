import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { logger } from '../runtime/log.ts';
import { type TakingIn, takeFile } from './bank/take-file.ts';

/** What EventBridge says of an object that was put into a bucket; the rest of it is nothing to us. */
const objectCreated = z.object({
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    requester: z.optional(z.string()),
    object: z.object({
      key: z.string(),
      size: z.int().check(z.nonnegative()),
      /** Of a bucket with versions there always is one; the local cloud leaves it out. */
      'version-id': z.optional(z.string()),
      sequencer: z.string(),
    }),
  }),
});

export type BankReaderDependencies = Omit<TakingIn, 'nowMs' | 'isLastTry'> & {
  now: () => number;
  /** The content of a dropped object. */
  open: (key: string, versionId: string | undefined) => Promise<AsyncIterable<Uint8Array>>;
};

/** A message is received five times before it is a dead letter: one fewer, so that what waited in vain is a case and not that. */
const tries = 4;

/**
 * Takes in the files of the bank that were dropped. A file that fails comes again, alone; at last it waits in the dead-letter queue. One that is
 * refused is done: it is kept, noted and told, and trying again would change nothing. Names of objects are the bank's and stand in no log.
 */
export async function readBankFiles(event: SQSEvent, dependencies: BankReaderDependencies): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const record of event.Records) {
    try {
      await readOne(record, dependencies);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      logger.error('bank file not taken in', { messageId: record.messageId, reason });
      failed.push(record.messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function readOne(record: SQSRecord, { open, now, ...context }: BankReaderDependencies): Promise<void> {
  const { time, detail } = z.parse(objectCreated, JSON.parse(record.body));
  const { key, size, sequencer, 'version-id': versionId } = detail.object;
  const file = await takeFile(
    { ...context, nowMs: now(), isLastTry: Number(record.attributes.ApproximateReceiveCount) >= tries },
    {
      ...{ objectKey: key, versionId: versionId ?? sequencer, bytes: size },
      ...{ by: detail.requester ?? 'unknown', atMs: Date.parse(time) },
      read: () => open(key, versionId),
    },
  );
  const { state, refusal, counts } = file;
  if (state === 'REFUSED') logger.warn('bank file refused', { reason: refusal ?? 'unknown' });
  if (counts !== undefined && counts.cases + counts.contradictory > 0)
    logger.warn('bank file leaves cases', { cases: counts.cases, contradictory: counts.contradictory });
}
