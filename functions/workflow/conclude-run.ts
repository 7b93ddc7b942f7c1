import { addTotals, zeroTotals } from '../../domain/run-totals.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { act, runOf } from '../table/runs.ts';
import { runHash } from './shard-summary.ts';

/**
 * Ends the calculation: totals, warnings, and the hash that both signatures will bind to. Repeated, it changes nothing.
 * @throws Error if the roads have not agreed in the present reading
 */
export async function concludeRun(db: Register, id: RunId): Promise<{ dryRun: boolean }> {
  const run = await runOf(db, id);
  if (run.state !== 'DRAFT') return { dryRun: run.dryRun };
  if (run.agreedPass !== run.pass) throw new Error('the roads have not agreed in this reading');
  const shards = await shardResults(db, id);
  const totals = shards.map((shard) => shard.totals).reduce(addTotals, zeroTotals);
  const unsettled = shards.reduce((sum, shard) => sum + shard.unsettledMarks, 0);
  const warnings = unsettled === 0 ? run.warnings : [...run.warnings, 'LATE_MONTHS_NOT_SETTLED' as const];
  await act(db, run, 'conclude', { totals, hash: runHash(run, shards), warnings }, { pass: run.pass });
  return { dryRun: run.dryRun };
}
