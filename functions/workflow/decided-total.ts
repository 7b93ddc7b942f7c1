import { DomainError } from '../../domain/errors.ts';
import { formatEuros } from '../../domain/money.ts';
import type { DecisionKind } from '../../domain/surplus-decision.ts';
import type { Register } from '../table/client.ts';
import { approvedDecision } from '../table/decisions.ts';
import type { Run } from '../table/items.ts';

/**
 * The most that a decision allows holds for all that is due by it, before tax and whether or not it can be paid now (R37).
 * @throws DomainError decisionNotApproved, decisionExceeded
 */
export async function checkDecidedTotal(db: Register, run: Run, kind: DecisionKind): Promise<void> {
  const { terms } = await approvedDecision(db, { coopId: run.coopId, kind, year: run.period });
  const amountCents = run.totals?.amountCents ?? 0;
  if (amountCents <= terms.mostTotalCents) return;
  throw new DomainError(
    'decisionExceeded',
    `The run comes to ${formatEuros(amountCents)} € and its decision allows ${formatEuros(terms.mostTotalCents)} €.`,
  );
}
