import * as z from 'zod/mini';
import { addMonthsToDate, type LocalDate } from '../../domain/calendar.ts';
import { customerName } from '../../domain/customer-name.ts';
import type { Membership } from '../../domain/membership.ts';
import { balanceCents, type ShareEntry, shareEntrySchema } from '../../domain/share-entry.ts';
import { membershipItem } from '../../functions/table/items.ts';
import { memberListingKey, membershipKey, shareEntryKey } from '../../functions/table/keys.ts';
import { itemOfMemberListing } from '../../functions/table/member-listing.ts';
import { membershipItemOf } from '../../functions/table/memberships.ts';
import { configs } from '../../lib/config.ts';
import type { DemoCustomer } from './customer.ts';
import type { TableItem } from './table-item.ts';

const rules = configs.local.settings;

/** A member since a day, with what these entries have paid. */
export function demoMembership(
  { coopId, memberNumber, from }: { coopId: string; memberNumber: string; from: LocalDate },
  entries: readonly ShareEntry[],
): Membership {
  const paidCents = balanceCents(entries);
  return {
    coopId,
    memberNumber,
    sequence: 1,
    status: paidCents >= rules.shareContributionCents ? 'ACTIVE_PAID' : 'ACTIVE_UNPAID',
    paidCents,
    appliedOn: from,
    from,
    fillBy: addMonthsToDate(from, rules.shareFillMonths),
  };
}

/** The items of a customer's membership: it, the entries of its share, and its place in its shard's listing. */
export function itemsOfMembership(
  { customerNumber, ...names }: DemoCustomer,
  membership: Membership,
  entries: readonly ShareEntry[],
): TableItem[] {
  const parts = Object.entries(names).map(([name, value]) => [name, { value }]);
  const values = Object.fromEntries(parts) as Parameters<typeof customerName>[0];
  const memberName = customerName(values);
  const stored = z.parse(membershipItem, { ...membership, customerNumber, memberName, version: 1, createdBy: 'demo' });
  return [
    {
      ...membershipKey(customerNumber, membership.coopId, membership.sequence),
      ...membershipItemOf(stored, values, rules),
    },
    ...entries.map((entry) => ({
      ...shareEntryKey(customerNumber, entry.coopId, entry.date, entry.sourceId),
      ...z.parse(shareEntrySchema, entry),
    })),
    {
      ...memberListingKey(customerNumber, membership.coopId, membership.sequence),
      ...itemOfMemberListing(membership),
    },
  ];
}
