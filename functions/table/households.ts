import * as z from 'zod/mini';
import { customerName } from '../../domain/customer-name.ts';
import { DomainError } from '../../domain/errors.ts';
import { isMember, isMemberOn } from '../../domain/membership.ts';
import type { Register } from './client.ts';
import { customerFile } from './customer-file.ts';
import { type Household, householdItem, memberKinds } from './items.ts';
import { householdKey, householdListing, registerTable } from './keys.ts';
import { getItem, queryPage, withoutKeys } from './read.ts';

/** @throws DomainError unknownHousehold */
export async function householdOf(db: Register, householdId: string): Promise<Household> {
  const item = await getItem(db, householdKey(householdId));
  if (item === undefined) throw new DomainError('unknownHousehold', 'There is no such household.');
  return z.parse(householdItem, withoutKeys(item));
}

const listedHousehold = z.object({
  k: z.string(),
  headCustomerNumber: z.optional(z.string()),
  memberKind: z.enum(memberKinds),
});
export type ListedHousehold = {
  householdId: string;
  headCustomerNumber: string | undefined;
  memberKind: Household['memberKind'];
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
    const { k, headCustomerNumber, memberKind } = z.parse(listedHousehold, item);
    return { householdId: k, headCustomerNumber, memberKind };
  });
  return { households, last: page.next === undefined ? undefined : String(page.next.k) };
}

/** A head member as the payer needs to know them. The account's number stays sealed. */
export type Payee = { name: string; deceased: boolean; sealedIban: string | undefined; shareMissingCents: number };

/**
 * Reads a head member's name, benefit account valid on a day, and what the share contribution misses: of who is a member
 * only, and the balance has been held against the ledger's entries. Strongly consistent, one Query.
 * @param day local date on which the account must be valid
 * @returns undefined if there is no such customer
 */
export async function payeeOf(
  db: Register,
  customerNumber: string,
  coopId: string,
  day: string,
  shareContributionCents: number,
): Promise<Payee | undefined> {
  const file = await customerFile(db, customerNumber);
  if (file === undefined) return undefined;
  const validOn = (dated: { from: string; until?: string | undefined }): boolean =>
    dated.from <= day && (dated.until === undefined || day < dated.until);
  const membership = file.memberships.find(
    (entry) => entry.coopId === coopId && isMember(entry.status) && isMemberOn(entry, day),
  );
  return {
    name: customerName(file.customer.values),
    deceased: file.customer.values.deceasedOn !== undefined,
    sealedIban: file.accounts.filter(validOn).at(-1)?.iban.sealed,
    shareMissingCents: membership === undefined ? 0 : Math.max(0, shareContributionCents - membership.paidCents),
  };
}
