import { apportion } from './apportion.ts';
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
  if (!halfToShare || refundCents <= 0) return 0;
  const [half = 0] = apportion(refundCents, [1, 1]);
  return Math.min(half, shareMissingCents);
}
