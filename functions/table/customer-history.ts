import * as z from 'zod/mini';
import { customerFieldNames } from '../../domain/catalogue/customer.ts';
import type { Register } from './client.ts';
import { storedValues } from './customer-item.ts';
import { benefitAccountItem, cardItem } from './items.ts';
import { historyKey } from './keys.ts';
import { queryPage, withoutKeys } from './read.ts';
import { putNew, stale, type Write } from './transaction.ts';

export const historyActions = [
  'CORRECTED',
  'MERGED_INTO',
  'TOOK_OVER',
  'UNMERGED',
  'GAVE_BACK',
  'SHIELDED',
  'ACCOUNT_SET',
  'ACCOUNT_CONFIRMED',
  'CARD_CHANGED',
] as const;

/** What one change of a customer replaced. `version` is the one that the change made; values that were new have none here. */
export const historyItem = z.strictObject({
  version: z.int(),
  at: z.int(),
  action: z.enum(historyActions),
  reason: z.optional(z.string()),
  /** Of a merge: the other customer. */
  other: z.optional(z.string()),
  /** All fields that the change touched. */
  fields: z.array(z.enum(customerFieldNames as [(typeof customerFieldNames)[number]])),
  replaced: storedValues,
  /** A benefit account that waited and was never used. */
  account: z.optional(benefitAccountItem),
  /** A card as it was before the change. */
  card: z.optional(cardItem),
});
export type HistoryEntry = z.infer<typeof historyItem>;

/** Keeps what a change replaces; it goes into the same transaction as the change. */
export const historyWrite = (customerNumber: string, entry: HistoryEntry): Write =>
  putNew(historyKey(customerNumber, entry.version), entry, stale);

/**
 * One page of a customer's history, newest first.
 * @param before only what versions below this one made
 */
export async function historyPage(
  db: Register,
  customerNumber: string,
  before: number | undefined,
  limit: number,
): Promise<{ entries: HistoryEntry[]; more: boolean }> {
  const { pk, sk } = historyKey(customerNumber, before ?? 99_999_999);
  const { items, next } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND sk < :sk',
    ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
    ScanIndexForward: false,
    Limit: limit,
    ConsistentRead: true,
  });
  return { entries: items.map((item) => z.parse(historyItem, withoutKeys(item))), more: next !== undefined };
}
