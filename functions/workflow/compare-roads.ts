import { addBases, zeroBases } from '../../domain/bonus.ts';
import { sameBases } from '../../domain/late-revision.ts';
import { addTotals, zeroTotals } from '../../domain/run-totals.ts';
import type { Register } from '../table/client.ts';
import { controlSums } from '../table/control-sums.ts';
import { coopOf, outletIds } from '../table/directory.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { changeRun, runOf } from '../table/runs.ts';

/** Readings before a person must look: the index lags for seconds, so a third difference is not a lag. */
const mostPasses = 3;

export type Verdict = { verdict: 'AGREE' | 'AGAIN' | 'DIFFER'; pass: number };

/**
 * Compares the sums of both roads: by households through the index, and by outlets without it. Receipts and each base must
 * agree to the cent; otherwise both are read again, and at last a person is called.
 */
export async function compareRoads(db: Register, id: RunId, pass: number): Promise<Verdict> {
  const [run, coop, outlets, shards] = await Promise.all([
    runOf(db, id),
    coopOf(db, id.coopId),
    outletIds(db),
    shardResults(db, id),
  ]);
  // A repetition of this step after it has already called for the next reading.
  if (run.pass > pass) return { verdict: 'AGAIN', pass: run.pass };

  const controls = await controlSums(db, id.period, run.cutOffMs);
  if (shards.length !== coop.shardCount || controls.length < outlets.length)
    throw new Error('a part of the run has left no result');
  const byHouseholds = shards.map((shard) => shard.totals).reduce(addTotals, zeroTotals);
  const own = controls.flatMap((control) => control.byCoop[id.coopId] ?? []);
  const receipts = own.reduce((sum, control) => sum + control.receipts, 0);
  const purchases = own.reduce((sum, control) => addBases(sum, control.purchases), zeroBases);

  if (receipts === byHouseholds.receipts && sameBases(purchases, byHouseholds.purchases))
    return { verdict: 'AGREE', pass };
  if (pass >= mostPasses) return { verdict: 'DIFFER', pass };
  await changeRun(db, id, ['DRAFT'], { pass: pass + 1 });
  return { verdict: 'AGAIN', pass: pass + 1 };
}
