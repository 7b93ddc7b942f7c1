import type { LocalDate, Month } from '../../domain/calendar.ts';
import type { HouseholdPlacement } from '../../domain/household-link.ts';
import { isPosted } from '../../domain/run.ts';
import { type Unpaid, unpaidByMonth } from '../../domain/unclaimed.ts';
import { inParallel } from '../runtime/parallel.ts';
import { writtenOffAfter } from './bonus-write-offs.ts';
import type { Register } from './client.ts';
import { coopOf } from './directory.ts';
import { newestOf, writtenOffSince } from './household-balance.ts';
import type { BonusPayout } from './payout-item.ts';
import { payoutPage, payoutsOfHousehold } from './payouts.ts';
import { postedAttempts, runIdOf, runsOf } from './runs.ts';

const pageSize = 300;
const parallelHouseholds = 16;

type Place = { shard: number; after: string | undefined };
export type UnpaidHousehold = { payout: BonusPayout; unpaidCents: number; months: Unpaid[] };
type History = readonly { period: Month; payout: BonusPayout }[];

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
  const writtenOff = await writtenOffAfter(db, coopId, newest.period);
  const unpaid = payouts.flatMap((payout) =>
    payout.kind === 'BONUS' && payout.unpaidCents > (writtenOff.get(payout.payeeId) ?? 0) ? [payout] : [],
  );
  const due = new Map(runs.map(({ period, payOn }) => [period, payOn]));
  const households = await inParallel(unpaid, parallelHouseholds, async (payout) => {
    const history = await payoutsOfHousehold(db, { coopId, shard, householdId: payout.payeeId }, posted);
    return { payout, ...unpaidOf(history, writtenOff.get(payout.payeeId) ?? 0, due) };
  });
  if (last !== undefined) return { households, next: { shard, after: last } };
  return { households, next: shard + 1 < shardCount ? { shard: shard + 1, after: undefined } : undefined };
}

/**
 * What is unpaid of a household's chain of posted months, and of which months. What was written off in between is what a month left less what
 * the next began with; it was of the oldest months.
 * @param writtenOffLast what was written off since the newest
 * @throws Error if the months are not what is unpaid in all
 */
function unpaidOf(history: History, writtenOffLast: number, due: ReadonlyMap<string, LocalDate>) {
  const links = history.map(({ period, payout }, index) => {
    const next = history[index + 1]?.payout;
    const writtenOff = next === undefined ? writtenOffLast : payout.unpaidCents - next.openingUnpaidCents;
    return linkOf(period, payout, writtenOff, due);
  });
  const months = unpaidByMonth(links);
  const unpaidCents = months.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const left = (history.at(-1)?.payout.unpaidCents ?? 0) - writtenOffLast;
  if (unpaidCents !== Math.max(0, left)) throw new Error('the unpaid months of a household are not what is unpaid');
  return { unpaidCents, months };
}

/** What is unpaid of one household after the co-op's newest posted month; `period` is undefined if none was posted. */
export async function unpaidBonusOf(
  db: Register,
  place: HouseholdPlacement,
): Promise<{ period: Month | undefined; months: Unpaid[] }> {
  const { coopId, householdId } = place;
  const posted = await postedAttempts(db, coopId, 'BONUS');
  const period = newestOf(posted);
  if (period === undefined) return { period, months: [] };
  const [runs, history, writtenOff] = await Promise.all([
    runsOf(db, coopId, 'BONUS'),
    payoutsOfHousehold(db, place, posted),
    writtenOffSince(db, { coopId, householdId }, period),
  ]);
  const due = new Map(
    runs.filter((run) => posted.get(run.period) === run.attempt).map((run) => [run.period, run.payOn]),
  );
  // Without a payout of the newest month nothing is open.
  if (history.at(-1)?.period !== period) return { period, months: [] };
  return { period, months: unpaidOf(history, writtenOff, due).months };
}

function linkOf(period: string, payout: BonusPayout, writtenOff: number, due: ReadonlyMap<string, LocalDate>) {
  const lateCents = payout.late.reduce((sum, { addedAmountCents }) => sum + addedAmountCents, 0);
  return {
    period,
    dueOn: dueOf(due, period),
    addedCents: payout.amountCents + lateCents,
    paidCents: payout.toShareCents + payout.toAccountCents + writtenOff,
  };
}

function dueOf(due: ReadonlyMap<string, LocalDate>, period: string): LocalDate {
  const day = due.get(period);
  if (day === undefined) throw new Error('a posted month without its run');
  return day;
}
