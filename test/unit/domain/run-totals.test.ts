import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTotals, brokenEquations, type RunTotals, zeroTotals } from '../../../domain/run-totals.ts';

const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

/** A household as a run settles it: its equations hold. */
const settled: fc.Arbitrary<RunTotals> = fc
  .record({
    lines: fc.tuple(cents, cents, cents, cents),
    late: cents,
    opening: cents,
    share: fc.nat(10_000),
    account: fc.nat(100_000),
    receipts: fc.nat(40),
  })
  .map(
    ({
      lines: [bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents],
      late,
      opening,
      share,
      account,
      receipts,
    }) => {
      const amountCents = bonusCents + doubleExtraCents + fuelBonusCents + paymentBenefitCents;
      const payableCents = amountCents + late + opening;
      return {
        ...zeroTotals,
        households: 1,
        receipts,
        lines: { bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents },
        amountCents,
        lateAmountCents: late,
        openingUnpaidCents: opening,
        payableCents,
        toShareCents: share,
        toAccountCents: account,
        unpaidCents: payableCents - share - account,
        payments: account > 0 ? 1 : 0,
      };
    },
  );
const sumOf = (all: readonly RunTotals[]): RunTotals => all.reduce(addTotals, zeroTotals);

describe('the control sums', () => {
  it('add up for any part of a run, in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(settled, { maxLength: 20 }), fc.nat(20), (all, place) => {
        const whole = sumOf(all);
        expect(brokenEquations('BONUS', whole)).toEqual([]);
        expect(sumOf(all.toReversed())).toEqual(whole);
        expect(addTotals(sumOf(all.slice(0, place)), sumOf(all.slice(place)))).toEqual(whole);
      }),
    );
  });

  it.each([
    ['amountCents', ['lines = amount', 'amount + late + opening - withheld = payable']],
    ['withheldCents', ['amount + late + opening - withheld = payable']],
    ['lateAmountCents', ['amount + late + opening - withheld = payable']],
    ['openingUnpaidCents', ['amount + late + opening - withheld = payable']],
    ['payableCents', ['amount + late + opening - withheld = payable', 'share + account + unpaid = payable']],
    ['toShareCents', ['share + account + unpaid = payable']],
    ['toAccountCents', ['share + account + unpaid = payable']],
    ['unpaidCents', ['share + account + unpaid = payable']],
  ] as const)('tell a single cent too much in %s', (name, broken) => {
    fc.assert(
      fc.property(settled, (totals) => {
        expect(brokenEquations('BONUS', { ...totals, [name]: totals[name] + 1 })).toEqual(broken);
      }),
    );
  });

  it('tell a single cent too much in a line', () => {
    const lines = { ...zeroTotals.lines, fuelBonusCents: 1 };
    expect(brokenEquations('BONUS', { ...zeroTotals, lines })).toEqual(['lines = amount']);
  });
});
