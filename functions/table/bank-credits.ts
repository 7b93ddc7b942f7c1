import * as z from 'zod/mini';
import type { LocalDate } from '../../domain/calendar.ts';
import { decide } from '../../domain/membership-decision.ts';
import type { MembershipRefusal } from '../../domain/membership-guards.ts';
import type { MembershipRules } from '../../domain/membership-rules.ts';
import type { Source } from '../../domain/source.ts';
import { type BankCredit, bankCreditItem } from './bank-items.ts';
import type { Register } from './client.ts';
import type { CustomerFile } from './customer-file.ts';
import { identifierItem, type StoredMembership } from './items.ts';
import { bankCreditKey, identifierKey } from './keys.ts';
import { membershipWrites, stateOf } from './memberships.ts';
import { getItem, withoutKeys } from './read.ts';
import { putNew, stale, type Write } from './transaction.ts';

/** Money of the bank that goes to a share. */
export type PaymentToShare = {
  on: LocalDate;
  amountCents: number;
  sourceId: string;
  source?: Source | undefined;
};

/** What was taken in before under a reference of the bank. */
export async function bankCreditOf(db: Register, coopId: string, creditId: string): Promise<BankCredit | undefined> {
  const item = await getItem(db, bankCreditKey(coopId, creditId));
  return item === undefined ? undefined : z.parse(bankCreditItem, withoutKeys(item));
}

/** Takes money in, once for the bank's reference. */
export const newCreditWrite = (credit: BankCredit): Write =>
  putNew(bankCreditKey(credit.coopId, credit.creditId), z.parse(bankCreditItem, credit), stale);

/** Whose a member number is. */
export async function holderOfMemberNumber(db: Register, memberNumber: string): Promise<string | undefined> {
  const item = await getItem(db, identifierKey({ kind: 'memberNumber', value: memberNumber }));
  return item === undefined ? undefined : z.parse(identifierItem, withoutKeys(item)).holderCustomerNumber;
}

/** The entry of a share that money of the bank becomes; its key is the bank's reference. */
export const sourceIdOfCredit = (creditId: string, part = 1): string =>
  part === 1 ? `bank-${creditId}` : `bank-${creditId}-${part}`;

/**
 * Money of the bank to a share, by the rules of any payment to it.
 * @returns the writes of a transaction, or why the share does not take it
 */
export function shareWrites(
  file: CustomerFile,
  membership: StoredMembership,
  payment: PaymentToShare,
  rules: MembershipRules,
  today: LocalDate,
): { writes: Write[]; stored: StoredMembership } | { refused: MembershipRefusal } {
  const decision = decide(stateOf(file, membership), { kind: 'pay', ...payment }, rules, today);
  return 'refused' in decision ? decision : membershipWrites(file.customer, membership, decision, rules);
}
