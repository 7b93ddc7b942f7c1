import { customerName } from '../../domain/customer-name.ts';
import { finnishSortKey } from '../../domain/finnish-collation.ts';
import { isListed, type Membership } from '../../domain/membership.ts';
import { dueOf } from '../../domain/membership-due.ts';
import type { MembershipState } from '../../domain/membership-events.ts';
import type { MembershipRules } from '../../domain/membership-rules.ts';
import { entriesOf, type ShareEntry } from '../../domain/share-entry.ts';
import type { CustomerFile } from './customer-file.ts';
import type { Customer } from './customer-item.ts';
import type { StoredMembership } from './items.ts';
import {
  dueListing,
  duePlace,
  memberListingKey,
  memberRegisterPartition,
  memberRegisterPlace,
  membershipKey,
  shareEntryKey,
} from './keys.ts';
import { itemOfMemberListing } from './member-listing.ts';
import { putNew, putOver, type Refusal, type Write } from './transaction.ts';

type Names = Parameters<typeof customerName>[0];

/** A name in the parts by which it is sorted: a company's, or the last name before the first names. */
function nameParts({ companyName, lastName, firstNames }: Names): string[] {
  return companyName === undefined ? [lastName?.value ?? '', firstNames?.value ?? ''] : [companyName.value];
}

/**
 * A membership as it is stored: with its place in the member register while it is listed there (R49, R50), and in the list of what is to
 * be done while there is anything.
 */
export function membershipItemOf(stored: StoredMembership, names: Names, rules: MembershipRules) {
  const { coopId, customerNumber, memberNumber } = stored;
  const [due] = dueOf(stored, rules);
  return {
    ...stored,
    ...(isListed(stored)
      ? {
          r: memberRegisterPartition(coopId),
          n: memberRegisterPlace(finnishSortKey(nameParts(names)), memberNumber),
        }
      : {}),
    ...(due === undefined ? {} : { l: dueListing(coopId), k: duePlace(due.on, customerNumber, memberNumber) }),
  };
}

/** The membership of a file with its own entries. */
export const stateOf = (file: CustomerFile, membership: Membership): MembershipState => ({
  membership,
  entries: entriesOf(file.shareEntries, membership.memberNumber),
});

/** There is an entry from the same source already, or a membership with the same place: another request was quicker. */
const quicker: Refusal = {
  code: 'staleVersion',
  detail: 'Somebody changed this after you saw it; look at it again and repeat the change.',
};

/**
 * A decision as writes of one transaction: the membership over the version that it was made on, a new one's place in its shard's listing,
 * and each new entry of the share's ledger. So
 * a balance is never without its entries, wherever the process dies.
 * @param before undefined: the membership is new
 */
export function membershipWrites(
  customer: Customer,
  before: Pick<StoredMembership, 'version' | 'createdBy'> | { createdBy: string },
  decision: { membership: Membership; entries: readonly ShareEntry[] },
  rules: MembershipRules,
): { stored: StoredMembership; writes: Write[] } {
  const { customerNumber, values } = customer;
  const { membership, entries } = decision;
  const seen = 'version' in before ? before.version : 0;
  const stored: StoredMembership = {
    ...membership,
    customerNumber,
    memberName: customerName(values),
    version: seen + 1,
    createdBy: before.createdBy,
  };
  const key = membershipKey(customerNumber, membership.coopId, membership.sequence);
  const item = membershipItemOf(stored, values, rules);
  return {
    stored,
    writes: [
      ...(seen === 0
        ? [putNew(key, item, quicker), putNew(listingKeyOf(stored), itemOfMemberListing(stored), quicker)]
        : [putOver(key, item, seen)]),
      ...entries.map((entry) => putNew(entryKey(customerNumber, entry), entry, quicker)),
    ],
  };
}

const listingKeyOf = ({ customerNumber, coopId, sequence }: StoredMembership) =>
  memberListingKey(customerNumber, coopId, sequence);
const entryKey = (customerNumber: string, { coopId, date, sourceId }: ShareEntry) =>
  shareEntryKey(customerNumber, coopId, date, sourceId);

/**
 * The memberships of a customer under a new name, as writes for the transaction that changes it: the register stays alphabetical.
 */
export function renamedMemberships(file: CustomerFile, next: Customer, rules: MembershipRules): Write[] {
  const name = customerName(next.values);
  return file.memberships
    .filter(({ memberName }) => memberName !== name)
    .map((membership) => {
      const { customerNumber, coopId, sequence, version } = membership;
      const item = membershipItemOf({ ...membership, memberName: name, version: version + 1 }, next.values, rules);
      return putOver(membershipKey(customerNumber, coopId, sequence), item, version);
    });
}
