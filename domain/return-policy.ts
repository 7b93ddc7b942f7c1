import { addMonths, type Month, monthOf } from './calendar.ts';

/**
 * What a return takes back (domain.md 6 #4), a setting of each co-op: it is a negative purchase of the month in which it was brought back, or
 * it lowers the month of the purchase that it names, which is then calculated again under its own table.
 */
export const returnPolicies = ['monthOfReturn', 'monthOfPurchase'] as const;
export type ReturnPolicy = (typeof returnPolicies)[number];

/** Receipts live 24 months, and a month needs all of its own; what is left is time for three runs to look at it. */
const furthestMonthsBack = 21;

/** A return, given to a household, beside the receipt that it names. */
export type ReturnCase = {
  purchasedAt: number;
  totalCents: number;
  householdId: string;
  /** The original as the register has it; without a household while it waits for its card. `month` is the one in which it counts. */
  original: { householdId?: string; month: Month } | undefined;
  /** The policy of the co-op in which the original counts. */
  policy: ReturnPolicy;
  /** True if this register has paid the original's co-op the month, or one before it: a month before its first run is not ours to change. */
  isPaidHere: boolean;
};

/** All must hold, or the return stays in the month in which it was brought back. */
const conditions: readonly ((of: ReturnCase, nowMs: number) => boolean)[] = [
  ({ policy }) => policy === 'monthOfPurchase',
  ({ totalCents }) => totalCents < 0,
  ({ original, householdId }) => original?.householdId === householdId,
  ({ original, purchasedAt }) => original !== undefined && original.month < monthOf(purchasedAt),
  ({ original }, nowMs) => original !== undefined && original.month >= addMonths(monthOf(nowMs), -furthestMonthsBack),
  ({ isPaidHere }) => isPaidHere,
];

/** True if a return lowers the month of its original instead of its own. */
export const lowersOriginal = (of: ReturnCase, nowMs: number): boolean => conditions.every((holds) => holds(of, nowMs));
