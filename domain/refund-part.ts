import type { LocalDate } from './calendar.ts';
import type { Membership } from './membership.ts';
import { financialYearOf, type MembershipRules } from './membership-rules.ts';
import type { RefundInForce } from './refund-decision.ts';
import { correctedCents, type ShareEntry, type ShareEntryReason } from './share-entry.ts';

/** What a former member's share was divided into so far; cents, none below zero. */
export type ShareSoFar = {
  /** What is on the share still. */
  balanceCents: number;
  refundedCents: number;
  writtenOffCents: number;
};
/** What happens now with what is on it still: Σ parts = balance. */
export type SharePart = { refundCents: number; writtenOffCents: number; leftCents: number };

/**
 * What of a former member's share is refunded (R30), rounded down to the cent: all of it without a decision; else the decided part of the whole
 * share, less what was refunded before. A final decision leaves nothing: the rest goes to the co-op's equity.
 * @throws Error if the parts are not the balance
 */
export function partOfShare(share: ShareSoFar, inForce: RefundInForce | undefined): SharePart {
  const { balanceCents, refundedCents, writtenOffCents } = share;
  if (inForce === undefined) return { refundCents: balanceCents, writtenOffCents: 0, leftCents: 0 };
  const wholeCents = balanceCents + refundedCents + writtenOffCents;
  const givenCents = Math.floor((wholeCents * inForce.partBasisPoints) / 10_000);
  const refundCents = Math.min(balanceCents, Math.max(0, givenCents - refundedCents));
  const restCents = balanceCents - refundCents;
  const part = inForce.isFinal
    ? { refundCents, writtenOffCents: restCents, leftCents: 0 }
    : { refundCents, writtenOffCents: 0, leftCents: restCents };
  if (!addsUp(part, balanceCents)) throw new Error('the parts of a share are not its balance');
  return part;
}

const addsUp = ({ refundCents, writtenOffCents, leftCents }: SharePart, balanceCents: number): boolean =>
  [refundCents, writtenOffCents, leftCents].every((cents) => Number.isSafeInteger(cents) && cents >= 0) &&
  refundCents + writtenOffCents + leftCents === balanceCents;

/**
 * What was refunded and written off of a share since its membership ended, with all corrections of that.
 * @param entries of the membership
 * @param until the first day on which it had ended: what went out before was beyond a full share
 */
export function dividedSoFar(entries: readonly ShareEntry[], until: LocalDate): Omit<ShareSoFar, 'balanceCents'> {
  const outFor = (reason: ShareEntryReason): number =>
    entries
      .filter((entry) => entry.reason === reason && entry.date >= until)
      .reduce((sum, entry) => sum - correctedCents(entries, entry), 0);
  return { refundedCents: outFor('REFUND'), writtenOffCents: outFor('WRITTEN_OFF') };
}

/** The financial year by whose accounts a share is refunded (R30). */
export const refundYearOf = ({ refundYear, until = '' }: Membership, rules: MembershipRules): string =>
  refundYear ?? financialYearOf(until, rules);
