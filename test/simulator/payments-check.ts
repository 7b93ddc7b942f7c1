import type { BankPayment } from './bank-truth.ts';
import type { Item } from './conditions.ts';
import type { Fail } from './ledger-check.ts';

type Stored = {
  endToEndId: string;
  coopId: string;
  payeeId: string;
  kind: string;
  period: string;
  amountCents: number;
  origin: 'HELD' | 'SENT';
  state: string;
};

/** The register's payments as they stand, by their ids. */
export type Payments = Map<string, Stored>;

const closed: readonly string[] = ['REISSUED', 'LAPSED', 'SETTLED_BY_HAND'];

/**
 * I4, against what really happened at the bank: what the register takes for sent was handed over, as much as that; it takes nothing for come back that
 * is with the payee; of the issues of one money at most one is open.
 */
export function checkPayment(payments: Payments, item: Item, bank: ReadonlyMap<string, BankPayment>, fail: Fail): void {
  const payment = item as unknown as Stored;
  const { endToEndId, origin, amountCents, state } = payment;
  payments.set(endToEndId, payment);
  const there = bank.get(endToEndId);
  if ((there !== undefined) !== (origin === 'SENT'))
    fail('I4', `${endToEndId} is ${origin} and was ${there ? '' : 'not '}handed over`);
  if (there !== undefined && there.cents !== BigInt(amountCents))
    fail('I4', `${endToEndId} is of ${amountCents} cents, ${there.cents} were sent`);
  if ((state === 'REJECTED' || state === 'RETURNED') && there?.isBack !== true)
    fail('I4', `${endToEndId} is ${state} and the payee has it`);
  if (closed.includes(state)) return;
  const money = endToEndId.replace(/-\d+$/, '');
  for (const [other, { state: its }] of payments)
    if (other !== endToEndId && other.startsWith(`${money}-`) && !closed.includes(its))
      fail('I4', `${endToEndId} and ${other} are both open`);
}

/** What was paid or is owed still beside the chain of months, of a kind: by `<coop>|<payee>`. */
export function openMoney(payments: Payments, kind: string, period?: string): Map<string, bigint> {
  const open = new Map<string, bigint>();
  for (const payment of payments.values()) {
    if (payment.kind !== kind || (period !== undefined && payment.period !== period)) continue;
    if (closed.includes(payment.state)) continue;
    const payee = `${payment.coopId}|${payment.payeeId}`;
    open.set(payee, (open.get(payee) ?? 0n) + BigInt(payment.amountCents));
  }
  return open;
}
