import { apportion } from './apportion.ts';
import { addMonths, type Month } from './calendar.ts';
import { DomainError } from './errors.ts';
import { roundHalfUp } from './money.ts';

/**
 * What a year's purchases are refunded (R41): a percentage of the household's Bonus purchases at its own co-op's own outlets, rounded once,
 * on the year (domain.md 4.7). A year in which more was brought back than bought is refunded nothing.
 * @param ownOutletCents the year's aggregate, cents; below 0 if returns outweigh
 * @returns cents, at least 0
 */
export const surplusRefund = (ownOutletCents: number, rateBasisPoints: number): number =>
  Math.max(0, roundHalfUp(ownOutletCents * rateBasisPoints, 10_000));

/**
 * How much of a refund an unpaid share takes (R42): half of it, the odd cent included, up to what the share is missing. A co-op whose rules
 * say otherwise takes nothing.
 * @param shareMissingCents at least 0
 */
export function withheldForShare(refundCents: number, shareMissingCents: number, halfToShare: boolean): number {
  // Stryker disable next-line EqualityOperator: half of nothing is nothing
  if (!halfToShare || refundCents <= 0) return 0;
  const [half = 0] = apportion(refundCents, [1, 1]);
  return Math.min(half, shareMissingCents);
}

/** What a posted run says of a month: its own, or a month before it, calculated again. */
type PostedAggregate = { month: Month; ownOutletCents: number };

/**
 * A household's aggregate of a year (domain.md 6 #29): of each month the newest that was posted, so that whatever came late, was moved or was
 * brought back is in it once.
 * @param posted in the order in which the runs were posted
 * @returns cents
 */
export function yearAggregate(year: string, posted: Iterable<PostedAggregate>): number {
  const newest = new Map<Month, number>();
  for (const { month, ownOutletCents } of posted) {
    if (month.startsWith(`${year}-`)) newest.set(month, ownOutletCents);
  }
  return [...newest.values()].reduce((sum, cents) => sum + cents, 0);
}

/**
 * The first month of a year that is still to be paid before the year's refund can be: from the co-op's first run on, every month must be.
 * @param posted the months of which the co-op's Bonus is posted
 * @returns undefined if none is missing
 * @throws DomainError runOutOfOrder if the co-op had paid no month up to the end of the year
 */
export function firstUnpaidMonth(year: string, posted: readonly Month[]): Month | undefined {
  const first = posted.toSorted()[0];
  if (first === undefined || first > `${year}-12`)
    throw new DomainError('runOutOfOrder', `No month of ${year} has been paid here, so there is nothing to refund.`);
  return Array.from({ length: 12 }, (_, index) => addMonths(`${year}-01`, index)).find(
    // Stryker disable next-line EqualityOperator: the first month is posted, so it is not missing
    (month) => month >= first && !posted.includes(month),
  );
}
