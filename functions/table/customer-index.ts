import type { CustomerValues } from '../../domain/catalogue/customer.ts';
import { emailSearchForm } from '../../domain/email-address.ts';
import { nameBirthForm } from '../../domain/search-form.ts';
import { blindIndex, type IndexedKind } from '../runtime/blind-index.ts';
import type { Customer, StoredValues } from './customer-item.ts';
import { foundKey, uniqueKey } from './keys.ts';
import { drop, put, putNew, type Refusal, type Write } from './transaction.ts';

export type FoundBy = Customer['foundBy'];

/** What only one customer has; the rest several can have. */
const uniqueKinds: readonly string[] = ['identityCode', 'businessId'] satisfies IndexedKind[];

/** Which value each kind of keyed hash is made from; a name with a birth date is made from stored values. */
const kindsOfFields = {
  identityCode: 'identityCode',
  businessId: 'businessId',
  email: 'email',
  phoneNumbers: 'phone',
} as const;
type IndexedField = keyof typeof kindsOfFields;

const taken: Record<string, Refusal> = {
  identityCode: {
    code: 'alreadyRegistered',
    detail: 'Another customer has this personal identity code; search for it by the code.',
  },
  businessId: { code: 'alreadyRegistered', detail: 'Another customer has this business id.' },
};

/**
 * The keyed hashes under which a customer is found after a change: those of the fields that change are made anew, others stay.
 * @param before those of now
 * @param set new values, in the clear
 * @param clear fields whose value goes
 * @param after all stored values after the change
 */
export async function foundByAfter(
  before: FoundBy,
  { set, clear }: { set: CustomerValues; clear: readonly string[] },
  after: StoredValues,
): Promise<FoundBy> {
  const touched = (Object.keys(kindsOfFields) as IndexedField[]).filter(
    (field) => set[field] !== undefined || clear.includes(field),
  );
  const kept = before.filter(
    ({ kind }) => kind !== 'nameBirth' && !touched.some((field) => kindsOfFields[field] === kind),
  );
  const values = [...indexedValues(set), ...nameBirthOf(after)];
  const made = await Promise.all(values.map(async ([kind, value]) => ({ kind, hash: await blindIndex(kind, value) })));
  return [...kept, ...made];
}

/** What of new values is found by a keyed hash, each by its kind in its one form for searching. */
export function indexedValues(set: CustomerValues): [IndexedKind, string][] {
  return (Object.keys(kindsOfFields) as IndexedField[]).flatMap((field) =>
    searchForms(field, set).map((form): [IndexedKind, string] => [kindsOfFields[field], form]),
  );
}

function searchForms(field: IndexedField, set: CustomerValues): readonly string[] {
  if (field === 'phoneNumbers') return set.phoneNumbers ?? [];
  const value = set[field];
  if (value === undefined) return [];
  return [field === 'email' ? emailSearchForm(value) : value];
}

function nameBirthOf({ firstNames, lastName, birthDate }: StoredValues): [IndexedKind, string][] {
  if (firstNames === undefined || lastName === undefined || birthDate === undefined) return [];
  const name = { firstNames: firstNames.value, lastName: lastName.value };
  return [['nameBirth', nameBirthForm(name, birthDate.value)]];
}

/** The writes that make a customer found by `after` and no longer by what is only in `before`. */
export function indexWrites(customerNumber: string, before: FoundBy, after: FoundBy): Write[] {
  const has = (list: FoundBy, one: FoundBy[number]) =>
    list.some(({ kind, hash }) => kind === one.kind && hash === one.hash);
  const distinct = [...new Map(after.map((one) => [`${one.kind}|${one.hash}`, one])).values()];
  return [
    ...before.filter((one) => !has(after, one)).map((one) => drop(keyOf(one, customerNumber))),
    ...distinct.filter((one) => !has(before, one)).map((one) => indexWrite(one, customerNumber)),
  ];
}

/** The key under which a hash leads to a customer. */
export const keyOf = ({ kind, hash }: FoundBy[number], customerNumber: string) =>
  uniqueKinds.includes(kind) ? uniqueKey(kind, hash) : foundKey(kind, hash, customerNumber);

function indexWrite(one: FoundBy[number], customerNumber: string): Write {
  const refusal = taken[one.kind];
  const key = keyOf(one, customerNumber);
  return refusal === undefined ? put(key, { customerNumber }) : putNew(key, { customerNumber }, refusal);
}
