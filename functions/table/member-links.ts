import { endedLinks, type HouseholdLink, relinked } from '../../domain/household-link.ts';
import { isMember, type Membership } from '../../domain/membership.ts';
import type { Register } from './client.ts';
import type { CustomerFile } from './customer-file.ts';
import type { Customer } from './customer-item.ts';
import { customerKey, identifierKey, identifierText } from './keys.ts';
import { linkedPersons, linksWrite, placementAt } from './person-links.ts';
import { putNew, putOver, unchanged, type Write } from './transaction.ts';

type Numbered = Pick<Membership, 'memberNumber' | 'status'>;

/**
 * What changes of the customer with their memberships: a member's number gathers purchases for the household that the member is in, from the
 * acceptance to the end; and the co-ops whose staff may see the customer. Links change together with the next version of the customer;
 * where nothing of that changes, the customer must be as it was read.
 * @param changes memberships before (none if new) and after
 */
export async function memberLinkWrites(
  db: Register,
  file: CustomerFile,
  changes: readonly { before: Numbered | undefined; after: Numbered & Pick<Membership, 'coopId'> }[],
  atMs: number,
): Promise<Write[]> {
  const { customer } = file;
  const isNew = changes.filter(({ before }) => before === undefined);
  const turning = changes.filter(({ before, after }) => isMember(after.status) !== isMemberNow(before));
  const coopIds = [...new Set([...customer.coopIds, ...changes.map(({ after }) => after.coopId)])];
  const [person] = turning.length === 0 ? [] : await linkedPersons(db, [file]);
  const linksAfter = ({ memberNumber, status }: Numbered): HouseholdLink[] => {
    const links = person?.links.get(identifierText(identifierOf(memberNumber))) ?? [];
    if (!isMember(status)) return endedLinks(links, atMs);
    return relinked(links, atMs, person && placementAt(person, atMs));
  };
  const { customerNumber, version } = customer;
  const next: Customer = { ...customer, coopIds, version: version + 1 };
  const staysAsItIs = turning.length === 0 && coopIds.length === customer.coopIds.length;
  return [
    staysAsItIs ? unchanged(customerKey(customerNumber), version) : putOver(customerKey(customerNumber), next, version),
    ...isNew.map(({ after }) => takenNumber(after.memberNumber, linksAfter(after), customerNumber)),
    ...turning
      .filter(({ before }) => before !== undefined)
      .map(({ after }) => linksWrite(identifierOf(after.memberNumber), linksAfter(after), customerNumber)),
  ];
}

const identifierOf = (value: string) => ({ kind: 'memberNumber', value }) as const;

/** Takes a number that nobody has. */
const takenNumber = (memberNumber: string, links: HouseholdLink[], holderCustomerNumber: string): Write =>
  putNew(
    identifierKey(identifierOf(memberNumber)),
    { links, holderCustomerNumber },
    { code: 'busy', detail: 'The same request is being done; send it again in a moment.' },
  );

const isMemberNow = (membership: Numbered | undefined): boolean =>
  membership !== undefined && isMember(membership.status);
