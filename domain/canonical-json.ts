/** What can be written in one way only: text, whole numbers, truth values, and lists and objects of them. */
export type Canonical = string | number | boolean | readonly Canonical[] | { readonly [name: string]: Canonical };

/**
 * JSON in its one form (RFC 8785, for whole numbers): names in the order of their UTF-16 units, no spaces, and texts as they are,
 * never normalised, so that the same value is always the same bytes and different values never are.
 * @throws RangeError on what has no such form: fractions, numbers too big to be exact, null, undefined, functions
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  // The JSON of minus zero is zero's, and their difference is nobody's.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new RangeError('this value has no canonical JSON');
}
