import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type MembershipHistoryEntry, membershipEventItem, type StoredMembership } from './items.ts';
import { membershipEventKey } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';
import { putNew, stale, type Write } from './transaction.ts';

/** What staff did, under the version that it made; it goes into the same transaction. Bonus has its entry in the ledger instead. */
export const membershipEventWrite = (
  { memberNumber, version, status }: StoredMembership,
  entry: Omit<MembershipHistoryEntry, 'version' | 'status'>,
): Write => putNew(membershipEventKey(memberNumber, version), { ...entry, version, status }, stale);

/** All of a membership's history, the oldest first: a few entries in a life. */
export async function membershipHistory(db: Register, memberNumber: string): Promise<MembershipHistoryEntry[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': membershipEventKey(memberNumber, 1).pk },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(membershipEventItem, withoutKeys(item)));
}
