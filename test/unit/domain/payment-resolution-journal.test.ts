import { expect, it } from 'vitest';
import type { PaymentRecord } from '../../../domain/payment.ts';
import type { BankAnswer, PaymentVerdict } from '../../../domain/payment-evidence.ts';
import { cameBackCents, resolvedCents } from '../../../domain/payment-journal.ts';

const answer = (kind: BankAnswer['kind'], index: number): BankAnswer => ({
  by: 'BANK',
  kind,
  source: kind === 'SETTLED' || kind === 'RETURNED' ? 'ACCOUNT_ENTRY' : 'STATUS_REPORT',
  fileId: `file-${index}`,
  entryRef: `entry-${index}`,
  atMs: index,
});
const found = (verdict: PaymentVerdict) =>
  ({ by: 'PERSON', verdict, staffId: 's', reference: 'LETTER', reason: 'why', atMs: 9 }) as const;
const record = (
  origin: PaymentRecord['origin'],
  kinds: readonly BankAnswer['kind'][],
  verdict: PaymentVerdict,
): PaymentRecord => ({ amountCents: 100, origin, evidence: [...kinds.map(answer), found(verdict)] });

it.each<[string, PaymentRecord, number]>([
  ['nothing, where the books said so already', record('SENT', ['REJECTED', 'SETTLED'], 'REJECTED'), 0],
  ['back out, where it had been thought to be owed', record('SENT', ['REJECTED', 'SETTLED'], 'CONFIRMED'), -100],
  [
    'into the liability, where it had been thought to be paid',
    record('SENT', ['SETTLED', 'REJECTED'], 'RETURNED'),
    100,
  ],
  ['into the liability, where nothing was known', record('SENT', [], 'REJECTED'), 100],
  ['nothing, where nothing was known and it is paid', record('SENT', [], 'CONFIRMED'), 0],
  ['nothing, where it was never sent and is owed', record('HELD', ['SETTLED'], 'REJECTED'), 0],
  ['out, where it was never meant to be sent and was paid', record('HELD', ['SETTLED'], 'CONFIRMED'), -100],
])('what a person finds out moves %s', (_what, resolved, cents) => {
  expect(resolvedCents(resolved) === cents).toBe(true);
});

it('adds up with what the bank’s files have moved', () => {
  const resolved = record('SENT', ['SETTLED', 'REJECTED'], 'RETURNED');
  const files = ['file-0', 'file-1'].map((fileId) => cameBackCents(resolved, fileId));
  expect(files.reduce((sum, cents) => sum + cents, resolvedCents(resolved))).toBe(100);
});
