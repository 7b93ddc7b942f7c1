import Table from 'cli-table3';
import { type Paint, printable } from './paint.ts';

/** A column: its head, and on which side its cells stand (money and counts on the right). */
export type Column = { head: string; align?: 'left' | 'right' };

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows under bold heads, without lines. Cells are texts that may be painted already. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], paint: Paint): string {
  const grid = new Table({
    head: columns.map(({ head }) => paint('bold', head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: noLines,
  });
  grid.push(...rows.map((row) => [...row]));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Names and values below each other; a value that is undefined has no line. */
export function list(entries: readonly (readonly [name: string, value: string | undefined])[], paint: Paint): string {
  const shown = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${paint('dim', name.padEnd(width))}  ${printable(value)}`).join('\n');
}
