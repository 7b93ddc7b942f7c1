import { addMonths, localDateOf, type Month } from '../../../domain/calendar.ts';
import { canSettle, wasSettledBy } from '../../../domain/late-revision.ts';
import { inParallel } from '../../runtime/parallel.ts';
import { writtenOffAfter } from '../../table/bonus-write-offs.ts';
import type { Register } from '../../table/client.ts';
import { bonusTablesOf } from '../../table/directory.ts';
import { householdsPage } from '../../table/households.ts';
import type { LateMark, Run } from '../../table/items.ts';
import { deleteMark, lateMarksThrough } from '../../table/late-marks.ts';
import { ownOutletSum } from '../../table/own-outlets.ts';
import { payoutsBetween } from '../../table/payouts.ts';
import { deleteRecomputeMark, recomputeMarksThrough } from '../../table/recompute-marks.ts';
import { postedAttempts, runIdOf, runOf } from '../../table/runs.ts';
import { checkHead } from '../check-payee.ts';
import { fillHeadsShare } from '../fill-heads-share.ts';
import { type BonusPayouts, householdPayout, type MonthContext, onlyBonus } from '../household-month.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

/** Households read and calculated in one step; a page of the index takes about 1,300. */
const householdsPerPage = 1_000;
const parallelDeletes = 16;

/** A month's Bonus of a co-op's households (R1–R23), paid to the share until it is full and then to the head's account (R16). */
export const bonus: RunKindDeclaration = {
  async page(context, cursor) {
    const month = await monthContext(context);
    const { db, run, shard } = context;
    const through = addMonths(run.period, -1);
    const marks = await lateMarksThrough(db, run.coopId, shard, through, run.cutOffMs);
    const ofAll = (await recomputeMarksThrough(db, run.coopId, through, run.cutOffMs)).map((mark) => mark.month);
    const { households, last } = await householdsPage(db, run.coopId, shard, cursor ?? undefined, householdsPerPage);
    const previous = await previousPayouts(
      month,
      households.map(({ householdId }) => householdId),
    );
    return {
      work: households.map((household) => ({
        payeeId: household.householdId,
        calculate: () =>
          householdPayout(
            month,
            household,
            previous.get(household.householdId),
            monthsMarked(marks, household.householdId, ofAll),
          ),
      })),
      next: last ?? null,
    };
  },

  async unsettledMarks({ db, run, shard }) {
    const through = addMonths(run.period, -1);
    const marks = [
      ...(await lateMarksThrough(db, run.coopId, shard, through, run.cutOffMs)),
      // Those of the whole co-op are told of once.
      ...(shard === 0 ? await recomputeMarksThrough(db, run.coopId, through, run.cutOffMs) : []),
    ];
    const posted = await postedAttempts(db, run.coopId, run.kind);
    const firstRun = [...posted.keys()].toSorted()[0];
    const before = await runBefore(db, run, posted);
    return marks.filter(
      (mark) => !canSettle(mark.month, firstRun, run.opened.atMs) && !wasSettledBy(before, mark, firstRun),
    ).length;
  },

  check: ({ db, run, settings, day }, payout) => checkHead({ db, coopId: run.coopId, settings, day }, payout),
  post: fillHeadsShare,
  finishShard: deleteSettledMarks,
};

/** A household's months to calculate again: its own, and those of the whole co-op, each once. */
const monthsMarked = (marks: readonly LateMark[], householdId: string, ofAll: readonly Month[]): Month[] => [
  ...new Set([...marks.filter((mark) => mark.householdId === householdId).map(({ month }) => month), ...ofAll]),
];

async function monthContext({ db, run, shard, pass, settings }: ShardContext): Promise<MonthContext> {
  const [tables, posted, writtenOff] = await Promise.all([
    bonusTablesOf(db, run.coopId),
    postedAttempts(db, run.coopId, run.kind),
    writtenOffAfter(db, run.coopId, addMonths(run.period, -1)),
  ]);
  const openedOn = localDateOf(run.opened.atMs);
  return {
    db,
    run,
    shard,
    pass,
    tables,
    ownOutletSum: ownOutletSum(db, run.coopId),
    posted,
    writtenOff,
    settings,
    payDay: openedOn > run.payOn ? openedOn : run.payOn,
  };
}

/** What the run of the month before found for these households. */
async function previousPayouts(
  { db, run, shard, posted }: MonthContext,
  ids: readonly string[],
): Promise<BonusPayouts> {
  const period = addMonths(run.period, -1);
  const attempt = posted.get(period);
  const [first, last] = [ids[0], ids.at(-1)];
  if (attempt === undefined || first === undefined || last === undefined) return new Map();
  const payouts = await payoutsBetween(db, { ...runIdOf(run), period, attempt }, shard, first, last);
  return new Map([...payouts].map(([id, payout]) => [id, onlyBonus(payout)]));
}

async function runBefore(db: Register, run: Run, posted: ReadonlyMap<string, string>): Promise<Run | undefined> {
  const period = addMonths(run.period, -1);
  const attempt = posted.get(period);
  return attempt === undefined ? undefined : await runOf(db, { ...runIdOf(run), period, attempt });
}

/**
 * A mark goes when the run before this one had settled it already, so that two runs have looked at what it stands for, a month
 * apart. Late months are read by the index alone, without a second road: what it did not show to the first, the second pays.
 */
async function deleteSettledMarks({ db, run, shard }: { db: Register; run: Run; shard: number }): Promise<void> {
  const posted = await postedAttempts(db, run.coopId, run.kind);
  const before = await runBefore(db, run, posted);
  if (before === undefined) return;
  const marks = await lateMarksThrough(db, run.coopId, shard, run.period, run.cutOffMs);
  const firstRun = [...posted.keys()].toSorted()[0];
  await inParallel(
    marks.filter((mark) => wasSettledBy(before, mark, firstRun)),
    parallelDeletes,
    (mark) =>
      deleteMark(db, { coopId: run.coopId, shard, month: mark.month, householdId: mark.householdId }, mark.token),
  );
  // All shards were calculated before the first is posted, so the co-op's own marks have been looked at by each of them.
  const ofAll = await recomputeMarksThrough(db, run.coopId, run.period, run.cutOffMs);
  for (const mark of ofAll.filter((one) => wasSettledBy(before, one, firstRun)))
    await deleteRecomputeMark(db, run.coopId, mark);
}
