import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { CliError } from '../exit-codes.ts';
import { writeErrors } from './errors-file.ts';
import { type JournalHead, journalHead, openJournal } from './journal.ts';
import { checkHeader } from './kinds.ts';
import type { ImportFigures, ImportOptions } from './options.ts';
import { type Inspected, inspect } from './rows.ts';
import { type Sending, sendRows } from './send-rows.ts';

/**
 * Imports a file, each row by one request. May be killed at any point and resumed: what is settled stands in the journal; a row
 * whose outcome was not noted is sent again with the same key, and the register makes nothing twice.
 * @throws CliError badInput for a faulty file, conflict if the journal is of another import, unavailable if the register stays away;
 *   ApiError if it refuses the sender
 */
export async function importFile(options: ImportOptions): Promise<ImportFigures> {
  const { kind, path, name, given } = options;
  const dryRun = given.dryRun === true;
  const inspected = await inspect(path, name);
  checkHeader(kind, inspected.header);
  const journalPath = `${path}.${dryRun ? 'dry-run' : 'import'}.jsonl`;
  if (dryRun) await rm(journalPath, { force: true });
  const head = headOf(options, inspected);
  await checkJournal(options, head, dryRun ? undefined : await journalHead(journalPath));
  const journal = await openJournal(journalPath, head);
  const sending: Sending = { options, inspected, journal, tally: { made: 0, rejected: 0, failed: 0 } };
  try {
    try {
      await sendRows(sending);
    } finally {
      await journal.close();
    }
  } finally {
    // Also of an import that ended early: what is known of the rows so far.
    await writeErrors(journalPath, errorsPath(path), inspected.delimiter);
    if (dryRun) await rm(journalPath, { force: true });
  }
  return figuresOf(sending, dryRun ? null : journalPath);
}

const errorsPath = (path: string): string => `${path}.errors.csv`;

function figuresOf(
  { options, inspected: { rows }, journal: { before }, tally }: Sending,
  journalFile: string | null,
): ImportFigures {
  const { made, failed } = tally;
  const rejected = before.rejected + tally.rejected;
  const pending = rows - made - before.made - rejected - failed;
  const errorsFile = rejected + failed > 0 ? errorsPath(options.path) : null;
  const { kind, given } = options;
  return {
    kind,
    dryRun: given.dryRun === true,
    rows,
    made,
    already: before.made,
    rejected,
    failed,
    pending,
    errorsFile,
    journalFile,
  };
}

function headOf(
  { kind, target, given: { coopId, purpose, source, reason } }: ImportOptions,
  { sha256 }: Inspected,
): JournalHead {
  return { import: 1, kind, target, coopId, sha256, purpose, source, ...(reason !== undefined && { reason }) };
}

/** Rows are known by the file's bytes and their numbers: a file that was changed would make all of its rows a second time. */
async function checkJournal(
  { name, resume }: ImportOptions,
  head: JournalHead,
  there: { head: JournalHead } | undefined,
): Promise<void> {
  if (there === undefined) return;
  if (there.head.sha256 !== head.sha256)
    throw new CliError(
      'conflict',
      `${name} has changed since it was imported.`,
      'Put the mended rows into a file of their own, with the same header: those that were made would be made again.',
    );
  if (!isDeepStrictEqual(there.head, head))
    throw new CliError(
      'conflict',
      `${name} was imported with another register, co-op, kind, purpose, source or reason.`,
      'Resume with the same, or import a copy of the file under another name.',
    );
  if (!resume)
    throw new CliError(
      'conflict',
      `The import of ${name} was begun before.`,
      'Go on with --resume: no row makes anything twice.',
    );
}
