import { rm } from 'node:fs/promises';
import { replaceFile } from '../files.ts';
import { type Outcome, outcomesIn } from './journal.ts';

/**
 * Writes what a journal says of rows that were refused, or that met a fault again and again and were not settled since, as a CSV file:
 * a line for each fault. None is left if there is nothing to say.
 * @param delimiter that of the imported file, so that the same program opens both
 */
export async function writeErrors(journalPath: string, path: string, delimiter: ',' | ';'): Promise<void> {
  const { refused, failed } = await refusedIn(journalPath);
  if (refused + failed.size === 0) return await rm(path, { force: true });
  await replaceFile(path, linesOf(journalPath, failed, delimiter));
}

/** How many were refused, and the rows that nothing settled after their fault: few, as each took its time. */
async function refusedIn(journalPath: string): Promise<{ refused: number; failed: Map<number, Outcome> }> {
  const failed = new Map<number, Outcome>();
  let refused = 0;
  for await (const outcome of outcomesIn(journalPath)) {
    if ('failed' in outcome) failed.set(outcome.row, outcome);
    else failed.delete(outcome.row);
    if ('rejected' in outcome) refused += 1;
  }
  return { refused, failed };
}

async function* linesOf(
  journalPath: string,
  failed: Map<number, Outcome>,
  delimiter: ',' | ';',
): AsyncGenerator<string> {
  const line = (cells: readonly string[]): string => `${cells.map(cellOf).join(delimiter)}\r\n`;
  yield line(['row', 'code', 'pointer', 'message']);
  for await (const outcome of outcomesIn(journalPath)) if ('rejected' in outcome) yield* faultsOf(outcome).map(line);
  for (const outcome of failed.values()) yield* faultsOf(outcome).map(line);
}

const faultsOf = (outcome: Outcome): string[][] =>
  'made' in outcome
    ? []
    : outcome.errors.map(({ pointer, code, message }) => [String(outcome.row), code, pointer, message]);

/** Always quoted; what a spreadsheet would take for a formula gets an apostrophe. */
function cellOf(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
