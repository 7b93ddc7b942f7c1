import { addMonths, localDateOf } from '../../domain/calendar.ts';
import { canSettle, wasSettledBy } from '../../domain/late-revision.ts';
import type { Settings } from '../runtime/env.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { bonusTablesOf } from '../table/directory.ts';
import { householdsPage } from '../table/households.ts';
import type { Payout } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { lateMarksThrough } from '../table/late-marks.ts';
import { payoutsBetween, putPayout, putShardResult } from '../table/payouts.ts';
import { postedAttempts, runOf } from '../table/runs.ts';
import { householdPayout, type ShardContext } from './household-month.ts';
import { shardSummary } from './shard-summary.ts';

/** Households read and calculated in one step; a page of the index takes about 1,300. */
const householdsPerPage = 1_000;
const parallelHouseholds = 24;

type ShardPage = { run: RunId; shard: number; pass: number; cursor: string | null };

/**
 * Calculates one page of a shard's households; after the last page, the shard's totals from what is stored.
 * @param page `cursor`: the household after which to go on, null at the start
 * @returns the cursor of the next page, null when the shard is done
 * @throws Error if a newer reading has begun or the run is concluded: a step that wakes up late must not touch what others read
 */
export async function calculateShard(
  db: Register,
  page: ShardPage,
  settings: Settings,
): Promise<{ cursor: string | null }> {
  const context = await shardContext(db, page, settings);
  const { run, shard } = context;
  if (run.state !== 'DRAFT' || run.pass !== page.pass) throw new Error('this reading of the run is over');
  const marks = await lateMarksThrough(db, run.coopId, shard, addMonths(run.period, -1), run.cutOffMs);
  const { households, last } = await householdsPage(db, run.coopId, shard, page.cursor ?? undefined, householdsPerPage);
  const range = [households[0]?.householdId ?? '0', households.at(-1)?.householdId ?? '0'] as const;
  const before = addMonths(run.period, -1);
  const previousAttempt = context.posted.get(before);
  const [stored, previous] = await Promise.all([
    payoutsBetween(db, page.run, shard, ...range),
    previousAttempt === undefined
      ? new Map<string, Payout>()
      : payoutsBetween(db, { ...page.run, period: before, attempt: previousAttempt }, shard, ...range),
  ]);

  await inParallel(households, parallelHouseholds, async (household) => {
    const marked = marks.filter((mark) => mark.householdId === household.householdId).map((mark) => mark.month);
    const payout = await householdPayout(context, household, previous.get(household.householdId), marked);
    const there = stored.get(household.householdId);
    const wanted = payout ?? (there === undefined ? undefined : emptied(there, page.pass));
    // Also when it came to the same: under the new number, nothing of an older reading can replace it any more.
    if (wanted !== undefined && (there === undefined || there.pass < page.pass)) await putPayout(db, page.run, wanted);
  });

  if (last !== undefined) return { cursor: last };
  const firstRun = [...context.posted.keys()].toSorted()[0];
  const runBefore =
    previousAttempt === undefined
      ? undefined
      : await runOf(db, { ...page.run, period: before, attempt: previousAttempt });
  const unsettledMarks = marks.filter(
    (mark) => !canSettle(mark.month, firstRun, run.opened.atMs) && !wasSettledBy(runBefore, mark, firstRun),
  ).length;
  await putShardResult(db, page.run, {
    ...(await shardSummary(db, page.run, shard)),
    shard,
    pass: page.pass,
    unsettledMarks,
  });
  return { cursor: null };
}

async function shardContext(db: Register, page: ShardPage, settings: Settings): Promise<ShardContext> {
  const [run, tables, posted] = await Promise.all([
    runOf(db, page.run),
    bonusTablesOf(db, page.run.coopId),
    postedAttempts(db, page.run.coopId, page.run.kind),
  ]);
  return {
    db,
    run,
    shard: page.shard,
    pass: page.pass,
    tables,
    posted,
    settings,
    payDay: localDateOf(run.opened.atMs),
  };
}

/** A household that an earlier reading found something for and this one does not: its receipts were moved away meanwhile. */
function emptied(there: Payout, pass: number): Payout {
  const {
    opening: _opening,
    carry: _carry,
    endToEndId: _endToEndId,
    payeeName: _payeeName,
    sealedIban: _sealedIban,
    ...rest
  } = there;
  const zero = (values: Record<string, number>) => Object.fromEntries(Object.keys(values).map((key) => [key, 0]));
  return {
    ...rest,
    pass,
    receipts: 0,
    purchases: zero(there.purchases) as Payout['purchases'],
    lines: zero(there.lines) as Payout['lines'],
    rateBasisPoints: 0,
    amountCents: 0,
    late: [],
    openingUnpaidCents: 0,
    payableCents: 0,
    toShareCents: 0,
    toAccountCents: 0,
    unpaidCents: 0,
    outcome: 'NOT_PAID',
    reason: 'NOTHING_DUE',
  };
}
