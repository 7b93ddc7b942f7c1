import * as z from 'zod/mini';
import { customerValuesSchema } from '../../contract/customers.ts';
import type { CustomerField, CustomerValues } from '../../domain/catalogue/customer.ts';
import { CliError } from '../exit-codes.ts';

/** Text as what the API wants. What cannot be read stays text, so that the register says what is wrong with it. */
type Reading = (text: string) => unknown;

const text: Reading = (said) => said;
const wholeNumber: Reading = (said) => (/^-?\d{1,9}$/.test(said) ? Number(said) : said);
export const flag: Reading = (said) => (said === 'true' ? true : said === 'false' ? false : said);
/** Several in one text, between bars: `+358401234567|+358407654321`. */
const several =
  (one: Reading): Reading =>
  (said) =>
    said.split('|').map((part) => one(part.trim()));
const address = { lines: several(text), postalCode: text, town: text, country: text };

/** How each value of a customer is written in one text, or in several that together are the value. */
const readings = {
  firstNames: text,
  lastName: text,
  companyName: text,
  businessId: text,
  address,
  contactAddress: address,
  homeMunicipality: text,
  phoneNumbers: several(text),
  email: text,
  identityCode: text,
  birthDate: text,
  sex: text,
  language: text,
  childrenBirthYears: several(wholeNumber),
  nonDisclosureOrder: { from: text },
  deceasedOn: text,
  updateBan: { directMarketing: flag, registerUpdates: flag },
} as const satisfies Record<CustomerField, Reading | Record<string, Reading>>;

type Place = { field: string; part?: string; read: Reading };

/** By the names that `--set` and the columns of a file have: `lastName`, `address.postalCode`. A map: `__proto__` is no name. */
const places: ReadonlyMap<string, Place> = new Map(
  Object.entries<Reading | Record<string, Reading>>(readings).flatMap(([field, reading]): [string, Place][] =>
    typeof reading === 'function'
      ? [[field, { field, read: reading }]]
      : Object.entries(reading).map(([part, read]) => [`${field}.${part}`, { field, part, read }]),
  ),
);

export const valueNames: readonly string[] = [...places.keys()];

/**
 * Values as the API has them, from texts by their names; nothing is checked here.
 * @param said names of {@link valueNames}; others are left out
 */
export function unchecked(said: Iterable<readonly [name: string, text: string]>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, written] of said) {
    const place = places.get(name);
    if (place === undefined) continue;
    const { field, part, read } = place;
    values[field] = part === undefined ? read(written) : { ...Object(values[field]), [part]: read(written) };
  }
  return values;
}

/**
 * Values that somebody typed, checked as the register does.
 * @throws CliError badInput with each place that is faulty and what to do there, never with what stands there
 */
export function valuesOf(said: Iterable<readonly [name: string, text: string]>): CustomerValues {
  const parsed = z.safeParse(customerValuesSchema, unchecked(said));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `/${path.map(String).join('/')} (${message})`);
  throw new CliError('badInput', `Faulty values: ${faults.join(', ')}.`);
}
