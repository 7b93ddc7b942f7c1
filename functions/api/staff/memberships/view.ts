import type { MembershipView } from '../../../../contract/memberships.ts';
import { dueOf } from '../../../../domain/membership-due.ts';
import type { MembershipRules } from '../../../../domain/membership-rules.ts';
import { shareReferenceOf } from '../../../../domain/share-reference.ts';
import type { StoredMembership } from '../../../table/items.ts';

/** A membership as staff see it; days that have not come are null. */
export function viewOfMembership(stored: StoredMembership, rules: MembershipRules): MembershipView {
  const { customerNumber, coopId, memberNumber, sequence, version, status, paidCents } = stored;
  const { reference, creditorReference } = shareReferenceOf(memberNumber);
  return {
    ...{ customerNumber, coopId, memberNumber, sequence, version, status, paidCents },
    missingCents: Math.max(0, rules.shareContributionCents - paidCents),
    shareReference: reference,
    shareCreditorReference: creditorReference,
    appliedOn: stored.appliedOn ?? null,
    from: stored.from ?? null,
    until: stored.until ?? null,
    endedAs: stored.endedAs ?? null,
    fillBy: stored.fillBy ?? null,
    nextReminderOn: stored.nextReminderOn ?? null,
    refundDueOn: stored.refundDueOn ?? null,
    refundYear: stored.refundYear ?? null,
    estateUntil: stored.estateUntil ?? null,
    expulsion: stored.expulsion ?? null,
    transferredTo: stored.transferredTo ?? null,
    transferredFrom: stored.transferredFrom ?? null,
    due: dueOf(stored, rules),
  };
}
