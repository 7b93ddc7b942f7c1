import type { customerHistory, revealCustomer, searchCustomers } from '../../contract/customers.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { renderValues, textOf } from './shown-value.ts';
import { list, table } from './table.ts';

const dryRunLine = (paint: Paint): string => paint('yellow', 'A dry run: nothing was changed.');

type Changed = { customerNumber: string; version: number; dryRun: boolean };

/** What a change came to. @param done what was done, as `corrected` */
export function renderChanged(done: string, { customerNumber, version, dryRun }: Changed, paint: Paint): string {
  const line = `${paint('bold', customerNumber)} ${dryRun ? 'would be ' : ''}${done}: version ${version}`;
  return dryRun ? `${line}\n${dryRunLine(paint)}` : line;
}

type Merged = Changed & { into: string; intoVersion: number };

/** @param done `merged into` or `parted from` */
export function renderMerged(done: string, merged: Merged, paint: Paint): string {
  const { customerNumber, version, into, intoVersion, dryRun } = merged;
  const [one, other] = [`${customerNumber} (version ${version})`, `${into} (version ${intoVersion})`];
  const line = `${one} ${dryRun ? 'would be ' : ''}${done} ${other}`;
  return dryRun ? `${line}\n${dryRunLine(paint)}` : line;
}

/** Those found; a name or a code alone proves nobody's identity. */
export function renderFound({ customers }: ResultOf<typeof searchCustomers>, paint: Paint): string {
  if (customers.length === 0) return 'Nobody is found by this in your co-ops.';
  const rows = customers.map(({ customerNumber, name, birthYear, coopIds, mergedInto }) => [
    customerNumber,
    printable(name),
    birthYear === null ? '' : String(birthYear),
    coopIds.join(' '),
    mergedInto === null ? '' : paint('red', `merged into ${mergedInto}`),
  ]);
  return table(
    ['customer', 'name', 'born', 'co-ops', ''].map((head) => ({ head })),
    rows,
    paint,
  );
}

/** Changes, newest first: when, what was done and why, and what stood there until then. */
export function renderHistory({ changes, before }: ResultOf<typeof customerHistory>, paint: Paint): string {
  if (changes.length === 0) return 'Nothing was changed.';
  const blocks = changes.map(({ version, at, action, reason, fields, replaced }) =>
    [
      `${paint('bold', formatTime(at))}  version ${version}  ${action}${reason === null ? '' : `: ${printable(reason)}`}`,
      paint('dim', fields.join(', ')),
      ...(Object.keys(replaced).length === 0 ? [] : [renderValues(replaced, paint)]),
    ].join('\n'),
  );
  return [...blocks, ...(before === undefined ? [] : [`Older ones: --before ${before}`])].join('\n\n');
}

/** Sealed values in full, and those that an order hides. */
export function renderRevealed({ values, hidden }: ResultOf<typeof revealCustomer>, paint: Paint): string {
  const shown = Object.entries(values).map(([name, value]): [string, string] => [name, textOf(value)]);
  const lines = hidden.map((name) => paint('red', `${name} is hidden: non-disclosure order`));
  if (shown.length === 0 && lines.length === 0) return 'The customer has none of these.';
  return [...(shown.length === 0 ? [] : [list(shown, paint)]), ...lines].join('\n');
}
