import { DomainError } from '../../domain/errors.ts';
import { type DecisionKind, handOverDecision as handOver } from '../../domain/surplus-decision.ts';
import type { Register } from '../table/client.ts';
import { findDecision, putDecision } from '../table/decisions.ts';
import type { Run } from '../table/items.ts';
import { stale } from '../table/transaction.ts';

const tries = 3;

/**
 * Before a run is released, its decision says so: an act on the decision at the same moment comes before, and the run is stale, or after, and
 * is refused. If the process dies before the release is written, releasing or cancelling the run goes on from here.
 * @throws DomainError runStale
 */
export async function handOverDecision(db: Register, run: Run, kind: DecisionKind): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const decision = await findDecision(db, { coopId: run.coopId, kind, year: run.period });
    const next = handOver(decision, { attempt: run.attempt, decisionVersion: run.inputs.decision });
    if (next === undefined) return;
    try {
      return await putDecision(db, { ...next, coopId: run.coopId });
    } catch (error) {
      // Somebody changed the decision meanwhile: looked at again, the run is stale or has noted it already.
      const wasChanged = error instanceof DomainError && error.code === stale.code;
      if (!wasChanged || attempt === tries) throw error;
    }
  }
}
