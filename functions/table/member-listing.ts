import * as z from 'zod/mini';
import { memberNumberSchema } from '../../domain/identifiers.ts';
import { shardOf } from '../../domain/shard.ts';
import type { Register } from './client.ts';
import { customerNumberOfKey, memberListing, registerTable } from './keys.ts';
import { queryPage } from './read.ts';

/**
 * A co-op's memberships lie in this many shards, by member number. It is never changed: a shard is computed from the number wherever it is
 * needed, and the largest co-op's 700,000 members are some 40,000 each, which a run reads page by page.
 */
export const memberShardCount = 16;
export const memberShardOf = (memberNumber: string): number => shardOf(memberNumber, memberShardCount);

/**
 * A membership in the listing of its shard: an item of its own, since the membership's place in the index is that of what is due. It is written with
 * the membership and never changes: who asks reads the customer's file.
 */
export const memberListingItem = z.strictObject({ memberNumber: memberNumberSchema });

export const itemOfMemberListing = ({ coopId, memberNumber }: { coopId: string; memberNumber: string }) => ({
  ...z.parse(memberListingItem, { memberNumber }),
  [registerTable.byListing.partitionKey]: memberListing(coopId, memberShardOf(memberNumber)),
  [registerTable.byListing.sortKey]: memberNumber,
});

const listedMember = z.object({ pk: z.string(), k: memberNumberSchema });

/**
 * One page of a shard's memberships, whatever their status, by member number. The index lags, so the very newest may be missing: none of
 * those can be due anything of a year that has ended.
 * @param after the member number after which the page begins
 * @returns `last`: where the next page begins, undefined at the end
 */
export async function membersPage(
  db: Register,
  coopId: string,
  shard: number,
  after: string | undefined,
  limit: number,
): Promise<{ members: { memberNumber: string; customerNumber: string }[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: after === undefined ? 'l = :l' : 'l = :l AND k > :after',
    ExpressionAttributeValues: {
      ':l': memberListing(coopId, shard),
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const members = page.items.map((item) => {
    const { pk, k } = z.parse(listedMember, item);
    return { memberNumber: k, customerNumber: customerNumberOfKey({ pk }) };
  });
  return { members, last: page.next === undefined ? undefined : String(page.next.k) };
}
