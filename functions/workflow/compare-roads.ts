import { addBases, zeroBases } from '../../domain/bonus.ts';
import { addMonths } from '../../domain/calendar.ts';
import { sameBases } from '../../domain/late-revision.ts';
import { addTotals, type RunTotals, zeroTotals } from '../../domain/run-totals.ts';
import { writtenOffAfter } from '../table/bonus-write-offs.ts';
import type { Register } from '../table/client.ts';
import { controlSums } from '../table/control-sums.ts';
import { outletIds } from '../table/directory.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { changeRun, postedAttempts, runIdOf, runOf } from '../table/runs.ts';
import { runTermsOf } from './terms/all.ts';

/** Readings before a person must look: the index lags for seconds, so a third difference is not a lag. */
const mostPasses = 3;

export type Verdict = { verdict: 'AGREE' | 'AGAIN' | 'DIFFER'; pass: number };

/**
 * Compares the sums of both roads: by households through the index, and by outlets without it. Receipts and each base must
 * agree to the cent, and what the households begin with must be what the run before has left unpaid; otherwise both are read
 * again, and at last a person is called. That they agree is noted in the run: only such a reading can be concluded.
 */
export async function compareRoads(db: Register, id: RunId, pass: number): Promise<Verdict> {
  const run = await runOf(db, id);
  // A repetition of this step after it has already called for the next reading.
  if (run.pass > pass) return { verdict: 'AGAIN', pass: run.pass };

  const kind = runTermsOf(id.kind);
  const [shards, expected] = await Promise.all([shardResults(db, id), kind.shards(db, id.coopId)]);
  const read = shards.filter((shard) => shard.pass === pass);
  if (read.length !== expected.length) throw new Error('a part of the run has left no result');
  const agree =
    kind.control === 'NONE' ||
    (await outletsAgree(db, run, read.map((shard) => shard.totals).reduce(addTotals, zeroTotals)));
  if (agree) {
    await changeRun(db, id, ['DRAFT'], { agreedPass: pass }, { pass });
    return { verdict: 'AGREE', pass };
  }
  if (pass >= mostPasses) return { verdict: 'DIFFER', pass };
  await changeRun(db, id, ['DRAFT'], { pass: pass + 1 }, { pass });
  return { verdict: 'AGAIN', pass: pass + 1 };
}

/** Whether the outlets' sums are those of the households, and the households begin with what the run before has left. */
async function outletsAgree(db: Register, run: Run, byHouseholds: RunTotals): Promise<boolean> {
  const [outlets, controls, leftUnpaidCents] = await Promise.all([
    outletIds(db),
    controlSums(db, run.period, run.cutOffMs),
    unpaidBefore(db, runIdOf(run)),
  ]);
  if (controls.length < outlets.length) throw new Error('a part of the run has left no result');
  const own = controls.flatMap((control) => control.byCoop[run.coopId] ?? []);
  const receipts = own.reduce((sum, control) => sum + control.receipts, 0);
  const purchases = own.reduce((sum, control) => addBases(sum, control.purchases), zeroBases);
  return (
    receipts === byHouseholds.receipts &&
    sameBases(purchases, byHouseholds.purchases) &&
    leftUnpaidCents === byHouseholds.openingUnpaidCents
  );
}

/**
 * What the run of the month before has left unpaid in all, less what was written off of it since: no household that is owed or owes may be missing
 * from this one.
 */
async function unpaidBefore(db: Register, id: RunId): Promise<number> {
  const period = addMonths(id.period, -1);
  const attempt = (await postedAttempts(db, id.coopId, id.kind)).get(period);
  if (attempt === undefined) return 0;
  const [before, writtenOff] = await Promise.all([
    runOf(db, { ...id, period, attempt }),
    writtenOffAfter(db, id.coopId, period),
  ]);
  return [...writtenOff.values()].reduce((left, cents) => left - cents, before.totals?.unpaidCents ?? 0);
}
