import type { RefundDecisionView } from '../../../../contract/refund-decisions.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import type { StoredRefundDecision } from '../../../table/refund-decisions.ts';

export function viewOfRefundDecision({
  recorded,
  approved,
  withdrawn,
  inForce,
  ...decision
}: StoredRefundDecision): RefundDecisionView {
  const done = ({ by, atMs }: { by: string; atMs: number }) => ({ by, at: localTimeOf(atMs) });
  return {
    ...decision,
    recorded: done(recorded),
    approved: approved === undefined ? null : done(approved),
    withdrawn: withdrawn === undefined ? null : { ...done(withdrawn), reason: withdrawn.reason },
    inForce: inForce ?? null,
  };
}
