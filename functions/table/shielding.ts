import { localDateOf } from '../../domain/calendar.ts';
import { linkAt } from '../../domain/household-link.ts';
import { type Housemate, shieldedBy } from '../../domain/shielding.ts';
import type { FoundOne } from '../runtime/accounting.ts';
import type { Register } from './client.ts';
import { replacedWrite, type ValueChange } from './customer-change.ts';
import type { Customer } from './customer-item.ts';
import { findCustomers } from './customers.ts';
import { householdFile, personsOn } from './household-file.ts';
import { linksOf } from './identifiers.ts';
import { customerKey } from './keys.ts';
import { openedValue } from './sealed-values.ts';
import { putOver, type Write } from './transaction.ts';

/** What a change of a customer does to who hides whose address in the household. */
export type Shielding = {
  /** Of the customer: whose orders hide the address after the change. */
  shieldedBy: string[];
  /** Mates whose own item changes with it. */
  mates: FoundOne[];
  writes: Write[];
};

/**
 * Looks whether a change of an order or an address hides or shows addresses of others (R82), and makes the writes for it. Addresses are opened
 * here and leave this function only as who shields whom.
 */
export async function shieldingOf(
  db: Register,
  customer: Customer,
  { set, clear }: Pick<ValueChange, 'set' | 'clear'>,
  nowMs: number,
): Promise<Shielding> {
  const touches = (['nonDisclosureOrder', 'address'] as const).some(
    (field) => set[field] !== undefined || clear.includes(field),
  );
  if (!touches) return { shieldedBy: customer.shieldedBy, mates: [], writes: [] };
  const others = await matesOf(db, customer.customerNumber, nowMs);
  const self: Housemate = {
    ...(await housemate(customer, nowMs)),
    ...(set.nonDisclosureOrder === undefined ? {} : { hasOrder: true }),
    ...(clear.includes('nonDisclosureOrder') ? { hasOrder: false } : {}),
    ...(set.address === undefined ? {} : { address: set.address }),
    ...(clear.includes('address') ? { address: undefined } : {}),
  };
  const household = [self, ...(await Promise.all(others.map((mate) => housemate(mate, nowMs))))];
  const changed = others
    .map((mate) => ({ mate, now: shieldedAfter(mate, household) }))
    .filter(({ mate, now }) => now.join() !== mate.shieldedBy.join());
  return {
    shieldedBy: shieldedBy(self, household),
    mates: changed.map(({ mate }) => ({ kind: 'CUSTOMER', id: mate.customerNumber, coopIds: customer.coopIds })),
    writes: changed.flatMap(({ mate, now }) => [
      putOver(customerKey(mate.customerNumber), { ...mate, version: mate.version + 1, shieldedBy: now }, mate.version),
      replacedWrite(mate, [], { action: 'SHIELDED' }, nowMs),
    ]),
  };
}

function shieldedAfter(mate: Customer, household: readonly Housemate[]): string[] {
  const self = household.find(({ customerNumber }) => customerNumber === mate.customerNumber);
  return self === undefined ? [] : shieldedBy(self, household);
}

/** The customers who share the household now. */
async function matesOf(db: Register, customerNumber: string, nowMs: number): Promise<Customer[]> {
  const links = await linksOf(db, [{ kind: 'customerNumber', value: customerNumber }]);
  const link = linkAt([...links.values()][0], nowMs);
  const file = link === undefined ? undefined : await householdFile(db, link.householdId);
  if (file === undefined) return [];
  const numbers = personsOn(file, localDateOf(nowMs)).map((person) => person.customerNumber);
  return await findCustomers(
    db,
    numbers.filter((number) => number !== customerNumber),
  );
}

/** Whose orders hide the addresses of each of these, who share a household. Nothing is opened where nobody has an order. */
export async function shieldedIn(household: readonly Customer[], nowMs: number): Promise<Map<string, string[]>> {
  if (household.every(({ values }) => values.nonDisclosureOrder === undefined))
    return new Map(household.map(({ customerNumber }) => [customerNumber, []]));
  const mates = await Promise.all(household.map((customer) => housemate(customer, nowMs)));
  return new Map(mates.map((mate) => [mate.customerNumber, shieldedBy(mate, mates)]));
}

async function housemate(customer: Customer, nowMs: number): Promise<Housemate> {
  const { address, nonDisclosureOrder } = customer.values;
  return {
    customerNumber: customer.customerNumber,
    hasOrder: nonDisclosureOrder !== undefined,
    address: address && (await openedValue(customer.customerNumber, 'address', address, nowMs)),
  };
}
