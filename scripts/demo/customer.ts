import * as z from 'zod/mini';
import type { BenefitAccountType } from '../../domain/benefit-account.ts';
import type { LocalDate } from '../../domain/calendar.ts';
import type { CustomerField, CustomerValues } from '../../domain/catalogue/customer.ts';
import { maskedIban } from '../../domain/masking.ts';
import { nameBirthForm } from '../../domain/search-form.ts';
import type { Source } from '../../domain/source.ts';
import type { IndexedKind } from '../../functions/runtime/blind-index.ts';
import { type DataKey, type FieldOwner, sealText } from '../../functions/runtime/field-cipher.ts';
import { indexedValues, keyOf } from '../../functions/table/customer-index.ts';
import { customerItem } from '../../functions/table/customer-item.ts';
import { benefitAccountItem } from '../../functions/table/items.ts';
import { benefitAccountKey, customerKey } from '../../functions/table/keys.ts';
import { isSealed, maskOf } from '../../functions/table/sealed-values.ts';
import type { TableItem } from './table-item.ts';

/** A made-up customer in the clear; everything but the name may be left out. */
export type DemoCustomer = { customerNumber: string } & CustomerValues;

/** A made-up benefit account in the clear. */
export type DemoAccount = { iban: string; type: BenefitAccountType; from: LocalDate; until?: LocalDate };

/** Seals a value under a co-op's data key. */
export type Sealer = (coopId: string, owner: FieldOwner, text: string) => string;

/** The sealer of co-ops whose data keys are known. */
export const sealerOf =
  (keys: ReadonlyMap<string, DataKey>): Sealer =>
  (coopId, owner, text) => {
    const key = keys.get(coopId);
    if (key === undefined) throw new Error(`no data key of ${coopId}`);
    return sealText(text, owner, key);
  };

/** Makes the keyed hash of a value by which a customer is found. */
export type Hasher = (kind: IndexedKind, value: string) => string;

/** As entered from the agreement that made the customer a member. */
const source: Source = { kind: 'agreement', date: '2009-01-01', version: '1' };
const at = Date.UTC(2009, 0, 1);

/** The item of a customer that a co-op entered, of whom nothing is known that is sealed. */
export function itemOfCustomer(customer: DemoCustomer, coopId: string, from: LocalDate): TableItem {
  const refuse = () => {
    throw new Error('a customer with sealed values needs a sealer and a hasher');
  };
  const [item] = itemsOfCustomer(customer, coopId, from, { seal: refuse, hash: refuse });
  return item;
}

/** The items of a customer that a co-op entered: the customer, and what leads to them from the hash of a value. */
export function itemsOfCustomer(
  { customerNumber, ...set }: DemoCustomer,
  coopId: string,
  from: LocalDate,
  { seal, hash }: { seal: Sealer; hash: Hasher },
): [TableItem, ...TableItem[]] {
  const values = Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, storedValue(customerNumber, coopId, name as CustomerField, value, seal)]);
  const indexed = [...indexedValues(set), ...demoNameBirth(set)];
  const foundBy = indexed.map(([kind, value]) => ({ kind, hash: hash(kind, value) }));
  const item = {
    customerNumber,
    version: 1,
    kind: set.companyName === undefined ? 'PERSON' : 'COMPANY',
    homeCoopId: coopId,
    coopIds: [coopId],
    from,
    createdBy: 'demo',
    shieldedBy: [],
    foundBy,
    values: Object.fromEntries(values),
  };
  return [
    { ...customerKey(customerNumber), ...z.parse(customerItem, item) },
    ...foundBy.map((one) => ({ ...keyOf(one, customerNumber), customerNumber })),
  ];
}

/** The values of customers that are found by a keyed hash; a name is with its birth date only. */
export const hashedValuesOf = (customers: readonly DemoCustomer[]): [IndexedKind, string][] =>
  customers.flatMap((customer) => [...indexedValues(customer), ...demoNameBirth(customer)]);

function demoNameBirth({ firstNames, lastName, birthDate }: CustomerValues): [IndexedKind, string][] {
  if (firstNames === undefined || lastName === undefined || birthDate === undefined) return [];
  return [['nameBirth', nameBirthForm({ firstNames, lastName }, birthDate)]];
}

function storedValue(customerNumber: string, coopId: string, field: CustomerField, value: unknown, seal: Sealer) {
  if (!isSealed(field)) return { value, source, at };
  const sealed = seal(coopId, { customerNumber, field }, JSON.stringify(value));
  return { sealed, mask: maskOf(field, value as never), source, at };
}

/** The item of a benefit account, its number sealed as the register seals it. */
export function itemOfAccount(account: DemoAccount, customerNumber: string, coopId: string, seal: Sealer): TableItem {
  const { iban, ...dated } = account;
  const sealed = seal(coopId, { customerNumber, field: 'iban' }, iban);
  const item = { ...dated, version: 1, iban: { sealed, mask: maskedIban(iban), source, at } };
  return { ...benefitAccountKey(customerNumber, dated.from), ...z.parse(benefitAccountItem, item) };
}
