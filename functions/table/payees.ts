import { addDays, type LocalDate } from '../../domain/calendar.ts';
import { customerName } from '../../domain/customer-name.ts';
import { isMember, isMemberOn } from '../../domain/membership.ts';
import { estateName } from '../../domain/payee-name.ts';
import type { Payee as Standing } from '../../domain/settlement.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import type { BenefitAccount } from './items.ts';

/** A person, company or estate as the payer needs to know them. The account's number stays sealed. */
export type Payee = {
  /** Whom the payment file names. */
  name: string;
  standing: Extract<Standing, 'OK' | 'DECEASED' | 'NO_ACCOUNT' | 'ACCOUNT_NEW' | 'ACCOUNT_BLOCKED'>;
  /** Of the account that is used on the day, whether or not money may go there now. */
  sealedIban: string | undefined;
  /** What the share contribution misses; 0 of who is no member. */
  shareMissingCents: number;
};

/**
 * Reads a payee's name, benefit account valid on a day, and what the share contribution misses: of who is a member
 * only, and the balance has been held against the ledger's entries. Strongly consistent, one Query.
 * @param day local date on which the account must be valid
 * @returns undefined if there is no such customer
 */
export async function payeeOf(
  db: Register,
  customerNumber: string,
  coopId: string,
  day: LocalDate,
  settings: Settings,
): Promise<Payee | undefined> {
  const file = await customerFile(db, customerNumber);
  return file === undefined ? undefined : payeeOfFile(file, coopId, day, settings);
}

/** The same from a file that has been read. */
export function payeeOfFile(file: CustomerFile, coopId: string, day: LocalDate, settings: Settings): Payee {
  const membership = file.memberships.find(
    (entry) => entry.coopId === coopId && isMember(entry.status) && isMemberOn(entry, day),
  );
  const account = accountOn(file.accounts, day);
  const name = customerName(file.customer.values);
  const isDeceased = file.customer.values.deceasedOn !== undefined;
  return {
    name: isDeceased ? estateName(name, settings.estateOfPayee) : name,
    standing: standingOf(file, account, day, settings),
    sealedIban: account?.iban.sealed,
    shareMissingCents:
      membership === undefined ? 0 : Math.max(0, settings.shareContributionCents - membership.paidCents),
  };
}

function accountOn(accounts: readonly BenefitAccount[], day: LocalDate): BenefitAccount | undefined {
  return accounts.filter(({ from, until }) => from <= day && (until === undefined || day < until)).at(-1);
}

/** The first of these that holds. */
function standingOf(
  { customer, accounts }: CustomerFile,
  account: BenefitAccount | undefined,
  day: LocalDate,
  { newAccountHoldDays }: Settings,
): Payee['standing'] {
  const hasDied = customer.values.deceasedOn !== undefined;
  // An account of the deceased is the bank's to close: only the estate's own is paid to.
  if (hasDied && account?.type !== 'ESTATE') return 'DECEASED';
  if (account === undefined) return 'NO_ACCOUNT';
  if (account.blocked !== undefined) return 'ACCOUNT_BLOCKED';
  // One in place of another has waited already, before it counted (accountWaitingDays).
  const isFirst = accounts.every(({ from }) => from >= account.from);
  return isFirst && day < addDays(account.from, newAccountHoldDays) ? 'ACCOUNT_NEW' : 'OK';
}
