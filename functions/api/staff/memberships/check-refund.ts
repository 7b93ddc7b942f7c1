import { DomainError } from '../../../../domain/errors.ts';
import type { MembershipRules } from '../../../../domain/membership-rules.ts';
import { refundYearOf } from '../../../../domain/refund-part.ts';
import type { Register } from '../../../table/client.ts';
import type { StoredMembership } from '../../../table/items.ts';
import { findRefundDecision } from '../../../table/refund-decisions.ts';

/**
 * A refund that a person books is of all that is on the share, so it is none where a decision gives a part (R30): that is a run's to pay.
 * @throws DomainError membershipNotInState
 */
export async function checkWholeRefund(
  db: Register,
  membership: StoredMembership,
  rules: MembershipRules,
): Promise<void> {
  const decision = await findRefundDecision(db, membership.coopId, refundYearOf(membership, rules));
  if (decision?.inForce === undefined || decision.inForce.partBasisPoints === 10_000) return;
  throw new DomainError(
    'membershipNotInState',
    'A decision gives only a part of the shares of that financial year; a run of refunds pays it.',
  );
}
