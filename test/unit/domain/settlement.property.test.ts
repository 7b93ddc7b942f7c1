import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SettlementInput, settle } from '../../../domain/settlement.ts';

const cents = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -100_000, max: 100_000 }));
const input: fc.Arbitrary<SettlementInput> = fc.record({
  openingUnpaidCents: cents,
  amounts: fc.array(cents, { maxLength: 5 }),
  minimumPayoutCents: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 2_000 })),
  shareMissingCents: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
  payee: fc.constantFrom('OK', 'NO_HEAD', 'NO_ACCOUNT', 'DECEASED', 'COMPANY'),
});

describe('settle', () => {
  it('loses and makes no cent', () => {
    fc.assert(
      fc.property(input, (each) => {
        const result = settle(each);
        expect(result.payableCents).toBe(
          each.openingUnpaidCents + each.amounts.reduce((sum, amount) => sum + amount, 0),
        );
        expect(result.toShareCents + result.toAccountCents + result.unpaidCents).toBe(result.payableCents);
      }),
    );
  });

  it('never pays less than nothing, more than the share is missing, or -0', () => {
    fc.assert(
      fc.property(input, (each) => {
        const result = settle(each);
        expect(result.toAccountCents).toBeGreaterThanOrEqual(0);
        expect(result.toShareCents).toBeGreaterThanOrEqual(0);
        expect(result.toShareCents).toBeLessThanOrEqual(each.shareMissingCents);
        for (const value of Object.values(result)) expect(Object.is(value, -0)).toBe(false);
      }),
    );
  });

  it('pays the account only once the share is full, only a payee that is in order, and at least the minimum', () => {
    fc.assert(
      fc.property(input, (each) => {
        const result = settle(each);
        if (result.toAccountCents > 0) {
          expect(each.payee).toBe('OK');
          expect(result.toShareCents).toBe(each.shareMissingCents);
        }
        if (result.outcome !== 'NOT_PAID')
          expect(result.payableCents).toBeGreaterThanOrEqual(Math.max(1, each.minimumPayoutCents));
      }),
    );
  });

  it('names the outcome by where the money went, and a reason exactly if something was held or nothing was due', () => {
    fc.assert(
      fc.property(input, (each) => {
        const { outcome, reason, toAccountCents, toShareCents, unpaidCents, payableCents } = settle(each);
        expect(outcome === 'PAID' || outcome === 'PAID_AND_TO_SHARE').toBe(toAccountCents > 0);
        expect(outcome === 'TO_SHARE' || outcome === 'PAID_AND_TO_SHARE').toBe(toShareCents > 0);
        expect(reason !== null).toBe(unpaidCents !== 0 || payableCents === 0);
      }),
    );
  });

  it('pays in the end what it would have paid at once: what was held is settled with the next run', () => {
    fc.assert(
      fc.property(input, cents, (each, later) => {
        const first = settle({ ...each, payee: 'NO_HEAD' });
        const second = settle({ ...each, openingUnpaidCents: first.unpaidCents, amounts: [later] });
        expect(second).toEqual(settle({ ...each, amounts: [...each.amounts, later] }));
      }),
    );
  });
});
