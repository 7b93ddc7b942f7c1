import { DomainError } from '../../../../domain/errors.ts';
import { isOpen } from '../../../../domain/membership.ts';
import type { MembershipDecision } from '../../../../domain/membership-decision.ts';
import { numbersToTry } from '../../../runtime/idempotency.ts';
import type { Register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import type { StoredMembership } from '../../../table/items.ts';
import { identifierKey } from '../../../table/keys.ts';
import { getItem } from '../../../table/read.ts';

/**
 * The membership that a request names.
 * @throws DomainError unknownMembership
 */
export function membershipOf(
  file: CustomerFile,
  { coopId, memberNumber }: { coopId: string; memberNumber: string },
): StoredMembership {
  const found = file.memberships.find((one) => one.coopId === coopId && one.memberNumber === memberNumber);
  if (found === undefined)
    throw new DomainError('unknownMembership', 'The customer has no such membership in this co-op.');
  return found;
}

/**
 * The sequence of a new membership in a co-op.
 * @throws DomainError alreadyMember, if there is one that has not ended
 */
export function nextSequence(file: CustomerFile, coopId: string): number {
  const there = file.memberships.filter((one) => one.coopId === coopId);
  if (there.some(({ status }) => isOpen(status)))
    throw new DomainError('alreadyMember', 'The customer is a member of this co-op, or has applied to it.');
  return there.length + 1;
}

/** The decision, unless it is a refusal, which is thrown. */
export function allowed(decision: MembershipDecision): Exclude<MembershipDecision, { refused: unknown }> {
  if ('refused' in decision) throw new DomainError(decision.refused.code, decision.refused.detail);
  return decision;
}

/**
 * A member number that nobody has, always the same for the same key.
 * @throws DomainError busy
 */
export async function freeMemberNumber(db: Register, idempotencyKey: string): Promise<string> {
  for (const memberNumber of numbersToTry('member', idempotencyKey)) {
    if ((await getItem(db, identifierKey({ kind: 'memberNumber', value: memberNumber }))) === undefined)
      return memberNumber;
  }
  throw new DomainError('busy', 'No number was free for this key; choose a new idempotencyKey.');
}
