import type { LocalDate } from '../../domain/calendar.ts';
import { isPosted } from '../../domain/run.ts';
import { type Unpaid, unpaidByMonth } from '../../domain/unclaimed.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from './client.ts';
import { coopOf } from './directory.ts';
import type { BonusPayout } from './payout-item.ts';
import { payoutPage, payoutsOfHousehold } from './payouts.ts';
import { postedAttempts, runIdOf, runsOf } from './runs.ts';

const pageSize = 300;
const parallelHouseholds = 16;

type Place = { shard: number; after: string | undefined };
export type UnpaidHousehold = { payout: BonusPayout; months: Unpaid[] };

/**
 * A page of the households to which a co-op owes Bonus that no run has paid yet, by the newest posted run; with the months that it is of.
 * @returns `next`: where to go on; a page may hold none of them and still be followed by another
 */
export async function unpaidBonusPage(
  db: Register,
  coopId: string,
  { shard, after }: Place,
): Promise<{ households: UnpaidHousehold[]; next: Place | undefined }> {
  const [posted, { shardCount }] = await Promise.all([postedAttempts(db, coopId, 'BONUS'), coopOf(db, coopId)]);
  const runs = (await runsOf(db, coopId, 'BONUS')).filter(
    ({ period, attempt, state }) => isPosted(state) && posted.get(period) === attempt,
  );
  const newest = runs.toSorted((a, b) => (a.period < b.period ? 1 : -1))[0];
  if (newest === undefined) return { households: [], next: undefined };
  const { payouts, last } = await payoutPage(db, runIdOf(newest), shard, after, pageSize);
  const unpaid = payouts.flatMap((payout) => (payout.kind === 'BONUS' && payout.unpaidCents > 0 ? [payout] : []));
  const due = new Map(runs.map(({ period, payOn }) => [period, payOn]));
  const households = await inParallel(unpaid, parallelHouseholds, async (payout) => {
    const history = await payoutsOfHousehold(db, { coopId, shard, householdId: payout.payeeId }, posted);
    return { payout, months: unpaidByMonth(history.map(({ period, payout: one }) => linkOf(period, one, due))) };
  });
  if (last !== undefined) return { households, next: { shard, after: last } };
  return { households, next: shard + 1 < shardCount ? { shard: shard + 1, after: undefined } : undefined };
}

function linkOf(period: string, payout: BonusPayout, due: ReadonlyMap<string, LocalDate>) {
  const lateCents = payout.late.reduce((sum, { addedAmountCents }) => sum + addedAmountCents, 0);
  return {
    period,
    dueOn: dueOf(due, period),
    addedCents: payout.amountCents + lateCents,
    paidCents: payout.toShareCents + payout.toAccountCents,
  };
}

function dueOf(due: ReadonlyMap<string, LocalDate>, period: string): LocalDate {
  const day = due.get(period);
  if (day === undefined) throw new Error('a posted month without its run');
  return day;
}
