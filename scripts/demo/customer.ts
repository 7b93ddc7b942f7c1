import * as z from 'zod/mini';
import type { LocalDate } from '../../domain/calendar.ts';
import type { Source } from '../../domain/source.ts';
import { type DataKey, type FieldOwner, sealText } from '../../functions/runtime/field-cipher.ts';
import { customerItem } from '../../functions/table/customer-item.ts';
import { benefitAccountItem } from '../../functions/table/items.ts';
import { benefitAccountKey, customerKey } from '../../functions/table/keys.ts';
import type { TableItem } from './table-item.ts';

/** A made-up customer in the clear; everything but the name may be left out. */
export type DemoCustomer = {
  customerNumber: string;
  firstNames?: string;
  lastName?: string;
  companyName?: string;
  deceasedOn?: LocalDate;
};

/** A made-up benefit account in the clear. */
export type DemoAccount = { iban: string; type: 'PAYMENT' | 'SAVINGS'; from: LocalDate; until?: LocalDate };

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

/** As entered from the agreement that made the customer a member. */
const source: Source = { kind: 'agreement', date: '2009-01-01', version: '1' };
const at = Date.UTC(2009, 0, 1);
const plain = <T>(value: T | undefined) => (value === undefined ? undefined : { value, source, at });

/** The item of a customer that a co-op entered. */
export function itemOfCustomer(customer: DemoCustomer, coopId: string, from: LocalDate): TableItem {
  const { customerNumber, firstNames, lastName, companyName, deceasedOn } = customer;
  const values = {
    firstNames: plain(firstNames),
    lastName: plain(lastName),
    companyName: plain(companyName),
    deceasedOn: plain(deceasedOn),
  };
  const item = {
    customerNumber,
    version: 1,
    kind: companyName === undefined ? 'PERSON' : 'COMPANY',
    homeCoopId: coopId,
    coopIds: [coopId],
    from,
    createdBy: 'demo',
    shieldedBy: [],
    foundBy: [],
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  };
  return { ...customerKey(customerNumber), ...z.parse(customerItem, item) };
}

/** The item of a benefit account, its number sealed as the register seals it. */
export function itemOfAccount(account: DemoAccount, customerNumber: string, coopId: string, seal: Sealer): TableItem {
  const { iban, ...dated } = account;
  const sealed = seal(coopId, { customerNumber, field: 'iban' }, iban);
  const item = { ...dated, version: 1, iban: { sealed, mask: maskedIban(iban), source, at } };
  return { ...benefitAccountKey(customerNumber, dated.from), ...z.parse(benefitAccountItem, item) };
}

const maskedIban = (iban: string): string => `${iban.slice(0, 2)}•• •••• ${iban.slice(-4)}`;
