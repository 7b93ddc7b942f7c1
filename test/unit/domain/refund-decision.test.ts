import { describe, expect, it } from 'vitest';
import {
  approveRefundDecision,
  type RefundTerms,
  recordRefundDecision,
  refundDecisionSchema,
  withdrawRefundDecision,
} from '../../../domain/refund-decision.ts';

const terms = (over: Partial<RefundTerms> = {}): RefundTerms => ({
  decidedOn: '2026-04-20',
  partBasisPoints: 5_000,
  isFinal: false,
  basis: 'Accounts of 2025',
  ...over,
});
const [anna, bea] = [
  { by: 'anna', atMs: 1 },
  { by: 'bea', atMs: 2 },
];
const recorded = (of = terms()) => recordRefundDecision(undefined, { year: '2025', terms: of }, anna);
const approved = (of = terms()) => approveRefundDecision(recorded(of), bea);
const refused = (code: string) => expect.objectContaining({ code });

describe('a decision on refunds (R30)', () => {
  it('is recorded by one person, and in force once another has approved it', () => {
    expect(recorded()).toEqual({ year: '2025', version: 1, state: 'RECORDED', terms: terms(), recorded: anna });
    expect(() => approveRefundDecision(recorded(), anna)).toThrow(refused('secondPersonRequired'));
    expect(approved()).toMatchObject({
      version: 2,
      state: 'APPROVED',
      approved: bea,
      inForce: { version: 2, partBasisPoints: 5_000, isFinal: false },
    });
    expect(refundDecisionSchema.parse(approved())).toEqual(approved());
    expect(() => approveRefundDecision(approved(), bea)).toThrow(refused('decisionNotInState'));
  });

  it('gives more later, never less; until that is approved the one before is in force', () => {
    const more = recordRefundDecision(approved(), { year: '2025', terms: terms({ partBasisPoints: 8_000 }) }, anna);
    expect(more).toMatchObject({ version: 3, state: 'RECORDED', inForce: { version: 2, partBasisPoints: 5_000 } });
    expect(more).not.toHaveProperty('approved');
    expect(approveRefundDecision(more, bea).inForce).toEqual({ version: 4, partBasisPoints: 8_000, isFinal: false });
    const less = { year: '2025', terms: terms({ partBasisPoints: 4_999 }) };
    expect(() => recordRefundDecision(approved(), less, anna)).toThrow(refused('decisionNotInState'));
    expect(recordRefundDecision(recorded(), less, anna)).toMatchObject({ version: 2, state: 'RECORDED' });
    const same = { year: '2025', terms: terms({ isFinal: true }) };
    expect(approveRefundDecision(recordRefundDecision(approved(), same, anna), bea).inForce?.isFinal).toBe(true);
  });

  it('ends with one that is final', () => {
    const final = approved(terms({ isFinal: true }));
    const more = { year: '2025', terms: terms({ partBasisPoints: 9_000 }) };
    expect(() => recordRefundDecision(final, more, anna)).toThrow(refused('decisionNotInState'));
  });

  it('is withdrawn while it waits; what was approved stays in force', () => {
    const more = recordRefundDecision(approved(), { year: '2025', terms: terms({ partBasisPoints: 8_000 }) }, anna);
    expect(withdrawRefundDecision(more, 'wrong', bea)).toMatchObject({
      version: 4,
      state: 'WITHDRAWN',
      withdrawn: { ...bea, reason: 'wrong' },
      inForce: { version: 2 },
    });
    expect(() => withdrawRefundDecision(approved(), 'wrong', bea)).toThrow(
      'The decision is APPROVED; this is possible only from RECORDED.',
    );
  });

  it('rests on accounts that are not of the future', () => {
    expect(() => recorded(terms({ decidedOn: '2024-12-31' }))).toThrow(refused('invalidRequest'));
    expect(recorded(terms({ decidedOn: '2025-12-31' })).state).toBe('RECORDED');
  });
});
