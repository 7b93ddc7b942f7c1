import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import type { Register } from './client.ts';
import { type Household, householdItem, memberKinds } from './items.ts';
import { householdKey, householdListing, registerTable } from './keys.ts';
import { getItem, queryPage, withoutKeys } from './read.ts';

/** @throws DomainError unknownHousehold */
export async function householdOf(db: Register, householdId: string): Promise<Household> {
  const item = await getItem(db, householdKey(householdId));
  if (item === undefined) throw new DomainError('unknownHousehold', 'There is no such household.');
  return z.parse(householdItem, withoutKeys(item));
}

/** What is owed to it waits: it has ended without another household going on, and nobody has said that its last head is to be paid. */
export const isDissolved = ({
  endedOn,
  mergedInto,
  paysLastHead,
}: {
  endedOn?: string | undefined;
  mergedInto?: string | undefined;
  paysLastHead?: true | undefined;
}): boolean => endedOn !== undefined && mergedInto === undefined && paysLastHead === undefined;

const listedHousehold = z.object({
  k: z.string(),
  headCustomerNumber: z.optional(z.string()),
  memberKind: z.enum(memberKinds),
  endedOn: z.optional(z.string()),
  mergedInto: z.optional(z.string()),
  paysLastHead: z.optional(z.literal(true)),
});
export type ListedHousehold = {
  householdId: string;
  headCustomerNumber: string | undefined;
  memberKind: Household['memberKind'];
  /** Dissolved, and nobody has said yet that its last head is to be paid. */
  isDissolved: boolean;
};

/** One page of a shard's households, by id, from the one after `after`. */
export async function householdsPage(
  db: Register,
  coopId: string,
  shard: number,
  after: string | undefined,
  limit: number,
): Promise<{ households: ListedHousehold[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: after === undefined ? 'l = :l' : 'l = :l AND k > :after',
    ExpressionAttributeValues: {
      ':l': householdListing(coopId, shard),
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const households = page.items.map((item) => {
    const { k, headCustomerNumber, memberKind, ...ended } = z.parse(listedHousehold, item);
    return { householdId: k, headCustomerNumber, memberKind, isDissolved: isDissolved(ended) };
  });
  return { households, last: page.next === undefined ? undefined : String(page.next.k) };
}
