import * as z from 'zod/mini';
import { customerCodeStateSchema } from '../../domain/customer-code.ts';
import { holdsOn, rightPeriodSchema } from '../../domain/dated-right.ts';
import { serviceStateSchema } from '../../domain/services.ts';
import type { Register } from './client.ts';
import { customerCodeKey, discountRightKey, type Key } from './keys.ts';
import { getItem, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale } from './transaction.ts';

const version = z.int().check(z.positive());

/** All services, blocks and partners' numbers of a customer: one item, so that what rests on each other changes together. */
export const servicesItem = z.extend(serviceStateSchema, { version });
/** The discount right is an item of its own: it is all that the till's question reads. */
export const rightItem = z.strictObject({ periods: z.array(rightPeriodSchema), version });
export const customerCodeItem = z.extend(customerCodeStateSchema, { version });
export type CustomerCodeItem = z.infer<typeof customerCodeItem>;

/**
 * Puts the next state of such an item over the version that was seen; 0 stands for none.
 * @throws DomainError staleVersion
 */
export async function putNext(
  db: Register,
  key: Key,
  state: Record<string, unknown>,
  seenVersion: number,
  { dryRun }: { dryRun?: boolean | undefined } = {},
): Promise<void> {
  const item = { ...state, version: seenVersion + 1 };
  await commit(db, [seenVersion === 0 ? putNew(key, item, stale) : putOver(key, item, seenVersion)], { dryRun });
}

/** A customer's code as it is now, strongly consistent. */
export async function codeOf(db: Register, customerNumber: string): Promise<CustomerCodeItem | undefined> {
  const item = await getItem(db, customerCodeKey(customerNumber));
  return item && z.parse(customerCodeItem, withoutKeys(item));
}

/** For the till: yes or no on a day, and nothing of why. */
export async function hasDiscountRight(db: Register, customerNumber: string, day: string): Promise<boolean> {
  const item = await getItem(db, discountRightKey(customerNumber), { eventual: true });
  return item !== undefined && holdsOn(z.parse(rightItem, withoutKeys(item)).periods, day);
}
