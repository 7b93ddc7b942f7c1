import { createHash } from 'node:crypto';
import { addTotals, zeroTotals } from '../../domain/run-totals.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { act, runOf } from '../table/runs.ts';

/**
 * Ends the calculation: totals, warnings, and the hash that both signatures will bind to. Repeated, it changes nothing.
 */
export async function concludeRun(db: Register, id: RunId): Promise<{ dryRun: boolean }> {
  const run = await runOf(db, id);
  if (run.state !== 'DRAFT') return { dryRun: run.dryRun };
  const shards = await shardResults(db, id);
  const totals = shards.map((shard) => shard.totals).reduce(addTotals, zeroTotals);
  const unsettled = shards.reduce((sum, shard) => sum + shard.unsettledMarks, 0);
  const hash = createHash('sha256')
    .update(
      JSON.stringify([
        id.coopId,
        id.kind,
        id.period,
        id.attempt,
        run.cutOffMs,
        shards.map((shard) => shard.hash),
        totals,
      ]),
    )
    .digest('hex');
  await act(db, run, 'conclude', {
    totals,
    hash,
    warnings: unsettled === 0 ? run.warnings : [...run.warnings, 'LATE_MONTHS_NOT_SETTLED'],
  });
  return { dryRun: run.dryRun };
}
