import { addDays, addMonths, type LocalDate } from '../../domain/calendar.ts';
import type { Membership } from '../../domain/membership.ts';
import { type Due, dueOf } from '../../domain/membership-due.ts';
import type { MembershipRules } from '../../domain/membership-rules.ts';
import type { RefundInForce } from '../../domain/refund-decision.ts';
import { dividedSoFar, partOfShare, refundYearOf, type SharePart } from '../../domain/refund-part.ts';
import type { CustomerFile } from '../table/customer-file.ts';
import { stateOf } from '../table/memberships.ts';

/** What a run does with a share; what is left may be refunded later. Integer cents. */
export type ShareToRefund = {
  dueOn: LocalDate;
  amountCents: number;
  writtenOffCents: number;
  leftCents: number;
  /** To a member, what is beyond a full share. */
  isExcess: boolean;
};

export const lastDayOf = (period: string): LocalDate => addDays(`${addMonths(period, 1)}-01`, -1);

/** What is due of a share by the end of a month: the refund of a former member's, or what a share has beyond its full sum. */
export const refundDueBy = (membership: Membership, period: string, rules: MembershipRules): Due | undefined =>
  dueOf(membership, rules).find(({ kind, on }) => (kind === 'REFUND' || kind === 'EXCESS') && on <= lastDayOf(period));

/**
 * What a month's run does with a membership's share.
 * @param inForce decisions on refunds by financial year (R30); the whole share where there is none
 * @returns undefined if nothing is due, or the decision gives nothing more now
 */
export function shareToRefund(
  file: CustomerFile,
  of: { coopId: string; memberNumber: string },
  period: string,
  inForce: ReadonlyMap<string, RefundInForce>,
  rules: MembershipRules,
): ShareToRefund | undefined {
  const membership = file.memberships.find(
    ({ coopId, memberNumber }) => coopId === of.coopId && memberNumber === of.memberNumber,
  );
  const due = membership && refundDueBy(membership, period, rules);
  if (membership === undefined || due === undefined) return undefined;
  const { paidCents } = membership;
  if (due.kind === 'EXCESS') {
    const amountCents = paidCents - rules.shareContributionCents;
    return { dueOn: due.on, amountCents, writtenOffCents: 0, leftCents: 0, isExcess: true };
  }
  const part = partOf(file, membership, inForce, rules);
  // A share of nothing is closed all the same.
  if (part.refundCents + part.writtenOffCents === 0 && part.leftCents > 0) return undefined;
  const { refundCents: amountCents, writtenOffCents, leftCents } = part;
  return { dueOn: due.on, amountCents, writtenOffCents, leftCents, isExcess: false };
}

function partOf(
  file: CustomerFile,
  membership: Membership,
  inForce: ReadonlyMap<string, RefundInForce>,
  rules: MembershipRules,
): SharePart {
  const { entries } = stateOf(file, membership);
  const soFar = { balanceCents: membership.paidCents, ...dividedSoFar(entries, membership.until ?? '') };
  return partOfShare(soFar, inForce.get(refundYearOf(membership, rules)));
}
