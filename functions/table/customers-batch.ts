import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type Customer, customerItem } from './customer-item.ts';
import { customerKey } from './keys.ts';
import { batchGet, withoutKeys } from './read.ts';

/** Customers by their numbers, strongly consistent, each read once; those who are not there are left out. */
export async function batchOfCustomers(
  db: Register,
  customerNumbers: readonly string[],
): Promise<Map<string, Customer>> {
  const keys = [...new Set(customerNumbers)].map(customerKey);
  const items = await batchGet(db, keys, { consistent: true });
  const customers = items.map((item) => z.parse(customerItem, withoutKeys(item)));
  return new Map(customers.map((customer) => [customer.customerNumber, customer]));
}
