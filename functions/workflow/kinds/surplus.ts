import { wasSettledBy } from '../../../domain/late-revision.ts';
import { decisionForRun } from '../../table/decisions.ts';
import { coopOf } from '../../table/directory.ts';
import { householdsPage } from '../../table/households.ts';
import { lateMarksThrough } from '../../table/late-marks.ts';
import { payoutsBetween } from '../../table/payouts.ts';
import { recomputeMarksThrough } from '../../table/recompute-marks.ts';
import { postedAttempts, runIdOf } from '../../table/runs.ts';
import { checkHead } from '../check-payee.ts';
import { fillHeadsShare } from '../fill-heads-share.ts';
import { householdRefund, type RefundContext } from '../household-refund.ts';
import { payDayOf } from '../pay-day.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';
import { fillsShare } from '../terms/surplus.ts';
import { aggregatesOf, monthsPosted } from '../year-aggregates.ts';

/** Households of one step: a year and what came after it are up to thirty items of each. */
const householdsPerPage = 500;

/**
 * A year's surplus refund (R41, R42): a percentage of what a household has bought at its co-op's own outlets, half of it to a share that is
 * not paid yet, the rest to the head's account. It is free of tax (R87). It rests on what months have posted, so no receipt is needed any more.
 */
export const surplus: RunKindDeclaration = {
  async page(context, cursor) {
    const { db, run, shard } = context;
    const { households, last } = await householdsPage(db, run.coopId, shard, cursor ?? undefined, householdsPerPage);
    const ids = households.map(({ householdId }) => householdId);
    const [year, aggregates, before] = await Promise.all([
      yearContext(context),
      aggregatesOf(context, ids),
      yearBefore(context, ids),
    ]);
    return {
      work: households.map((household) => ({
        payeeId: household.householdId,
        calculate: () =>
          householdRefund(year, household, aggregates(household.householdId), before.get(household.householdId)),
      })),
      next: last ?? null,
    };
  },

  /** What came late to the year, or was put right in it, and no month's run has looked at yet. */
  async unsettledMarks({ db, run, shard }) {
    const through = `${run.period}-12`;
    const posted = [...(await monthsPosted(db, run.coopId, run.opened.atMs)).values()];
    const [first, last] = [posted[0], posted.at(-1)];
    const marks = [
      ...(await lateMarksThrough(db, run.coopId, shard, through, run.cutOffMs)),
      ...(shard === 0 ? await recomputeMarksThrough(db, run.coopId, through, run.cutOffMs) : []),
    ];
    return marks
      .filter(({ month }) => month >= `${run.period}-01`)
      .filter((mark) => !wasSettledBy(last, mark, first?.period)).length;
  },

  check: ({ db, run, settings, day }, payout) => checkHead({ db, coopId: run.coopId, settings, day }, payout),
  post: fillHeadsShare,
};

/** What the year before gave these households, for the eye of who approves. */
async function yearBefore({ db, run, shard }: ShardContext, ids: readonly string[]): Promise<Map<string, number>> {
  const period = String(Number(run.period) - 1);
  const attempt = (await postedAttempts(db, run.coopId, 'SURPLUS')).get(period);
  const [first, last] = [ids[0], ids.at(-1)];
  if (attempt === undefined || first === undefined || last === undefined) return new Map();
  const payouts = await payoutsBetween(db, { ...runIdOf(run), period, attempt }, shard, first, last);
  return new Map([...payouts].map(([id, { amountCents }]) => [id, amountCents]));
}

async function yearContext(context: ShardContext): Promise<RefundContext> {
  const { db, run } = context;
  const [decision, coop] = await Promise.all([
    decisionForRun(db, { coopId: run.coopId, kind: 'SURPLUS', year: run.period }, run.dryRun),
    coopOf(db, run.coopId),
  ]);
  return {
    ...context,
    rateBasisPoints: decision.terms.rateBasisPoints,
    halfToShare: fillsShare(coop),
    payDay: payDayOf(run),
  };
}
