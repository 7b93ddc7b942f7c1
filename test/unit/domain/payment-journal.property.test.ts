import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PaymentEvidence, type PaymentRecord, paymentState, withAnswer } from '../../../domain/payment.ts';
import type { BankAnswer, Resolution } from '../../../domain/payment-evidence.ts';
import { cameBackCents } from '../../../domain/payment-journal.ts';

const files = ['file-a', 'file-b', 'file-c'] as const;
const answer: fc.Arbitrary<BankAnswer> = fc.record({
  by: fc.constant('BANK' as const),
  kind: fc.constantFrom('PENDING' as const, 'SETTLED' as const, 'REJECTED' as const, 'RETURNED' as const),
  source: fc.constantFrom('STATUS_REPORT' as const, 'ACCOUNT_ENTRY' as const),
  fileId: fc.constantFrom(...files),
  entryRef: fc.constantFrom('E1', 'E2'),
  atMs: fc.constant(0),
});

/** A sent payment as answers come, in any order and any number of times. */
function sent(answers: readonly BankAnswer[]): PaymentRecord {
  const record = { amountCents: 1_234, origin: 'SENT' as const, evidence: [] as readonly PaymentEvidence[] };
  for (const one of answers) record.evidence = withAnswer(record, one).evidence;
  return record;
}
const movedBy = (record: PaymentRecord): number =>
  files.reduce((sum, fileId) => sum + cameBackCents(record, fileId), 0);

describe('what the bank’s files move of a payment', () => {
  it('is together what its state says: all of it if it came back, nothing if it did not', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 8 }), (answers) => {
        const record = sent(answers);
        const { state } = paymentState(record);
        if (state === 'REJECTED' || state === 'RETURNED') expect(movedBy(record)).toBe(1_234);
        else if (state !== 'UNKNOWN') expect(movedBy(record)).toBe(0);
        else expect([0, 1_234]).toContain(movedBy(record));
      }),
    );
  });

  it('does not change by what comes later', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 5 }), answer, (answers, later) => {
        const before = sent(answers);
        const after = sent([...answers, later]);
        for (const fileId of files.filter((one) => one !== later.fileId))
          expect(cameBackCents(after, fileId)).toBe(cameBackCents(before, fileId));
      }),
    );
  });

  it('stays where contradicting files have left it when a person resolves it: that is booked by hand', () => {
    const [one, other] = ['REJECTED', 'SETTLED'].map((kind) => ({
      ...{ by: 'BANK', source: 'STATUS_REPORT', fileId: 'file-a', entryRef: 'E1', atMs: 0 },
      kind,
    })) as BankAnswer[];
    const found: Resolution = {
      by: 'PERSON',
      verdict: 'CONFIRMED',
      staffId: 's',
      reference: 'statement-1',
      reason: 'Pankki vahvisti',
      atMs: 1,
    };
    const evidence: PaymentEvidence[] = [one as BankAnswer, other as BankAnswer, found];
    expect(cameBackCents({ amountCents: 500, origin: 'SENT', evidence }, 'file-a')).toBe(500);
  });

  it('of a payment that was never sent is nothing: its money has never left', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 5 }), (answers) => {
        expect(movedBy({ ...sent(answers), origin: 'HELD' })).toBe(0);
      }),
    );
  });
});
