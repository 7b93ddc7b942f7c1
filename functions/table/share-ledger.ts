import type { LocalDate } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import { isMember } from '../../domain/membership.ts';
import { decide, restSourceId } from '../../domain/membership-decision.ts';
import type { MembershipEvent } from '../../domain/membership-events.ts';
import type { MembershipRules } from '../../domain/membership-rules.ts';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import type { StoredMembership } from './items.ts';
import { membershipWrites, stateOf } from './memberships.ts';
import { commit, type Write } from './transaction.ts';

/** What an approved run moves to a share. `on` is the day of the approval. */
export type BonusForShare = { coopId: string; on: LocalDate; sourceId: string; amountCents: number };

const attempts = 8;

/**
 * Books Bonus of an approved run to the head member's share, once: the entry's key is a function of where it comes from. The entry, the balance
 * and what follows from it are one transaction, so dying before it leaves nothing and after it everything; a repetition finds the entry.
 * The money is the member's whatever has happened since it was counted: it goes to the share also of who has left, to be refunded
 * with it (see `membershipSteps`).
 * @throws Error if the customer never was a member of the co-op: no run counts on such a share
 */
export async function fillShare(
  db: Register,
  customerNumber: string,
  bonus: BonusForShare,
  rules: MembershipRules,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const file = await customerFile(db, customerNumber);
    if (file === undefined) throw new Error('a share is filled for a customer whom there is not');
    if (isBooked(file, bonus)) return;
    const membership = membershipToFill(file.memberships, bonus.coopId);
    if (membership === undefined) throw new Error('a share is filled of somebody who never was a member');
    const event = { kind: 'fillByBonus', ...bonus } as const;
    const decision = decide(stateOf(file, membership), event, rules, bonus.on);
    if ('refused' in decision) throw new Error(`a share is not filled: ${decision.refused.code}`);
    try {
      await commit(db, membershipWrites(file.customer, membership, decision, rules).writes);
      return;
    } catch (error) {
      // Somebody changed the membership meanwhile: decided anew on what it is now.
      const wasChanged = error instanceof DomainError && error.code === 'staleVersion';
      if (!wasChanged || attempt === attempts) throw error;
    }
  }
}

/** What a released run has paid back of a share. `on` is the day of the release. */
export type ShareRefund = BonusForShare & {
  memberNumber: string;
  isExcess: boolean;
  /** What is written off of it (R30), with what that moves in the books. */
  writtenOff?: { cents: number; writes: readonly Write[] };
};

/**
 * Books what a released run pays back of a share, once, as {@link fillShare} does. Exactly what was signed is booked: what has come to the share
 * since stays due. A share of nothing is closed without an entry.
 * @throws Error if the share cannot bear it any more: it was found to when the files were made, so somebody has changed it in between
 */
export async function refundShare(
  db: Register,
  customerNumber: string,
  { memberNumber, isExcess, coopId, writtenOff, ...refund }: ShareRefund,
  rules: MembershipRules,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const file = await customerFile(db, customerNumber);
    const membership = file?.memberships.find((one) => one.coopId === coopId && one.memberNumber === memberNumber);
    if (file === undefined || membership === undefined) throw new Error('a share is refunded that there is not');
    if (isBooked(file, { ...refund, coopId })) return;
    // Without an entry, only the status tells that it is done.
    if (refund.amountCents === 0 && membership.status === 'REFUNDED') return;
    const event: MembershipEvent = isExcess
      ? { kind: 'refundExcess', ...refund }
      : { kind: 'refund', ...refund, ...(writtenOff && { writtenOffCents: writtenOff.cents }) };
    const decision = decide(stateOf(file, membership), event, rules, refund.on);
    if ('refused' in decision) throw new Error(`a share is not refunded: ${decision.refused.code}`);
    const { writes } = membershipWrites(file.customer, membership, decision, rules);
    try {
      await commit(db, [...writes, ...(writtenOff?.writes ?? [])]);
      return;
    } catch (error) {
      const wasChanged = error instanceof DomainError && error.code === 'staleVersion';
      if (!wasChanged || attempt === attempts) throw error;
    }
  }
}

const isBooked = ({ shareEntries }: CustomerFile, { coopId, sourceId }: BonusForShare): boolean =>
  shareEntries.some((entry) => entry.coopId === coopId && [sourceId, restSourceId(sourceId)].includes(entry.sourceId));

/** Who is a member, else the newest membership that had begun. */
function membershipToFill(memberships: readonly StoredMembership[], coopId: string): StoredMembership | undefined {
  const begun = memberships.filter((one) => one.coopId === coopId && one.from !== undefined);
  return begun.find(({ status }) => isMember(status)) ?? begun.toSorted((a, b) => b.sequence - a.sequence)[0];
}
