import { addMonths, localDateOf } from '../../domain/calendar.ts';
import { wasSettledBy } from '../../domain/late-revision.ts';
import type { MembershipRules } from '../../domain/membership-rules.ts';
import { isPosted } from '../../domain/run.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import type { Payout, Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { deleteMark, lateMarksThrough } from '../table/late-marks.ts';
import { payoutPage, shardResults } from '../table/payouts.ts';
import { postedAttempts, runIdOf, runOf } from '../table/runs.ts';
import { fillShare } from '../table/share-ledger.ts';
import { runHash, shardSummary } from './shard-summary.ts';

const pageSize = 500;
const parallelWrites = 16;

/**
 * After approval: what fills shares goes to the ledger, page by page; after the last page late marks that are settled are
 * deleted. Before the first page the shard's sums and hash are taken again and must be those that were signed.
 */
export async function postShard(
  db: Register,
  id: RunId,
  shard: number,
  cursor: string | null,
  rules: MembershipRules,
): Promise<{ cursor: string | null }> {
  const run = await runOf(db, id);
  if (!isPosted(run.state)) throw new Error('a run that is not approved posts nothing');
  if (cursor === null) await checkSigned(db, run, shard);
  const page = await payoutPage(db, id, shard, cursor ?? undefined, pageSize);
  await inParallel(
    page.payouts.filter((payout) => payout.toShareCents > 0),
    parallelWrites,
    (payout) => moveToShare(db, run, payout, rules),
  );
  if (page.last !== undefined) return { cursor: page.last };
  await deleteSettledMarks(db, run, shard);
  return { cursor: null };
}

/** From the signature down to each household: the run's hash is that of its shards, the shard's that of its households. */
async function checkSigned(db: Register, run: Run, shard: number): Promise<void> {
  const results = await shardResults(db, runIdOf(run));
  if (runHash(run, results) !== run.hash) throw new Error('the shards are not what was signed');
  const { hash } = await shardSummary(db, runIdOf(run), shard);
  if (results.find((result) => result.shard === shard)?.hash !== hash)
    throw new Error(`shard ${shard} is not what was signed`);
}

async function moveToShare(db: Register, run: Run, payout: Payout, rules: MembershipRules): Promise<void> {
  const { approved } = run;
  if (approved === undefined || payout.headCustomerNumber === undefined)
    throw new Error('a share is filled only for a head member of an approved run');
  const bonus = {
    coopId: run.coopId,
    on: localDateOf(approved.atMs),
    sourceId: `${run.kind}-${run.period}-${payout.householdId}`,
    amountCents: payout.toShareCents,
  };
  await fillShare(db, payout.headCustomerNumber, bonus, rules);
}

/**
 * A mark goes when the run before this one had settled it already, so that two runs have looked at what it stands for, a month
 * apart. Late months are read by the index alone, without a second road: what it did not show to the first, the second pays.
 */
async function deleteSettledMarks(db: Register, run: Run, shard: number): Promise<void> {
  const posted = await postedAttempts(db, run.coopId, run.kind);
  const period = addMonths(run.period, -1);
  const attempt = posted.get(period);
  if (attempt === undefined) return;
  const before = await runOf(db, { ...runIdOf(run), period, attempt });
  const marks = await lateMarksThrough(db, run.coopId, shard, run.period, run.cutOffMs);
  const firstRun = [...posted.keys()].toSorted()[0];
  await inParallel(
    marks.filter((mark) => wasSettledBy(before, mark, firstRun)),
    parallelWrites,
    (mark) =>
      deleteMark(db, { coopId: run.coopId, shard, month: mark.month, householdId: mark.householdId }, mark.token),
  );
}
