import { DomainError } from '../../domain/errors.ts';
import { addReviews, emptyReview } from '../../domain/run-exceptions.ts';
import { checkInputs } from '../../domain/run-inputs.ts';
import { addTotals, zeroTotals } from '../../domain/run-totals.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { act, runOf } from '../table/runs.ts';
import { runInputs } from './run-inputs.ts';
import { runHash } from './shard-summary.ts';
import { runTermsOf } from './terms/all.ts';

/**
 * Ends the calculation: totals, warnings, and the hash that both signatures will bind to. What the amounts rest on must still be what it was
 * when the run was opened. Repeated, it changes nothing.
 * @throws Error if the roads have not agreed in the present reading
 * @throws DomainError runStale if an input was changed meanwhile
 */
export async function concludeRun(db: Register, id: RunId, settings: Settings): Promise<{ dryRun: boolean }> {
  const run = await runOf(db, id);
  if (run.state !== 'DRAFT') return { dryRun: run.dryRun };
  if (run.agreedPass !== run.pass) throw new Error('the roads have not agreed in this reading');
  checkInputs(run.inputs, await runInputs(db, id, settings));
  const shards = await shardResults(db, id);
  const totals = shards.map((shard) => shard.totals).reduce(addTotals, zeroTotals);
  const unsettled = shards.reduce((sum, shard) => sum + shard.unsettledMarks, 0);
  const warnings = [
    ...run.warnings,
    ...(unsettled === 0 ? [] : (['LATE_MONTHS_NOT_SETTLED'] as const)),
    ...((await isWithinDecision(db, { ...run, totals })) ? [] : (['DECISION_EXCEEDED'] as const)),
  ];
  // Single payees stay with the shards; the run itself names nobody.
  const { exceptions, payeesAsBefore } = shards.map((shard) => shard.review).reduce(addReviews, emptyReview);
  const review = { exceptions, payeesAsBefore };
  await act(db, run, 'conclude', { totals, review, hash: runHash(run, shards), warnings }, { pass: run.pass });
  return { dryRun: run.dryRun };
}

/** Said with the totals, so that nobody hears of it only when submitting. */
async function isWithinDecision(db: Register, run: Run): Promise<boolean> {
  try {
    await runTermsOf(run.kind).checkTotals?.(db, run);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'decisionExceeded') return false;
    // A dry run may rest on a decision that nobody has approved yet.
    if (error instanceof DomainError && error.code === 'decisionNotApproved') return true;
    throw error;
  }
}
