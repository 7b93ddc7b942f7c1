import { type LocalDate, localDateOf } from '../../domain/calendar.ts';
import { type CustomerField, type CustomerValues, customerFieldNames } from '../../domain/catalogue/customer.ts';
import { isChild } from '../../domain/customer.ts';
import type { Source } from '../../domain/source.ts';
import { type HistoryEntry, historyWrite } from './customer-history.ts';
import { foundByAfter, indexWrites } from './customer-index.ts';
import type { Customer, StoredValues } from './customer-item.ts';
import { customerKey } from './keys.ts';
import { storedOf } from './sealed-values.ts';
import { putOver, type Write } from './transaction.ts';

export type ValueChange = { set: CustomerValues; clear: readonly CustomerField[]; source: Source };
type Why = Pick<HistoryEntry, 'action'> & { reason?: string | undefined; other?: string };

/**
 * A change of a customer's values as writes of one transaction: the customer's next version, what it replaced in the history, and
 * the keyed hashes by which the customer is found.
 * @returns the customer as it will be, and the writes
 */
export async function changeWrites(
  customer: Customer,
  change: ValueChange,
  why: Why,
  atMs: number,
  also: Partial<Pick<Customer, 'shieldedBy'>> = {},
): Promise<{ next: Customer; writes: Write[] }> {
  const fresh = await storedOf(customer, change.set, { source: change.source, atMs });
  const values = withoutGrownChildren(without({ ...customer.values, ...fresh }, change.clear), localDateOf(atMs));
  const foundBy = await foundByAfter(customer.foundBy, change, values);
  const next = { ...customer, ...also, version: customer.version + 1, values, foundBy };
  const touched = customerFieldNames.filter((field) => change.set[field] !== undefined || change.clear.includes(field));
  return {
    next,
    writes: [
      putOver(customerKey(customer.customerNumber), next, customer.version),
      replacedWrite(customer, touched, why, atMs),
      ...indexWrites(customer.customerNumber, customer.foundBy, foundBy),
    ],
  };
}

/** Keeps the values that are touched as they were, under the version that the change makes. */
export function replacedWrite(customer: Customer, touched: readonly CustomerField[], why: Why, atMs: number): Write {
  const { reason, ...rest } = why;
  return historyWrite(customer.customerNumber, {
    ...rest,
    ...(reason === undefined ? {} : { reason }),
    version: customer.version + 1,
    at: atMs,
    fields: [...touched],
    replaced: only(customer.values, touched),
  });
}

/** Whoever is 18 goes with the next change, and is shown no longer before (domain/catalogue/retention.ts: `child`). */
function withoutGrownChildren(values: StoredValues, today: LocalDate): StoredValues {
  const { childrenBirthYears: told, ...rest } = values;
  if (told === undefined) return values;
  const value = told.value.filter((year) => isChild(year, today));
  return value.length === 0 ? rest : { ...rest, childrenBirthYears: { ...told, value } };
}

export const without = (values: StoredValues, fields: readonly string[]): StoredValues =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)));
export const only = (values: StoredValues, fields: readonly string[]): StoredValues =>
  Object.fromEntries(Object.entries(values).filter(([field, value]) => fields.includes(field) && value !== undefined));
