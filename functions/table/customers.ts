import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type Customer, customerItem } from './customer-item.ts';
import { customerKey } from './keys.ts';
import { batchGet, getItem, withoutKeys } from './read.ts';

/** A customer without the rest of the file; strongly consistent. */
export async function findCustomer(db: Register, customerNumber: string): Promise<Customer | undefined> {
  const item = await getItem(db, customerKey(customerNumber));
  return item && z.parse(customerItem, withoutKeys(item));
}

/** Some customers at once, in the order of the numbers; those that are not there are left out. */
export async function findCustomers(db: Register, customerNumbers: readonly string[]): Promise<Customer[]> {
  const items = await batchGet(db, [...new Set(customerNumbers)].map(customerKey));
  const byNumber = new Map(
    items
      .map((item) => z.parse(customerItem, withoutKeys(item)))
      .map((customer) => [customer.customerNumber, customer]),
  );
  return customerNumbers.map((number) => byNumber.get(number)).filter((customer) => customer !== undefined);
}
