import type { CaseReason, Credit } from '../../../domain/bank/answer.ts';
import { localDateOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { isMember, type Membership } from '../../../domain/membership.ts';
import type { MembershipRefusal } from '../../../domain/membership-guards.ts';
import { memberNumberOfReference } from '../../../domain/share-reference.ts';
import { type NewCase, newCaseWrite, openCase } from '../../table/bank-cases.ts';
import {
  bankCreditOf,
  holderOfMemberNumber,
  newCreditWrite,
  shareWrites,
  sourceIdOfCredit,
} from '../../table/bank-credits.ts';
import type { BankCredit } from '../../table/bank-items.ts';
import { customerFile } from '../../table/customer-file.ts';
import { commit, stale, type Write } from '../../table/transaction.ts';
import type { BankFileContext } from './bank-file-context.ts';
import { idOf } from './cases.ts';
import type { Outcome } from './outcome.ts';

const attempts = 8;

/**
 * Takes in money: to the share that its reference names, if the share takes all of it; else it waits for a person. The bank's reference, the
 * entry of the share or the case, and what follows from it are one transaction, so money is counted once whatever dies and however often it is told.
 */
export async function takeCredit(context: BankFileContext, credit: Credit): Promise<Outcome> {
  const { db, coopId, fileId } = context;
  const ids = idsOf(context, credit);
  for (let attempt = 1; ; attempt += 1) {
    const there = await bankCreditOf(db, coopId, ids.creditId);
    if (there !== undefined && there.fingerprint !== ids.fingerprint) return await reused(context, credit, ids);
    if (there !== undefined && there.fileId !== fileId) return 'known';
    const { writes, outcome } =
      there === undefined
        ? await decided(context, credit, ids)
        : ({ writes: [], outcome: there.outcome === 'BOOKED' ? 'booked' : 'cases' } as const);
    try {
      if (writes.length > 0) await commit(db, [...writes]);
      if (outcome === 'booked') context.movements.toShares.set(ids.creditId, credit.money.cents);
      return outcome;
    } catch (error) {
      // Somebody took it in, or changed the membership, meanwhile: decided anew on what is there now.
      const wasChanged = error instanceof DomainError && error.code === stale.code;
      if (!wasChanged || attempt === attempts) throw error;
    }
  }
}

type Ids = { creditId: string; fingerprint: string };

/**
 * What tells money from other money is the bank's reference on the account. Its fingerprint is what must then be the same: a reference that the
 * bank gives only within a notification is not taken for one of another.
 */
function idsOf({ coopId, fileId }: BankFileContext, credit: Credit): Ids {
  const { account, bankRef, entryRef, bookedOn = '', money, reference = '' } = credit;
  const fingerprint = (...more: string[]): string => idOf('CREDIT', money.cents, reference, ...more);
  if (bankRef === undefined)
    return { creditId: idOf('FILE', coopId, fileId, entryRef), fingerprint: fingerprint(fileId) };
  const { of, value, notificationId } = bankRef;
  return of === 'TRANSACTION'
    ? { creditId: idOf('TRANSACTION', account, value), fingerprint: fingerprint() }
    : { creditId: idOf('ENTRY', account, bookedOn, value), fingerprint: fingerprint(notificationId) };
}

/** Other money under a reference that was there before: it is not the bank's duplicate, and nobody but a person can say what it is. */
async function reused(context: BankFileContext, credit: Credit, { creditId, fingerprint }: Ids): Promise<Outcome> {
  const own = { creditId: idOf('REUSED', creditId, fingerprint), fingerprint };
  const from = await openCase(context.db, caseOf(context, credit, own, 'BANK_REFERENCE_REUSED'));
  return from === context.fileId ? 'cases' : 'known';
}

async function decided(
  context: BankFileContext,
  credit: Credit,
  ids: Ids,
): Promise<{ writes: Write[]; outcome: Outcome }> {
  const { db, coopId, fileId, rules, nowMs } = context;
  const { reference, bookedOn, bankRef, money } = credit;
  const taken = (more: Pick<BankCredit, 'outcome'> & Partial<BankCredit>): Write =>
    newCreditWrite({
      ...{ coopId, fileId, ...ids, amountCents: money.cents, atMs: nowMs },
      ...(bookedOn && { bookedOn }),
      ...more,
    });
  const waits = (reason: CaseReason, whose: Whose = {}): { writes: Write[]; outcome: Outcome } => ({
    writes: [taken({ outcome: 'CASE' }), newCaseWrite({ ...caseOf(context, credit, ids, reason), ...whose })],
    outcome: 'cases',
  });

  if (reference === undefined) return waits('NO_REFERENCE');
  const memberNumber = memberNumberOfReference(reference);
  const customerNumber = memberNumber && (await holderOfMemberNumber(db, memberNumber));
  const file = customerNumber ? await customerFile(db, customerNumber) : undefined;
  const membership = file?.memberships.find((one) => one.coopId === coopId && one.memberNumber === memberNumber);
  if (file === undefined || membership === undefined) return waits('UNKNOWN_REFERENCE');
  const whose = { customerNumber: membership.customerNumber, memberNumber: membership.memberNumber };
  if (bankRef === undefined || bookedOn === undefined) return waits('NO_BANK_REFERENCE', whose);
  const sourceId = sourceIdOfCredit(ids.creditId);
  const payment = { on: bookedOn, amountCents: money.cents, sourceId };
  const booked = shareWrites(file, membership, payment, rules, localDateOf(nowMs));
  if ('refused' in booked) {
    const missingCents = rules.shareContributionCents - membership.paidCents;
    return waits(reasonOf(booked.refused, membership, money.cents > missingCents), whose);
  }
  return { writes: [...booked.writes, taken({ outcome: 'BOOKED', ...whose, sourceId })], outcome: 'booked' };
}

type Whose = Partial<Pick<NewCase, 'customerNumber' | 'memberNumber'>>;

function reasonOf({ code }: MembershipRefusal, { status }: Membership, isTooMuch: boolean): CaseReason {
  if (code === 'shareAmountNotAllowed') return isTooMuch ? 'MORE_THAN_MISSING' : 'LESS_THAN_ALLOWED';
  if (code === 'membershipDateNotAllowed') return 'DAY_NOT_ALLOWED';
  // A member's full share takes nothing more; the membership itself is not what is in the way.
  return isMember(status) && isTooMuch ? 'MORE_THAN_MISSING' : 'MEMBERSHIP_NOT_OPEN';
}

const caseOf = (
  { coopId, fileId, nowMs }: BankFileContext,
  { entryRef, money, bookedOn, reference, payerName, text }: Credit,
  { creditId }: Ids,
  reason: CaseReason,
): NewCase => ({
  caseId: idOf('CREDIT', coopId, creditId),
  ...{ coopId, about: 'CREDIT', reason, fileId, entryRef, creditId, openedAtMs: nowMs },
  ...{ amountCents: money.cents, openCents: money.cents, currency: money.currency },
  ...{ bookedOn, reference, payerName, text },
});
