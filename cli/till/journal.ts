import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import { CliError } from '../exit-codes.ts';
import { jsonOf } from '../json.ts';
import { linesOf } from './lines.ts';

/**
 * The till queue's one file of truth, append-only. Each line is a record: CRC-32 of the rest, a kind, and JSON.
 *
 * - `Q` begins the file: for which register, and what earlier files held (a file is replaced when all is settled);
 * - `F` begins the receipts of a source: its hash, how many it has, and how many of them stand before this line;
 * - `R` is a receipt as it will be sent; receipts are numbered through from `Q`'s `nextNumber`;
 * - `S` settles numbers: the register answered them, so they are never sent again.
 *
 * A process that is killed leaves a beginning of what it wrote, so a half record at the end is what it did not finish:
 * nothing relied on it yet, and it is cut off.
 */
export type JournalRecord =
  | { kind: 'Q'; json: z.infer<typeof headSchema> }
  | { kind: 'F'; json: z.infer<typeof fileSchema> }
  | { kind: 'R'; text: string }
  | { kind: 'S'; json: z.infer<typeof settledSchema> };

const count = z.int().check(z.nonnegative());
/** First and last number, both included. */
const rangeSchema = z.tuple([count, count]);
export type Range = z.infer<typeof rangeSchema>;

const headSchema = z.strictObject({
  version: z.literal(1),
  target: z.string(),
  nextNumber: count,
  accepted: count,
  rejected: count,
});
const fileSchema = z.strictObject({ sha256: z.string(), receipts: count, imported: count });
const settledSchema = z.strictObject({ settled: z.array(rangeSchema), rejected: z.array(count) });

/** What a journal says, all records together. */
export type JournalState = {
  /** The register that its receipts are for. */
  target: string;
  /** Numbers below are settled and gone from the file. */
  firstNumber: number;
  nextNumber: number;
  /** Sources by hash, oldest first. */
  files: Map<string, { receipts: number; imported: number }>;
  /** Ascending, without overlaps. */
  settled: Range[];
  accepted: number;
  rejected: number;
  /** Up to here the file is whole. */
  bytes: number;
};

/** A record as its line. */
export function encode(record: JournalRecord): string {
  const payload = `${record.kind} ${record.kind === 'R' ? record.text : JSON.stringify(record.json)}`;
  return `${checksum(payload)} ${payload}\n`;
}

const checksum = (payload: string | Buffer): string => crc32(payload).toString(16).padStart(8, '0');
const checksumLength = 8;

/** The record of a line, or undefined if it was torn. */
function decode(line: Buffer): JournalRecord | undefined {
  const payload = line.subarray(checksumLength + 1);
  if (line.toString('latin1', 0, checksumLength + 1) !== `${checksum(payload)} `) return undefined;
  const kind = payload.toString('latin1', 0, 1);
  const text = payload.toString('utf8', 2);
  if (kind === 'R') return { kind, text };
  if (kind === 'Q') return { kind, json: z.parse(headSchema, jsonOf(text)) };
  if (kind === 'F') return { kind, json: z.parse(fileSchema, jsonOf(text)) };
  if (kind === 'S') return { kind, json: z.parse(settledSchema, jsonOf(text)) };
  return undefined;
}

/**
 * Reads a journal.
 * @throws CliError unexpected if a record is damaged that others follow: then the disk has lost something, and cutting off
 *   would lose receipts
 */
export async function readJournal(path: string): Promise<JournalState> {
  let state: JournalState | undefined;
  let currentFile: { imported: number } | undefined;
  let tornAt: number | undefined;
  let bytes = 0;
  for await (const line of linesOf(createReadStream(path))) {
    const record = line.terminated ? decode(line.bytes) : undefined;
    if (record === undefined) {
      tornAt ??= bytes;
      continue;
    }
    if (tornAt !== undefined) throw damaged(path, tornAt);
    bytes = line.end;
    if (record.kind === 'Q') state = emptyState(record.json);
    else if (state === undefined) throw damaged(path, 0);
    else if (record.kind === 'F') currentFile = beginFile(state, record.json);
    else if (record.kind === 'S') settle(state, record.json);
    else {
      state.nextNumber += 1;
      if (currentFile !== undefined) currentFile.imported += 1;
    }
  }
  if (state === undefined) throw damaged(path, 0);
  return { ...state, settled: mergeRanges(state.settled), bytes };
}

function emptyState({ target, nextNumber, accepted, rejected }: z.infer<typeof headSchema>): JournalState {
  const files = new Map();
  return { target, firstNumber: nextNumber, nextNumber, files, settled: [], accepted, rejected, bytes: 0 };
}

/** The file moves to the end of the map: it is the latest. */
export function beginFile(state: JournalState, { sha256, receipts, imported }: z.infer<typeof fileSchema>) {
  const file = { receipts, imported };
  state.files.delete(sha256);
  state.files.set(sha256, file);
  return file;
}

export function settle(state: JournalState, { settled, rejected }: z.infer<typeof settledSchema>): void {
  state.settled.push(...settled);
  state.rejected += rejected.length;
  state.accepted += settled.reduce((sum, [from, to]) => sum + to - from + 1, 0) - rejected.length;
}

function damaged(path: string, at: number): CliError {
  return new CliError(
    'unexpected',
    `The queue ${path} is damaged at byte ${at}.`,
    'Move the folder aside and send the receipts from the till again: the register keeps each once.',
  );
}

/** Ranges in ascending order, neighbours joined. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** A queued receipt: its number and its JSON text. */
export type QueuedReceipt = { number: number; text: string };

/**
 * The receipts of a journal that are not settled, ascending. Reads the file as it was when `state` was taken, one receipt
 * in memory at a time.
 */
export async function* pendingReceipts(path: string, state: JournalState): AsyncGenerator<QueuedReceipt> {
  const { bytes, settled } = state;
  const ranges = mergeRanges(settled);
  let number = state.firstNumber;
  let at = 0;
  for await (const line of linesOf(createReadStream(path, { end: bytes - 1 }))) {
    const record = decode(line.bytes);
    if (record?.kind !== 'R') continue;
    while ((ranges[at]?.[1] ?? Number.POSITIVE_INFINITY) < number) at += 1;
    const range = ranges[at];
    if (range === undefined || number < range[0]) yield { number, text: record.text };
    number += 1;
  }
}
