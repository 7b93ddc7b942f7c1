import type { Sent } from './files-check.ts';
import type { Fail } from './ledger-check.ts';

/** A payment that was handed over, and what really became of it, whatever anybody has been told. */
export type BankPayment = Sent & { isBack: boolean };

/** The bank: what it was handed over, by EndToEndId, and from which runs. */
export type BankTruth = { payments: Map<string, BankPayment>; runs: Set<string>; creditedCents: Map<string, bigint> };
export const newBankTruth = (): BankTruth => ({ payments: new Map(), runs: new Set(), creditedCents: new Map() });

/**
 * I4 at the only moment that counts: a file is handed over. Each payment is new to the bank; of the same money nothing that was sent before is with the
 * payee, and it is as much as before.
 */
export function handOver(truth: BankTruth, sent: readonly Sent[], fail: Fail): void {
  for (const payment of sent) {
    const { endToEndId, money, cents } = payment;
    if (truth.payments.has(endToEndId)) fail('I4', `${endToEndId} is handed over twice`);
    for (const other of truth.payments.values()) {
      if (other.money !== money) continue;
      if (!other.isBack) fail('I4', `${endToEndId} is paid though ${other.endToEndId} is with the payee`);
      if (other.cents !== cents) fail('I4', `${endToEndId} pays ${cents}, ${other.endToEndId} paid ${other.cents}`);
    }
    truth.payments.set(endToEndId, { ...payment, isBack: false });
  }
}
