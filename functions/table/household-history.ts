import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type HouseholdHistoryEntry, householdHistoryItem } from './items.ts';
import { householdHistoryKey } from './keys.ts';
import { queryPage, withoutKeys } from './read.ts';

/** The last changes of a household, newest first. */
export async function lastChanges(db: Register, householdId: string, limit: number): Promise<HouseholdHistoryEntry[]> {
  const { items } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': householdHistoryKey(householdId, 1).pk },
    ScanIndexForward: false,
    Limit: limit,
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(householdHistoryItem, withoutKeys(item)));
}
