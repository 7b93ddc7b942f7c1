import { type Bases, type BonusLines, type MonthBonus, subtractLines, sumOfLines, zeroBases } from './bonus.ts';
import type { Month } from './calendar.ts';
import { receiptsLive } from './run-order.ts';

/** A month of a household as the posted runs have it: revision 0 and all later ones taken together. */
export type PostedMonth = {
  revision: number;
  receipts: number;
  opening: Bases;
  purchases: Bases;
  carry: Bases;
  lines: BonusLines;
  /** Of the purchases, those at the co-op's own outlets (R41). */
  ownOutletCents: number;
};

/** A month that was calculated again, with what the calculation itself does not know. */
export type MonthNow = MonthBonus & { ownOutletCents: number; tableVersion: number };

/** A month as it now stands after being calculated again, and what that adds to what was posted. */
export type Revision = PostedMonth & {
  month: Month;
  tableValidFrom: Month;
  /** Which version of the table of this month, from 1: a wrong one is replaced. */
  tableVersion: number;
  rateBasisPoints: number;
  amountCents: number;
  addedLines: BonusLines;
  addedAmountCents: number;
};

/** A month of which no run has posted anything for the household. */
export const nothingPosted: PostedMonth = Object.freeze({
  revision: 0,
  receipts: 0,
  opening: zeroBases,
  purchases: zeroBases,
  carry: zeroBases,
  lines: { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 },
  ownOutletCents: 0,
});

export const sameBases = (a: Bases, b: Bases): boolean =>
  (Object.keys(a) as (keyof Bases)[]).every((key) => a[key] === b[key]);

/**
 * The revision that a month calculated again makes: the difference of each line to all that was posted. Nothing posted is
 * ever rewritten.
 * @returns undefined if the month stands as posted
 */
export function revisionOf(posted: PostedMonth, now: MonthNow): Revision | undefined {
  const addedLines = subtractLines(now.lines, posted.lines);
  const unchanged =
    Object.values(addedLines).every((cents) => cents === 0) &&
    now.receiptCount === posted.receipts &&
    now.ownOutletCents === posted.ownOutletCents &&
    sameBases(now.purchases, posted.purchases) &&
    sameBases(now.opening, posted.opening) &&
    sameBases(now.carry, posted.carry);
  if (unchanged) return undefined;
  return {
    month: now.month,
    revision: posted.revision + 1,
    receipts: now.receiptCount,
    opening: now.opening,
    purchases: now.purchases,
    carry: now.carry,
    lines: now.lines,
    ownOutletCents: now.ownOutletCents,
    tableValidFrom: now.tableValidFrom,
    tableVersion: now.tableVersion,
    rateBasisPoints: now.row?.rateBasisPoints ?? 0,
    amountCents: now.amountCents,
    addedLines,
    addedAmountCents: sumOfLines(addedLines),
  };
}

/** Whether a month must be calculated again: it is marked late, or the month before now carries something else into it. */
export const mustRevise = (marked: boolean, posted: PostedMonth, opening: Bases): boolean =>
  marked || !sameBases(opening, posted.opening);

/**
 * Whether a run can settle a late month: all its receipts must still live, and the co-op must have run it (what came before
 * its first run is not this register's to pay).
 * @param firstRun the co-op's first posted month
 */
export function canSettle(month: Month, firstRun: Month | undefined, nowMs: number): boolean {
  // Stryker disable next-line ConditionalExpression: a month is not after undefined either, which only the compiler does not know
  return firstRun !== undefined && month >= firstRun && receiptsLive(month, nowMs);
}

/**
 * Whether a run has looked at what a late mark stands for. In its own month a run leaves out the returns of later months that lower it, and
 * a table that was replaced meanwhile may have ruled a part of it, so only a look at a month before its own counts.
 */
export function wasSettledBy(
  run: { period: Month; cutOffMs: number; opened: { atMs: number } } | undefined,
  mark: { month: Month; markedAtMs: number },
  firstRun: Month | undefined,
): boolean {
  return (
    run !== undefined &&
    mark.month < run.period &&
    mark.markedAtMs < run.cutOffMs &&
    canSettle(mark.month, firstRun, run.opened.atMs)
  );
}
