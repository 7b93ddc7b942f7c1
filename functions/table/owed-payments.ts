import * as z from 'zod/mini';
import { isOwed } from '../../domain/payment.ts';
import type { Register } from './client.ts';
import { owedListing, owedToPartition, registerTable } from './keys.ts';
import { paymentsOf, type StoredPayment } from './payments.ts';
import { queryAll, queryPage } from './read.ts';

const place = z.object({ k: z.string() });
const endToEndIdOf = (at: string): string => at.slice(at.indexOf('#') + 1);

/** True of what the lists hold. */
export const isListedAsOwed = ({ state, isDoubtful }: StoredPayment): boolean => isOwed(state) || isDoubtful === true;

/**
 * A page of what a co-op owes still, or where somebody must look, the longest due first. The index says which, the payments are read themselves: what
 * was answered meanwhile is not shown.
 * @param after the place of the last one shown
 */
export async function owedPage(
  db: Register,
  coopId: string,
  after: string | undefined,
  limit: number,
): Promise<{ payments: StoredPayment[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: after === undefined ? 'l = :l' : 'l = :l AND k > :after',
    ExpressionAttributeValues: {
      ':l': owedListing(coopId),
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const places = page.items.map((item) => z.parse(place, item).k);
  const payments = await inOrder(db, places.map(endToEndIdOf));
  return { payments: payments.filter(isListedAsOwed), last: page.next === undefined ? undefined : places.at(-1) };
}

const placeOfPerson = z.object({ n: z.string() });

/** What is owed to a person by any co-op, the longest due first. */
export async function owedTo(db: Register, customerNumber: string): Promise<StoredPayment[]> {
  const items = await queryAll(db, {
    IndexName: registerTable.byMember.name,
    KeyConditionExpression: 'r = :r',
    ExpressionAttributeValues: { ':r': owedToPartition(customerNumber) },
  });
  const ids = items.map((item) => endToEndIdOf(z.parse(placeOfPerson, item).n));
  return (await inOrder(db, ids)).filter(isListedAsOwed);
}

async function inOrder(db: Register, endToEndIds: readonly string[]): Promise<StoredPayment[]> {
  const byId = new Map((await paymentsOf(db, endToEndIds)).map((payment) => [payment.endToEndId, payment]));
  return endToEndIds.flatMap((id) => byId.get(id) ?? []);
}
