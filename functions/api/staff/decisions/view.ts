import type { DecisionView } from '../../../../contract/decisions.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import type { StoredDecision } from '../../../table/decisions.ts';

export function viewOfDecision({
  recorded,
  approved,
  withdrawn,
  handedOver,
  ...decision
}: StoredDecision): DecisionView {
  const done = ({ by, atMs }: { by: string; atMs: number }) => ({ by, at: localTimeOf(atMs) });
  return {
    ...decision,
    recorded: done(recorded),
    approved: approved === undefined ? null : done(approved),
    releasedAttempt: handedOver?.attempt ?? null,
    withdrawn: withdrawn === undefined ? null : { ...done(withdrawn), reason: withdrawn.reason },
  };
}
