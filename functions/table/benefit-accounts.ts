import type { AccountChange } from '../../domain/benefit-account.ts';
import type { LocalDate } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import { historyWrite } from './customer-history.ts';
import type { BenefitAccount } from './items.ts';
import { benefitAccountKey, customerKey } from './keys.ts';
import { put, putOver, remove, type Write } from './transaction.ts';

/**
 * The writes of a change of the benefit account, and the accounts as they are after it. The customer's version counts it, so that two changes
 * at once are one too many.
 */
export function accountWrites(
  { customer, accounts }: Pick<CustomerFile, 'customer' | 'accounts'>,
  { newFrom, present, takenBack }: AccountChange<BenefitAccount>,
  fresh: Pick<BenefitAccount, 'iban' | 'type'>,
  reason: string,
  atMs: number,
): { writes: Write[]; after: BenefitAccount[] } {
  const { customerNumber, version } = customer;
  const key = (from: string) => benefitAccountKey(customerNumber, from);
  const added = newFrom === undefined ? [] : [{ ...fresh, from: newFrom, version: 1 }];
  const kept = newFrom === undefined ? present && withoutBlock(present.account) : present?.account;
  const ended = present === undefined || kept === undefined ? [] : [endedAt(kept, present.until)];
  const gone = takenBack.filter(({ from }) => from !== newFrom);
  const untouched = accounts.filter((account) => account !== present?.account && !takenBack.includes(account));
  return {
    after: [...untouched, ...ended, ...added].toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    writes: [
      putOver(customerKey(customerNumber), { ...customer, version: version + 1 }, version),
      ...gone.map((account) => remove(key(account.from), account.version)),
      ...ended.map((account) => putOver(key(account.from), account, account.version - 1)),
      ...added.map((account) => put(key(account.from), account)),
      historyWrite(customerNumber, {
        version: version + 1,
        at: atMs,
        action: 'ACCOUNT_SET',
        reason,
        fields: [],
        replaced: {},
        ...(takenBack[0] === undefined ? {} : { account: takenBack[0] }),
      }),
    ],
  };
}

function endedAt({ until: _until, ...account }: BenefitAccount, until: string | undefined): BenefitAccount {
  return { ...account, ...(until === undefined ? {} : { until }), version: account.version + 1 };
}

/** Set again by whoever may set it, an account is confirmed: what came back from it counts no more. */
function withoutBlock({ blocked: _blocked, ...account }: BenefitAccount): BenefitAccount {
  return account;
}

/** The writes of a confirmation: the account that payments came back from may be paid to again (R107). */
export function confirmWrites(
  { customer, accounts }: Pick<CustomerFile, 'customer' | 'accounts'>,
  from: LocalDate,
  reason: string,
  atMs: number,
): { writes: Write[]; after: BenefitAccount[] } {
  const { customerNumber, version } = customer;
  const after = accounts.map((account) =>
    account.from === from ? { ...withoutBlock(account), version: account.version + 1 } : account,
  );
  const confirmed = after.filter((account) => account.from === from);
  return {
    after,
    writes: [
      putOver(customerKey(customerNumber), { ...customer, version: version + 1 }, version),
      ...confirmed.map((account) => putOver(benefitAccountKey(customerNumber, from), account, account.version - 1)),
      historyWrite(customerNumber, {
        version: version + 1,
        at: atMs,
        action: 'ACCOUNT_CONFIRMED',
        reason,
        fields: [],
        replaced: {},
      }),
    ],
  };
}

/**
 * The block of the account that a payment came back from, as a write (R107). None if the person has that account no longer, or if it is blocked already.
 * @param sealedIban as the payment carried it, which is as the account has it
 */
export async function blockWrites(
  db: Register,
  customerNumber: string,
  sealedIban: string,
  blocked: NonNullable<BenefitAccount['blocked']>,
): Promise<Write[]> {
  const file = await customerFile(db, customerNumber);
  const account = file?.accounts.find(({ iban }) => iban.sealed === sealedIban);
  if (account === undefined || account.blocked !== undefined) return [];
  const { version } = account;
  return [
    putOver(benefitAccountKey(customerNumber, account.from), { ...account, blocked, version: version + 1 }, version),
  ];
}
