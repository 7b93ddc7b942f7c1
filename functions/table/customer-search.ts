import * as z from 'zod/mini';
import type { SearchKey } from '../../contract/customers.ts';
import { emailSearchForm } from '../../domain/email-address.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import { nameBirthForm } from '../../domain/search-form.ts';
import { blindIndex, type IndexedKind } from '../runtime/blind-index.ts';
import type { Register } from './client.ts';
import type { Customer } from './customer-item.ts';
import { findCustomers } from './customers.ts';
import { identifierItem } from './items.ts';
import { foundPartition, identifierKey, uniqueKey } from './keys.ts';
import { getItem, queryPage, withoutKeys } from './read.ts';

/** More people than this under one phone number or address are a fault or a switchboard: the rest is looked for by another key. */
const mostFound = 25;
const pointer = z.object({ customerNumber: z.string() });

/** Customers by one of the keys that staff look for: at most two requests to the table, and one to KMS for what is hashed. */
export async function customersFoundBy(db: Register, by: SearchKey): Promise<Customer[]> {
  return await findCustomers(db, await numbersFoundBy(db, by));
}

async function numbersFoundBy(db: Register, by: SearchKey): Promise<string[]> {
  if ('customerNumber' in by) return [by.customerNumber];
  if ('memberNumber' in by) return await holderOf(db, { kind: 'memberNumber', value: by.memberNumber });
  if ('cardNumber' in by) return await holderOf(db, { kind: 'card', value: by.cardNumber });
  if ('identityCode' in by) return await onlyOne(db, 'identityCode', by.identityCode);
  if ('businessId' in by) return await onlyOne(db, 'businessId', by.businessId);
  if ('phoneNumber' in by) return await several(db, 'phone', by.phoneNumber);
  if ('email' in by) return await several(db, 'email', emailSearchForm(by.email));
  return await several(db, 'nameBirth', nameBirthForm(by, by.birthDate));
}

async function holderOf(db: Register, identifier: Identifier): Promise<string[]> {
  const item = await getItem(db, identifierKey(identifier));
  const holder = item && z.parse(identifierItem, withoutKeys(item)).holderCustomerNumber;
  return holder === undefined ? [] : [holder];
}

async function onlyOne(db: Register, kind: IndexedKind, value: string): Promise<string[]> {
  const item = await getItem(db, uniqueKey(kind, await blindIndex(kind, value)));
  return item === undefined ? [] : [z.parse(pointer, item).customerNumber];
}

async function several(db: Register, kind: IndexedKind, value: string): Promise<string[]> {
  const { items } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': foundPartition(kind, await blindIndex(kind, value)) },
    Limit: mostFound,
  });
  return items.map((item) => z.parse(pointer, item).customerNumber);
}
