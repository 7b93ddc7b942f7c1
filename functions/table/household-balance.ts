import { writtenOffCents } from '../../domain/bonus-write-off.ts';
import type { Month } from '../../domain/calendar.ts';
import type { HouseholdPlacement } from '../../domain/household-link.ts';
import type { PayoutReason } from '../../domain/settlement.ts';
import { bonusWriteOffOf } from './bonus-write-offs.ts';
import type { Register } from './client.ts';
import type { BonusPayout } from './payout-item.ts';
import { payoutsOfHousehold } from './payouts.ts';
import { postedAttempts } from './runs.ts';

/** What the last run left unpaid: owed to the household, or, below 0, taken from its next payments. */
export type HouseholdBalance = { coopId: string; period: Month; unpaidCents: number; reason: PayoutReason | null };

/**
 * The balance in a household's payouts: what the newest of the co-op's posted runs left. Without a payout of that run nothing is open.
 * @param writtenOffSinceCents barred Bonus that was written off since
 * @returns undefined if nothing is open
 */
export function balanceIn(
  coopId: string,
  newest: Month | undefined,
  history: readonly { period: Month; payout: Pick<BonusPayout, 'unpaidCents' | 'reason'> }[],
  writtenOffSinceCents: number,
): HouseholdBalance | undefined {
  const last = history.find(({ period }) => period === newest);
  if (last === undefined) return undefined;
  const unpaidCents = last.payout.unpaidCents - writtenOffSinceCents;
  if (unpaidCents === 0) return undefined;
  const { reason } = last.payout;
  return { coopId, period: last.period, unpaidCents, reason };
}

/** The balance of a household's Bonus at a co-op that has or had it; `undefined` if nothing is open. */
export async function balanceOf(db: Register, place: HouseholdPlacement): Promise<HouseholdBalance | undefined> {
  const attempts = await postedAttempts(db, place.coopId, 'BONUS');
  const newest = newestOf(attempts);
  if (newest === undefined) return undefined;
  const [history, writtenOff] = await Promise.all([
    payoutsOfHousehold(db, place, new Map([[newest, attempts.get(newest) ?? '']])),
    writtenOffSince(db, place, newest),
  ]);
  return balanceIn(place.coopId, newest, history, writtenOff);
}

/** Barred Bonus of a household that was written off since the newest posted month, cents. */
export async function writtenOffSince(
  db: Register,
  { coopId, householdId }: Pick<HouseholdPlacement, 'coopId' | 'householdId'>,
  newest: Month | undefined,
): Promise<number> {
  return newest === undefined ? 0 : writtenOffCents(await bonusWriteOffOf(db, { coopId, householdId, period: newest }));
}

export const newestOf = (attempts: ReadonlyMap<Month, string>): Month | undefined =>
  [...attempts.keys()].toSorted().at(-1);
