import { setTimeout } from 'node:timers/promises';
import { CliError } from '../exit-codes.ts';
import type { HttpAnswer } from '../http.ts';
import { type Verdict, verdictOf } from './answer.ts';
import { waitMs } from './backoff.ts';
import { bodyOf } from './batches.ts';
import type { QueuedReceipt } from './journal.ts';
import type { PostBatch } from './post.ts';
import { openQueue, type Queue } from './queue.ts';
import type { Rejection } from './rejections.ts';
import type { ReceiptSource } from './source.ts';

export type SendOptions = {
  queueDir: string;
  /** The register's address: a queue is for one register. */
  target: string;
  post: PostBatch;
  /** Receipts to queue first; without it, what is queued already is sent. */
  source?: ReceiptSource | undefined;
  /** Queue the source although it is known. */
  again?: boolean | undefined;
  /** Receipts a request, 1–100. */
  batch?: number | undefined;
  /** Requests at once. */
  parallel?: number | undefined;
  /** Give up after this time; without it, never. */
  maxMinutes?: number | undefined;
  onProgress?: ((progress: SendProgress) => void) | undefined;
  /** Ends the sending: what has no answer stays queued. */
  signal?: AbortSignal | undefined;
  random?: () => number;
};

export type SendProgress = {
  /** Receipts of this call: to be sent when it began, and answered since. */
  total: number;
  accepted: number;
  rejected: number;
  /** While the register cannot be reached: why, and when it is tried again. */
  waiting?: { reason: string; seconds: number };
};

export type SendFigures = {
  /** Receipts that this call queued, and those of the source that were queued before. */
  queued: number;
  alreadyQueued: number;
  /** Receipts that the register answered in this call: accepted and rejected. */
  posted: number;
  accepted: number;
  rejected: number;
  /** Receipts that still wait: 0 unless the time was up or the call was ended. */
  pending: number;
  requests: number;
  retries: number;
  /** The first twenty; all stand in the file. */
  rejections: Omit<Rejection, 'receipt'>[];
  rejectedFile: string;
};

const shownRejections = 20;

/**
 * Queues receipts on the disk and sends all that is queued, until the register has answered each. May be killed at any
 * point and started again with the same arguments: nothing that was queued is lost, nothing is queued twice; a batch whose
 * answer was not kept is sent again, and the register keeps each receipt once.
 * @throws CliError badInput for a faulty source, conflict if another process sends, notAllowed for credentials that are
 *   refused; ApiError if the register refuses the sender. What is queued stays queued.
 */
export async function sendReceipts(options: SendOptions): Promise<SendFigures> {
  const queue = await openQueue(options.queueDir, options.target);
  try {
    const taken =
      options.source === undefined
        ? { queued: 0, alreadyQueued: 0 }
        : await queue.enqueue(options.source, options.again ?? false);
    const sent = await sendAll(queue, options);
    await queue.tidy();
    const { pending } = queue.counts();
    return { ...taken, ...sent, posted: sent.accepted + sent.rejected, pending, rejectedFile: queue.rejectedFile };
  } finally {
    await queue.close();
  }
}

type Sent = Pick<SendFigures, 'accepted' | 'rejected' | 'requests' | 'retries' | 'rejections'>;
type Sending = { queue: Queue; options: SendOptions; sent: Sent; total: number; signal: AbortSignal };

/** Sends what is pending by several senders, which share one list of batches. The first that cannot go on ends all. */
async function sendAll(queue: Queue, options: SendOptions): Promise<Sent> {
  const failed = new AbortController();
  const ends = [failed.signal, ...(options.signal === undefined ? [] : [options.signal])];
  if (options.maxMinutes !== undefined) ends.push(AbortSignal.timeout(options.maxMinutes * 60_000));
  const signal = AbortSignal.any(ends);

  const sent: Sent = { accepted: 0, rejected: 0, requests: 0, retries: 0, rejections: [] };
  const sending: Sending = { queue, options, sent, total: queue.counts().pending, signal };
  const batches = queue.batches(options.batch ?? 50);
  const failures: unknown[] = [];
  const send = async (): Promise<void> => {
    try {
      for await (const batch of batches) {
        await deliver(sending, batch);
        if (signal.aborted) return;
      }
    } catch (error) {
      if (error === signal.reason) return;
      failures.push(error);
      failed.abort();
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 4 }, send));
  if (failures.length > 0) throw failures[0];
  return sent;
}

/** Sends one batch until the register has answered it, or the sending is ended. */
async function deliver(sending: Sending, batch: readonly QueuedReceipt[]): Promise<void> {
  for (let attempt = 0; !sending.signal.aborted; attempt += 1) {
    const verdict = await attemptOf(sending, batch);
    if (verdict.kind === 'stop') throw verdict.error;
    if (verdict.kind === 'answered') return await noteAnswer(sending, batch, verdict.rejections);
    if (verdict.kind === 'split') {
      const half = Math.ceil(batch.length / 2);
      await deliver(sending, batch.slice(0, half));
      return await deliver(sending, batch.slice(half));
    }
    sending.sent.retries += 1;
    await pause(sending, attempt, verdict);
  }
}

async function attemptOf({ options, sent, signal }: Sending, batch: readonly QueuedReceipt[]): Promise<Verdict> {
  let answer: HttpAnswer;
  try {
    sent.requests += 1;
    answer = await options.post(bodyOf(batch), signal);
  } catch (error) {
    if (!(error instanceof CliError && error.exit === 'unavailable')) throw error;
    return { kind: 'again', reason: error.message, retryAfter: null };
  }
  return verdictOf(answer, batch);
}

async function noteAnswer(
  { queue, options, sent, total }: Sending,
  batch: readonly QueuedReceipt[],
  rejections: readonly Rejection[],
): Promise<void> {
  await queue.settle(batch, rejections);
  sent.accepted += batch.length - rejections.length;
  sent.rejected += rejections.length;
  const room = shownRejections - sent.rejections.length;
  sent.rejections.push(...rejections.slice(0, room).map(({ receipt: _, ...why }) => why));
  options.onProgress?.({ total, accepted: sent.accepted, rejected: sent.rejected });
}

async function pause(
  { options, sent, total, signal }: Sending,
  attempt: number,
  { reason, retryAfter }: { reason: string; retryAfter: string | null },
): Promise<void> {
  const ms = waitMs(attempt, retryAfter, (options.random ?? Math.random)(), Date.now());
  const waiting = { reason, seconds: Math.ceil(ms / 1000) };
  options.onProgress?.({ total, accepted: sent.accepted, rejected: sent.rejected, waiting });
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
