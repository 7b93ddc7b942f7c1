import type { showCustomer } from '../../contract/customers.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import type { Source } from '../../domain/source.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { table } from './table.ts';

type ShownValues = ResultOf<typeof showCustomer>['values'];
type ShownValue = NonNullable<ShownValues[string]>;

/** Values, each with its source and since when it stands; sealed ones by their masks. */
export function renderValues(values: ShownValues, paint: Paint): string {
  const rows = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [rowOf(name, value, paint)],
  );
  return rows.length === 0
    ? 'None.'
    : table([{ head: 'value' }, { head: '' }, { head: 'source' }, { head: 'since' }], rows, paint);
}

function rowOf(name: string, value: ShownValue, paint: Paint): string[] {
  if ('hidden' in value) return [name, paint('red', 'hidden: non-disclosure order'), '', ''];
  const text = 'mask' in value ? paint('dim', printable(value.mask)) : textOf(value.value);
  return [name, text, sourceOf(value.source), formatTime(value.at)];
}

const sourceOf = (source: Source): string =>
  source.kind === 'agreement' ? `agreement ${source.date}, version ${source.version}` : source.kind;

/** A value in words: parts of one and several of one on one line. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return printable(String(value));
  return Object.entries(value)
    .map(([name, part]) => `${name} ${textOf(part)}`)
    .join(', ');
}
