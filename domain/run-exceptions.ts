import * as z from 'zod/mini';
import { type PayoutReason, payoutReasons } from './settlement.ts';

/**
 * What who approves a run should see beside its totals: what is not paid and why, who gets more or less than last time, and how many are
 * new. All of it is worked out from the stored results, so it can be taken again at any time.
 */

const cents = z.int();
const count = z.int().check(z.nonnegative());

/** Payees that are not paid, or not all, for one reason, and what is held back from them together. */
export const runExceptionSchema = z.strictObject({ reason: z.enum(payoutReasons), payees: count, cents });
export type RunException = z.infer<typeof runExceptionSchema>;

/** A payee's amount beside what the run before gave; null if that gave the payee nothing. */
export const payeeDifferenceSchema = z.strictObject({
  payeeId: z.string(),
  amountCents: cents,
  beforeCents: z.nullable(cents),
});
export type PayeeDifference = z.infer<typeof payeeDifferenceSchema>;

/** How many differences a person can look at. */
export const mostDifferences = 20;

/** What a part of a run shows of its payees. Parts are added up in any order. */
export const payeeReviewSchema = z.strictObject({
  /** In the order of the reasons; a reason that nobody has is absent. */
  exceptions: z.array(runExceptionSchema),
  /** The greatest first, at most {@link mostDifferences}. */
  top: z.array(payeeDifferenceSchema),
  /** Payees that the run before had as well. */
  payeesAsBefore: count,
});
export type PayeeReview = z.infer<typeof payeeReviewSchema>;

export const emptyReview: PayeeReview = Object.freeze({ exceptions: [], top: [], payeesAsBefore: 0 });

/** What one payee adds to the review. */
export type ReviewedPayee = {
  payeeId: string;
  amountCents: number;
  unpaidCents: number;
  reason: PayoutReason | null;
  /** What the run before gave; undefined if it had nothing of this payee. */
  beforeCents?: number | undefined;
};

export function reviewOf({ payeeId, amountCents, unpaidCents, reason, beforeCents }: ReviewedPayee): PayeeReview {
  const difference = { payeeId, amountCents, beforeCents: beforeCents ?? null };
  return {
    exceptions: reason === null ? [] : [{ reason, payees: 1, cents: unpaidCents }],
    top: sizeOf(difference) === 0 ? [] : [difference],
    payeesAsBefore: beforeCents === undefined ? 0 : 1,
  };
}

export const addReviews = (a: PayeeReview, b: PayeeReview): PayeeReview => ({
  exceptions: addExceptions(a.exceptions, b.exceptions),
  top: greatestOf(a.top, b.top),
  payeesAsBefore: a.payeesAsBefore + b.payeesAsBefore,
});

/** Most payees have no reason and change nothing at the top, and a run has a million: those are passed by. */
const addExceptions = (a: RunException[], b: RunException[]): RunException[] => b.reduce(withException, a);

function withException(all: RunException[], { reason, payees, cents }: RunException): RunException[] {
  if (all.some((one) => one.reason === reason))
    return all.map((one) =>
      one.reason === reason ? { reason, payees: one.payees + payees, cents: one.cents + cents } : one,
    );
  return [...all, { reason, payees, cents }].toSorted((a, b) => placeOf(a) - placeOf(b));
}

const placeOf = ({ reason }: RunException): number => payoutReasons.indexOf(reason);

function greatestOf(a: PayeeDifference[], b: PayeeDifference[]): PayeeDifference[] {
  const least = a[mostDifferences - 1];
  const greater = least === undefined ? b : b.filter((one) => greatestFirst(one, least) < 0);
  if (greater.length === 0) return a;
  return [...a, ...greater].toSorted(greatestFirst).slice(0, mostDifferences);
}

/**
 * How many payees are new and how many are gone since the run before.
 * @param before how many payees the run before had
 */
export function newAndGone(
  payees: number,
  payeesAsBefore: number,
  before: number,
): { newPayees: number; gonePayees: number } {
  return { newPayees: payees - payeesAsBefore, gonePayees: Math.max(0, before - payeesAsBefore) };
}

const sizeOf = ({ amountCents, beforeCents }: PayeeDifference): number => Math.abs(amountCents - (beforeCents ?? 0));

/** Of equal ones the lower id: the order is a function of what is stored. */
const greatestFirst = (a: PayeeDifference, b: PayeeDifference): number =>
  sizeOf(b) - sizeOf(a) || (a.payeeId < b.payeeId ? -1 : 1);
