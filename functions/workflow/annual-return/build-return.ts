import { createHash } from 'node:crypto';
import type { ReturnBasis } from '../../../domain/annual-return/return-life.ts';
import { returnStateAfter } from '../../../domain/annual-return/return-life.ts';
import {
  addReturnTotals,
  addSums,
  assertTotalsAgree,
  type SurplusSums,
  zeroReturnTotals,
  zeroSums,
} from '../../../domain/annual-return/return-totals.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import type { AnnualReturn, ChangeCounts, ReturnBucket } from '../../table/annual-return-items.ts';
import { changeReturn, putReturnBucket, returnBuckets, returnIdOf, returnOf } from '../../table/annual-returns.ts';
import type { Register } from '../../table/client.ts';
import type { ReturnId } from '../../table/keys.ts';
import { shardResults } from '../../table/payouts.ts';
import { putReturnLines, returnBucketCount } from '../../table/return-lines.ts';
import { linesOfPage } from './collect-lines.ts';
import { noChanges, sumOfBucket } from './sum-bucket.ts';

/** The work of a building, in order: each shard of each run, then each bucket of payees. */
export type Unit = { collect: { basis: ReturnBasis; shard: number } } | { sum: number };

/** All units of a return: the same list at each call, since released runs do not change. */
export async function unitsOf(db: Register, { coopId, basis }: AnnualReturn): Promise<Unit[]> {
  const shards = await Promise.all(
    basis.map(async (run) => {
      const results = await shardResults(db, { coopId, kind: run.kind, period: run.period, attempt: run.attempt });
      return results.map(({ shard }) => ({ collect: { basis: run, shard } }));
    }),
  );
  return [...shards.flat(), ...Array.from({ length: returnBucketCount }, (_, bucket) => ({ sum: bucket }))];
}

/**
 * Does the next piece of a building: one page of a shard, one bucket, or the end. Lines are put before the progress is; lines and buckets are
 * functions of what is stored, so whoever dies in between or works beside another puts the same once more.
 * @returns false when there is nothing left to do
 * @throws Error if the sums are not those of the runs
 */
export async function buildStep(
  db: Register,
  id: ReturnId,
  nowMs: number,
  units: () => Promise<Unit[]>,
): Promise<boolean> {
  const item = await returnOf(db, id);
  if (item.state !== 'BUILDING') return false;
  const { unit: index, after } = item.progress;
  const unit = (await units())[index];
  if (unit === undefined) {
    await conclude(db, item, nowMs);
    return false;
  }
  if ('sum' in unit) await putReturnBucket(db, id, await sumOfBucket(db, item, unit.sum));
  const last = 'collect' in unit ? await collect(db, item, unit.collect, after) : undefined;
  await changeReturn(db, item, { progress: last === undefined ? { unit: index + 1 } : { unit: index, after: last } });
  return true;
}

async function collect(
  db: Register,
  item: AnnualReturn,
  { basis, shard }: { basis: ReturnBasis; shard: number },
  after: string | undefined,
): Promise<string | undefined> {
  const { lines, last } = await linesOfPage(db, item.coopId, basis, shard, after);
  await putReturnLines(db, returnIdOf(item), lines);
  return last;
}

/** Holds the return against its runs and against what it corrects, and lays it before people. */
async function conclude(db: Register, item: AnnualReturn, nowMs: number): Promise<void> {
  const buckets = await returnBuckets(db, returnIdOf(item));
  if (buckets.length !== returnBucketCount) throw new Error('the return lacks a bucket');
  const totals = buckets.map((bucket) => bucket.totals).reduce(addReturnTotals, zeroReturnTotals);
  assertTotalsAgree(totals, item.basis);
  await assertMoved(db, item, buckets, totals);
  await changeReturn(db, item, {
    state: returnStateAfter(item.state, 'conclude'),
    builtAtMs: nowMs,
    totals,
    changes: buckets.map(({ changes }) => changes).reduce(addChanges, noChanges),
    told: buckets.reduce((sum, { told }) => sum + told, 0),
    hash: hashOf(item, buckets),
  });
}

async function assertMoved(
  db: Register,
  item: AnnualReturn,
  buckets: readonly ReturnBucket[],
  totals: SurplusSums,
): Promise<void> {
  const before =
    item.replaces === undefined
      ? zeroSums
      : (await returnOf(db, { ...returnIdOf(item), number: item.replaces })).totals;
  const { payees, grossCents, withheldCents } = buckets.map(({ moved }) => moved).reduce(addSums, before ?? zeroSums);
  if (payees !== totals.payees || grossCents !== totals.grossCents || withheldCents !== totals.withheldCents)
    throw new Error('what the correction tells does not lead from the delivered return to this one');
}

const addChanges = (a: ChangeCounts, b: ChangeCounts): ChangeCounts => ({
  REPORT: a.REPORT + b.REPORT,
  REPLACE: a.REPLACE + b.REPLACE,
  WITHDRAW: a.WITHDRAW + b.WITHDRAW,
});

/** What a person signs: whose return it is, from which runs, and every row of it. */
function hashOf(
  { coopId, year, number, payer, distributorType, insuredActivity, replaces = 0, basis }: AnnualReturn,
  buckets: readonly ReturnBucket[],
): string {
  const signed = {
    ...{ coopId, year, number, payer, distributorType, insuredActivity, replaces, basis },
    rows: buckets.map(({ hash }) => hash),
  };
  return createHash('sha256').update(canonicalJson(signed)).digest('hex');
}
