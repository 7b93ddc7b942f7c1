import { createHash } from 'node:crypto';
import { open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../exit-codes.ts';
import { isFileError, makePrivateFolder, privateFile, replaceFile } from '../files.ts';
import { batchesOf } from './batches.ts';
import {
  beginFile,
  encode,
  type JournalState,
  mergeRanges,
  pendingReceipts,
  type QueuedReceipt,
  type Range,
  readJournal,
  settle,
} from './journal.ts';
import { holderOf, lockFolder } from './lock.ts';
import { appendRejections, cutUnsettledRejections, type Rejection } from './rejections.ts';
import { identify, type ReceiptSource } from './source.ts';

/** How many receipts a queue has seen and what became of them; `pending` are still to be answered. */
export type QueueCounts = { queued: number; accepted: number; rejected: number; pending: number };

/** A till's queue on the disk, held by this process alone. What a promise here says is on the disk before it resolves. */
export type Queue = {
  rejectedFile: string;
  counts: () => QueueCounts;
  /** Takes what of a source is not queued yet. */
  enqueue: (source: ReceiptSource, again: boolean) => Promise<{ queued: number; alreadyQueued: number }>;
  /** All that is pending, in batches that fit a request. */
  batches: (most: number) => AsyncGenerator<QueuedReceipt[]>;
  /** Notes the register's answer: the rejections first, then that none of the batch is to be sent again. */
  settle: (batch: readonly QueuedReceipt[], rejections: readonly Rejection[]) => Promise<void>;
  /** To be called last: if nothing is pending, takes the settled receipts, with their card numbers, off the disk. */
  tidy: () => Promise<void>;
  close: () => Promise<void>;
};

const journalName = 'queue.log';
const rejectedName = 'rejected.jsonl';
/** Where standard input is kept while it is being queued. */
export const spoolName = 'incoming';
/** As much as is written between two waits for the disk. */
const chunkBytes = 256 * 1024;
/** Sources that are remembered after their receipts are gone. */
const mostFiles = 1000;

/**
 * Opens a queue, after a crash too: what was not finished is undone, so that it is done again.
 * @param target the register that the receipts are for: a queue never sends another's
 * @throws CliError conflict if another process has it or it holds receipts for another register, unexpected if it is damaged
 */
export async function openQueue(folder: string, target: string): Promise<Queue> {
  await makePrivateFolder(folder);
  const unlock = await lockFolder(folder);
  try {
    return await recovered(folder, target, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function recovered(folder: string, target: string, unlock: () => Promise<void>): Promise<Queue> {
  const path = join(folder, journalName);
  const rejectedFile = join(folder, rejectedName);
  await removeLeftovers(folder);
  const found = await stateOf(path);
  const state = found?.target === target ? found : await begin(path, target, found);
  await truncate(path, state.bytes);
  const settled = mergeRanges(state.settled);
  await cutUnsettledRejections(rejectedFile, (number) => number < state.firstNumber || isWithin(settled, number));

  const file = await open(path, 'a', privateFile);
  let tail: Promise<void> = Promise.resolve();
  /** One writer at a time; after a failed write none follows it, since it would stand behind half a record. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    tail = tail.then(work);
    return tail;
  };
  const append = async (text: string): Promise<void> => {
    await file.appendFile(text);
    await file.datasync();
    state.bytes += Buffer.byteLength(text);
  };

  return {
    rejectedFile,
    counts: () => countsOf(state),
    enqueue: async (source, again) => {
      const taken = await take(source, again, state, (text) => inTurn(() => append(text)));
      await rm(join(folder, spoolName), { force: true });
      return taken;
    },
    batches: (most) => batchesOf(pendingReceipts(path, state), most),
    settle: (batch, rejections) =>
      inTurn(async () => {
        await appendRejections(rejectedFile, rejections);
        const json = { settled: rangesOf(batch), rejected: rejections.map(({ number }) => number) };
        await append(encode({ kind: 'S', json }));
        settle(state, json);
      }),
    tidy: () =>
      inTurn(async () => {
        if (countsOf(state).pending === 0) await replaceFile(path, summaryOf(state));
      }),
    close: async () => {
      await Promise.allSettled([tail]);
      await file.close();
      await unlock();
    },
  };
}

/** What a queue holds, without holding it: also while another process works with it. */
export async function readQueue(folder: string): Promise<QueueCounts & { workingProcess: number | null }> {
  try {
    const state = await stateOf(join(folder, journalName));
    const counts = state === undefined ? { queued: 0, accepted: 0, rejected: 0, pending: 0 } : countsOf(state);
    return { ...counts, workingProcess: (await holderOf(folder)) ?? null };
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw error;
    return { queued: 0, accepted: 0, rejected: 0, pending: 0, workingProcess: null };
  }
}

function countsOf({ nextNumber, accepted, rejected }: JournalState): QueueCounts {
  return { queued: nextNumber, accepted, rejected, pending: nextNumber - accepted - rejected };
}

async function stateOf(path: string): Promise<JournalState | undefined> {
  try {
    await stat(path);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
  return await readJournal(path);
}

/** A new journal; of one for another register only if nothing in it waits. Numbers go on: `rejected.jsonl` has them. */
async function begin(path: string, target: string, former: JournalState | undefined): Promise<JournalState> {
  const counts = former === undefined ? undefined : countsOf(former);
  if (former !== undefined && counts !== undefined && counts.pending > 0) {
    throw new CliError(
      'conflict',
      `The queue holds ${counts.pending} receipts for ${former.target}.`,
      'Send them first with the configuration for that register, or name another folder with --queue-dir.',
    );
  }
  const { queued, accepted, rejected } = counts ?? { queued: 0, accepted: 0, rejected: 0 };
  const head = { version: 1, target, nextNumber: queued, accepted, rejected } as const;
  await replaceFile(path, encode({ kind: 'Q', json: head }));
  return await readJournal(path);
}

async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.endsWith('.new') || name === spoolName);
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

/** The journal without receipts. */
function summaryOf(state: JournalState): string {
  const { target, nextNumber, accepted, rejected } = state;
  const head = encode({ kind: 'Q', json: { version: 1, target, nextNumber, accepted, rejected } });
  const files = [...state.files].slice(-mostFiles);
  return head + files.map(([sha256, file]) => encode({ kind: 'F', json: { sha256, ...file } })).join('');
}

/** Queues what of a source is not queued yet: after a crash the rest, and nothing of what is known already. */
async function take(
  source: ReceiptSource,
  again: boolean,
  state: JournalState,
  append: (text: string) => Promise<void>,
): Promise<{ queued: number; alreadyQueued: number }> {
  const { sha256, receipts } = await identify(source);
  const alreadyQueued = again ? 0 : (state.files.get(sha256)?.imported ?? 0);
  if (alreadyQueued >= receipts) return { queued: 0, alreadyQueued };

  const json = { sha256, receipts, imported: alreadyQueued };
  const hash = createHash('sha256');
  let chunk = { text: encode({ kind: 'F', json }), receipts: 0 };
  let read = 0;
  const file = beginFile(state, json);
  const flush = async (): Promise<void> => {
    await append(chunk.text);
    state.nextNumber += chunk.receipts;
    file.imported += chunk.receipts;
    chunk = { text: '', receipts: 0 };
  };
  for await (const text of source()) {
    hash.update(text).update('\n');
    read += 1;
    if (read <= alreadyQueued) continue;
    chunk.text += encode({ kind: 'R', text });
    chunk.receipts += 1;
    if (chunk.text.length >= chunkBytes) await flush();
  }
  if (chunk.receipts > 0) await flush();
  if (hash.digest('hex') !== sha256) {
    throw new CliError('badInput', 'The receipts changed while they were read.', 'Give the file when it is complete.');
  }
  return { queued: receipts - alreadyQueued, alreadyQueued };
}

function rangesOf(batch: readonly QueuedReceipt[]): Range[] {
  return mergeRanges(batch.map(({ number }) => [number, number]));
}

/** Whether sorted ranges hold a number. */
function isWithin(ranges: readonly Range[], number: number): boolean {
  return ranges.some(([from, to]) => from <= number && number <= to);
}
