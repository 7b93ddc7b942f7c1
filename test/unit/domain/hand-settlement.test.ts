import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultChartOfAccounts as chart } from '../../../domain/chart-of-accounts.ts';
import {
  approveHandSettlement,
  awaitsHandSettlement,
  checkWithdrawable,
  type HandSettlement,
  handSettlementSchema,
  proposeHandSettlement,
} from '../../../domain/hand-settlement.ts';
import { creditOf, journalOfHandSettlement, liabilityOf } from '../../../domain/journal.ts';
import { paymentState } from '../../../domain/payment.ts';
import type { BankAnswer } from '../../../domain/payment-evidence.ts';
import { owedKinds } from '../../../domain/payment-ids.ts';
import { approveLapse, proposeLapse } from '../../../domain/payment-lapse.ts';

const today = '2026-06-16';
const held = { amountCents: 10_000, origin: 'HELD', evidence: [], reason: 'NON_RESIDENT' } as const;
const proposal = (overrides: Partial<HandSettlement> = {}): HandSettlement => ({
  paidOn: today,
  paidCents: 7_000,
  taxAtSourceCents: 3_000,
  reference: 'TRANSFER-1',
  reason: 'Lives abroad',
  by: 'anna',
  atMs: 1,
  ...overrides,
});
const answer = (kind: BankAnswer['kind']): BankAnswer => ({
  by: 'BANK',
  kind,
  source: kind === 'REJECTED' ? 'STATUS_REPORT' : 'ACCOUNT_ENTRY',
  fileId: 'f-1',
  entryRef: kind,
  atMs: 1,
});
const refused = (code: string) => expect.objectContaining({ code });
const notInState = refused('paymentNotInState');
const differs = refused('handSettlementDiffers');

describe('a settlement by hand (R95)', () => {
  it('is proposed by one person and approved by another, and closes the payment', () => {
    const handSettlement = proposeHandSettlement(held, proposal(), today);
    expect(handSettlementSchema.parse(handSettlement)).toEqual(proposal());
    const proposed = { ...held, handSettlement };
    expect(paymentState(proposed).state).toBe('HELD');
    expect(awaitsHandSettlement(proposed)).toBe(true);
    expect(() => approveHandSettlement(proposed, 'anna')).toThrow(refused('secondPersonRequired'));
    const approved = approveHandSettlement(proposed, 'bea');
    expect(approved).toEqual({
      handSettlement: proposal({ approvedBy: 'bea' }),
      closed: { as: 'SETTLED_BY_HAND', from: 'HELD', evidenceCount: 0 },
    });
    const settled = { ...held, ...approved };
    expect(paymentState(settled)).toEqual({ state: 'SETTLED_BY_HAND', isDoubtful: false });
    expect(awaitsHandSettlement(settled)).toBe(false);
    expect(() => approveHandSettlement(settled, 'cilla')).toThrow(notInState);
    expect(() => proposeHandSettlement(settled, proposal(), today)).toThrow(notInState);
    expect(() => checkWithdrawable(settled)).toThrow(notInState);
  });

  it('is the whole payment, to the cent', () => {
    const part = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(part, part, (paidCents, taxAtSourceCents) => {
        const given = proposal({ paidCents, taxAtSourceCents });
        if (paidCents + taxAtSourceCents === held.amountCents)
          expect(proposeHandSettlement(held, given, today)).toEqual(given);
        else expect(() => proposeHandSettlement(held, given, today)).toThrow(differs);
      }),
    );
    expect(() => proposeHandSettlement(held, proposal({ paidCents: 4_000 }), today)).toThrow(
      'What was paid and the tax at source are together 70.00 €, and the payment is 100.00 €.',
    );
    expect(() => approveHandSettlement({ ...held, amountCents: 9_999, handSettlement: proposal() }, 'bea')).toThrow(
      differs,
    );
  });

  it('has tax at source only of what is held for a non-resident, and no day that is still to come', () => {
    const ended = { ...held, reason: 'MEMBERSHIP_ENDED' } as const;
    expect(() => proposeHandSettlement(ended, proposal(), today)).toThrow(differs);
    const all = proposal({ paidCents: 10_000, taxAtSourceCents: 0 });
    expect(proposeHandSettlement(ended, all, today)).toEqual(all);
    expect(() => proposeHandSettlement(held, proposal({ paidOn: '2026-06-17' }), today)).toThrow(differs);
  });

  it.each([
    ['SENT', []],
    ['CONFIRMED', [answer('SETTLED')]],
    ['UNKNOWN', [answer('SETTLED'), answer('REJECTED')]],
  ])('is never possible of what is %s', (state, evidence) => {
    const sent = { ...held, origin: 'SENT', evidence } as const;
    expect(paymentState(sent).state).toBe(state);
    expect(() => proposeHandSettlement(sent, proposal(), today)).toThrow(notInState);
    expect(() => approveHandSettlement({ ...sent, handSettlement: proposal() }, 'bea')).toThrow(notInState);
  });

  it('leaves a doubt when the bank says later that the payment was paid after all', () => {
    const back = { ...held, origin: 'SENT', evidence: [answer('REJECTED')] } as const;
    const { closed } = approveHandSettlement({ ...back, handSettlement: proposal() }, 'bea');
    const later = { ...back, closed, evidence: [...back.evidence, answer('SETTLED')] };
    expect(paymentState(later)).toEqual({ state: 'SETTLED_BY_HAND', isDoubtful: true });
  });

  it('that waits is written off by nobody, until it is withdrawn', () => {
    const at = { today, limitationYears: 3 };
    const old = { ...held, dueOn: '2020-01-01' };
    const waiting = { ...old, handSettlement: proposal(), lapse: { by: 'anna', atMs: 1, reason: 'old' } };
    expect(() => proposeLapse(waiting, waiting.lapse, at)).toThrow(notInState);
    expect(() => approveLapse(waiting, 'bea', at)).toThrow(notInState);
    expect(() => checkWithdrawable(waiting)).not.toThrow();
    expect(approveLapse({ ...old, lapse: waiting.lapse }, 'bea', at).closed.as).toBe('LAPSED');
    expect(() => checkWithdrawable(old)).toThrow('Nobody has proposed to settle this payment by hand.');
  });

  it('takes the payment out of its liability: what was paid over the clearing account, the tax as owed', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000 });
    const of = { voucher: 'SETTLEMENT-havu-1', on: today, text: 'Maksu' };
    fc.assert(
      fc.property(fc.constantFrom(...owedKinds), cents, cents, (kind, paidCents, taxAtSourceCents) => {
        const lines = journalOfHandSettlement(of, { kind, paidCents, taxAtSourceCents }, chart);
        for (const each of owedKinds)
          expect(creditOf(lines, chart, liabilityOf[each])).toBe(each === kind ? 0 - paidCents - taxAtSourceCents : 0);
        expect(creditOf(lines, chart, 'bankClearing')).toBe(paidCents);
        expect(creditOf(lines, chart, 'taxAtSource')).toBe(taxAtSourceCents);
      }),
    );
    const lines = journalOfHandSettlement(of, { kind: 'INTEREST', paidCents: 1, taxAtSourceCents: 1 }, chart);
    expect([...new Set(lines.map(({ text }) => text))]).toEqual([
      'Maksu, maksettu erikseen: Osuuspääoman korko',
      'Maksu, lähdevero: Osuuspääoman korko',
    ]);
  });
});
