import { createReadStream } from 'node:fs';
import { open, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { sourceSchema } from '../../domain/source.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError, privateFile, syncFolder } from '../files.ts';
import { jsonOf } from '../json.ts';
import { linesOf } from '../till/lines.ts';
import { fieldErrorSchema } from '../till/rejections.ts';

/**
 * The journal of an import, beside its file: JSON Lines, append-only. The first line says what is imported where; each further line is
 * what became of one row. Rows are named by their numbers, and no cell stands here. A process that is killed leaves at most a half line
 * at the end, which nothing relied on yet: it is cut off, its row is sent again, and its key makes nothing twice. So do two processes
 * that import the same file at once: that is waste and no harm.
 */
const headSchema = z.strictObject({
  import: z.literal(1),
  kind: z.string(),
  /** The register's address. */
  target: z.string(),
  coopId: z.string(),
  sha256: z.string(),
  purpose: z.string(),
  source: sourceSchema,
  reason: z.optional(z.string()),
});
export type JournalHead = z.infer<typeof headSchema>;

const row = z.int();
/** What was made; or why the row was refused; or why it got no answer that helps, so that it is tried again when the import is resumed. */
const outcomeSchema = z.union([
  z.strictObject({ row, made: z.string() }),
  z.strictObject({ row, rejected: z.string(), errors: z.array(fieldErrorSchema) }),
  z.strictObject({ row, failed: z.string(), errors: z.array(fieldErrorSchema) }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

export type Counts = { made: number; rejected: number };

/** A journal that is being written. */
export type Journal = {
  /** Rows that were settled when it was opened. */
  before: Readonly<Counts>;
  isSettled: (row: number) => boolean;
  /** Resolves when the outcome is on the disk. */
  note: (outcome: Outcome) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * The head of a journal and where it ends, or undefined if there is none, or only the beginning of one that a crash left.
 * @throws CliError unexpected if it is damaged
 */
export async function journalHead(path: string): Promise<{ head: JournalHead; end: number } | undefined> {
  try {
    await stat(path);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
  for await (const { bytes, end, terminated } of linesOf(createReadStream(path))) {
    if (!terminated) return undefined;
    const head = z.safeParse(headSchema, jsonOf(bytes.toString('utf8'))).data;
    if (head === undefined) throw damaged(path, 1);
    return { head, end };
  }
  return undefined;
}

/** What became of the rows, in the order in which it became known. @throws CliError unexpected if a line is damaged that others follow */
export async function* outcomesIn(path: string): AsyncGenerator<Outcome & { end: number }> {
  let number = 0;
  let torn: number | undefined;
  for await (const { bytes, end, terminated } of linesOf(createReadStream(path))) {
    number += 1;
    if (torn !== undefined) throw damaged(path, torn);
    if (number === 1) continue;
    const outcome = terminated ? z.safeParse(outcomeSchema, jsonOf(bytes.toString('utf8'))).data : undefined;
    if (outcome === undefined) torn = number;
    else yield { ...outcome, end };
  }
}

const damaged = (path: string, line: number): CliError =>
  new CliError(
    'unexpected',
    `The journal ${path} is damaged in line ${line}.`,
    'Move it aside and import the same file again: no row makes anything twice.',
  );

/** Begins a journal, or opens the one that is there, whatever a crash has left of its last line. */
export async function openJournal(path: string, head: JournalHead): Promise<Journal> {
  const there = await journalHead(path);
  const settled = new Set<number>();
  const before = { made: 0, rejected: 0 };
  if (there !== undefined) {
    let { end } = there;
    for await (const outcome of outcomesIn(path)) {
      end = outcome.end;
      if ('failed' in outcome || settled.has(outcome.row)) continue;
      settled.add(outcome.row);
      before['made' in outcome ? 'made' : 'rejected'] += 1;
    }
    await truncate(path, end);
  }
  const file = await open(path, there === undefined ? 'w' : 'a', privateFile);
  if (there === undefined) {
    await file.appendFile(`${JSON.stringify(head)}\n`);
    await file.datasync();
    await syncFolder(dirname(path));
  }

  // One write and one wait for the disk for all that came meanwhile; after a failed write none follows, it would stand behind half a line.
  let waiting = '';
  let tail: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = '';
    if (text === '') return;
    await file.appendFile(text);
    await file.datasync();
  };
  return {
    before,
    isSettled: (number) => settled.has(number),
    note: (outcome) => {
      waiting += `${JSON.stringify(outcome)}\n`;
      tail = tail.then(flush);
      return tail;
    },
    close: async () => {
      await Promise.allSettled([tail]);
      await file.close();
    },
  };
}
