import { addMonthsToDate, type LocalDate } from './calendar.ts';

/**
 * The last day on which money that was due may be claimed (R60, domain.md 6 #10).
 * @param dueOn the day on which it was to be paid
 * @param limitationYears a setting
 */
export const limitationDate = (dueOn: LocalDate, limitationYears: number): LocalDate =>
  addMonthsToDate(dueOn, 12 * limitationYears);

/** True from the day after the last on which it may be claimed. Nothing lapses by itself: two persons say so. */
export const isBarred = (dueOn: LocalDate, limitationYears: number, today: LocalDate): boolean =>
  today > limitationDate(dueOn, limitationYears);

/** What one run of a chain added and what it paid, cents; a run may add less than nothing. */
export type ChainLink = { period: string; dueOn: LocalDate; addedCents: number; paidCents: number };
/** What is left of what one run added. */
export type Unpaid = { period: string; dueOn: LocalDate; amountCents: number };

/**
 * Which months' money is unpaid, in a chain where each run begins with what the one before left: what is paid, or taken back, is of the
 * oldest first. With it each month's money has its own day on which the claim is barred.
 * @param chain the posted runs of one household, oldest first, from one on that began with nothing unpaid
 * @returns oldest first; Σ amounts = Σ added − Σ paid if that is above zero, else none
 */
export function unpaidByMonth(chain: readonly ChainLink[]): Unpaid[] {
  let unpaid: Unpaid[] = [];
  let owedByPayeeCents = 0;
  for (const { period, dueOn, addedCents, paidCents } of chain) {
    const toTakeCents = owedByPayeeCents + paidCents + Math.max(0, -addedCents);
    // Stryker disable next-line EqualityOperator: an amount of nothing is taken away at once
    const added = addedCents > 0 ? [{ period, dueOn, amountCents: addedCents }] : [];
    ({ unpaid, left: owedByPayeeCents } = takenFromOldest([...unpaid, ...added], toTakeCents));
  }
  return unpaid;
}

function takenFromOldest(unpaid: readonly Unpaid[], cents: number): { unpaid: Unpaid[]; left: number } {
  let left = cents;
  const rest = unpaid.flatMap((one) => {
    const taken = Math.min(left, one.amountCents);
    left -= taken;
    return taken === one.amountCents ? [] : [{ ...one, amountCents: one.amountCents - taken }];
  });
  return { unpaid: rest, left };
}
