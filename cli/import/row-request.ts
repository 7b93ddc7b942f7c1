import { createHash } from 'node:crypto';
import type { Outcome } from './journal.ts';
import { importKinds } from './kinds.ts';
import type { ImportOptions } from './options.ts';
import type { Inspected, Row } from './rows.ts';

const bodyBytes = 900_000;

/** A row's request as JSON, or why it cannot be one. */
export function requestOf(
  options: ImportOptions,
  inspected: Inspected,
  { number, cells }: Row,
): Outcome | { body: string } {
  const { header } = inspected;
  const refused = (code: string, message: string): Outcome => ({
    row: number,
    rejected: code,
    errors: [{ pointer: '', code, message }],
  });
  if (cells.length !== header.length)
    return refused('columnCount', `Give as many cells as the header has, ${header.length}; here are ${cells.length}.`);
  const filled = new Map(
    header.map((name, index): [string, string] => [name, cells[index] ?? '']).filter(([, cell]) => cell !== ''),
  );
  const idempotencyKey = keyOf(options, inspected, number);
  const body = JSON.stringify(importKinds[options.kind].bodyOf(filled, { ...options.given, idempotencyKey }));
  if (Buffer.byteLength(body) > bodyBytes) return refused('bodyTooLarge', `Give rows of at most ${bodyBytes} bytes.`);
  return { body };
}

/** The same for the same row of the same file, in every run; another for another co-op or kind. */
function keyOf({ kind, given: { coopId } }: ImportOptions, { sha256 }: Inspected, row: number): string {
  return `import-${createHash('sha256').update(`${kind}|${coopId}|${sha256}`).digest('hex').slice(0, 40)}-${row}`;
}
