import { defaultChartOfAccounts as chart } from '../../domain/chart-of-accounts.ts';
import { liabilityOf } from '../../domain/journal.ts';
import { type OwedKind, owedKinds } from '../../domain/payment-ids.ts';
import type { Item } from './conditions.ts';
import type { Fail } from './ledger-check.ts';

/** Where a payment's money is, by its state: still owed, or gone. */
const owes: Readonly<Record<string, bigint>> = {
  HELD: 1n,
  REJECTED: 1n,
  RETURNED: 1n,
  SENT: 0n,
  CONFIRMED: 0n,
  REISSUED: 0n,
  LAPSED: 0n,
  SETTLED_BY_HAND: 0n,
};

/**
 * The books, read from their files: every journal balances, and what a co-op owes of each kind of money is what its last run of Bonus
 * left unpaid and what its payments say is owed. Payments whose state nobody knows are left to their own checks.
 */
export function checkBooks(
  coopId: string,
  items: Iterable<Item>,
  files: ReadonlyMap<string, string>,
  unpaidOfBonus: bigint,
  fail: Fail,
): void {
  const expected = new Map<OwedKind, bigint>([['BONUS', unpaidOfBonus]]);
  for (const item of items) {
    if (item.sk !== 'PAYMENT' || item.coopId !== coopId) continue;
    const owed = owes[String(item.state)];
    if (owed === undefined) return;
    const kind = item.kind as OwedKind;
    expected.set(kind, (expected.get(kind) ?? 0n) + owed * BigInt(String(item.amountCents)));
  }
  const balances = balancesOf(coopId, files, fail);
  for (const kind of owedKinds) {
    const [booked, owed] = [balances.get(chart[liabilityOf[kind]].number) ?? 0n, expected.get(kind) ?? 0n];
    if (booked !== owed) fail('I3', `the books of ${coopId} owe ${booked} of ${kind}, the register ${owed}`);
  }
}

/** Credit less debit of each account over all journals of a co-op. */
function balancesOf(coopId: string, files: ReadonlyMap<string, string>, fail: Fail): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const [name, text] of files) {
    if (!name.startsWith(`${coopId}/`) || !name.includes('/JOURNAL-')) continue;
    let difference = 0n;
    for (const line of text.split('\r\n').slice(1, -1)) {
      const [, , account = '', , debit, credit] = line.split(';');
      const moved = cents(credit) - cents(debit);
      balances.set(account, (balances.get(account) ?? 0n) + moved);
      difference += moved;
    }
    if (difference !== 0n) fail('I3', `${name} does not balance`);
  }
  return balances;
}

const cents = (cell = ''): bigint => BigInt(cell.replace(',', '') || '0');
