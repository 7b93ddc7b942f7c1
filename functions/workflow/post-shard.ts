import { localDateOf } from '../../domain/calendar.ts';
import { canSettle } from '../../domain/late-revision.ts';
import { isPosted } from '../../domain/run.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import type { Payout, Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { deleteMark, lateMarksThrough } from '../table/late-marks.ts';
import { payoutPage, shardResults } from '../table/payouts.ts';
import { postedAttempts, runOf } from '../table/runs.ts';
import { addShareEntry } from '../table/share-ledger.ts';
import { shardSummary } from './shard-summary.ts';

const pageSize = 500;
const parallelWrites = 16;

/**
 * After approval: what fills shares goes to the ledger, page by page; after the last page the late marks that the run has
 * settled are deleted. Before the first page the shard's sums and hash are taken again and must be those that were signed.
 */
export async function postShard(
  db: Register,
  id: RunId,
  shard: number,
  cursor: string | null,
): Promise<{ cursor: string | null }> {
  const run = await runOf(db, id);
  if (!isPosted(run.state)) throw new Error('a run that is not approved posts nothing');
  if (cursor === null) await checkSigned(db, id, shard);
  const page = await payoutPage(db, id, shard, cursor ?? undefined, pageSize);
  await inParallel(
    page.payouts.filter((payout) => payout.toShareCents > 0),
    parallelWrites,
    (payout) => fillShare(db, run, payout),
  );
  if (page.last !== undefined) return { cursor: page.last };
  await deleteSettledMarks(db, run, shard);
  return { cursor: null };
}

async function checkSigned(db: Register, id: RunId, shard: number): Promise<void> {
  const signed = (await shardResults(db, id)).find((result) => result.shard === shard);
  const { hash } = await shardSummary(db, id, shard);
  if (signed?.hash !== hash) throw new Error(`shard ${shard} is not what was signed`);
}

async function fillShare(db: Register, run: Run, payout: Payout): Promise<void> {
  const { approved } = run;
  if (approved === undefined || payout.headCustomerNumber === undefined)
    throw new Error('a share is filled only for a head member of an approved run');
  await addShareEntry(db, payout.headCustomerNumber, {
    coopId: run.coopId,
    date: localDateOf(approved.atMs),
    sourceId: `${run.kind}-${run.period}-${payout.householdId}`,
    amountCents: payout.toShareCents,
    reason: 'BONUS',
  });
}

/** Marks of the run's own month as well: every receipt they stand for was counted. */
async function deleteSettledMarks(db: Register, run: Run, shard: number): Promise<void> {
  const [marks, posted] = await Promise.all([
    lateMarksThrough(db, run.coopId, shard, run.period, run.cutOffMs),
    postedAttempts(db, run.coopId, run.kind),
  ]);
  const firstRun = [...posted.keys()].toSorted()[0];
  await inParallel(
    marks.filter((mark) => canSettle(mark.month, firstRun, run.opened.atMs)),
    parallelWrites,
    (mark) =>
      deleteMark(db, { coopId: run.coopId, shard, month: mark.month, householdId: mark.householdId }, mark.token),
  );
}
