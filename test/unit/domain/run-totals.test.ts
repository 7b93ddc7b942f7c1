import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTotals, brokenEquations, type RunTotals, runTotalsSchema, zeroTotals } from '../../../domain/run-totals.ts';

const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

/** A household as a run settles it: its equations hold. */
const settled: fc.Arbitrary<RunTotals> = fc
  .record({
    lines: fc.tuple(cents, cents, cents, cents),
    late: cents,
    opening: cents,
    // Nothing as often as something: a payee may get nothing at all.
    share: fc.oneof(fc.constant(0), fc.nat(10_000)),
    account: fc.oneof(fc.constant(0), fc.nat(100_000)),
    receipts: fc.nat(40),
    base: fc.nat(1_000_000),
    withheld: fc.nat(1_000),
  })
  .map(
    ({
      lines: [bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents],
      late,
      opening,
      share,
      account,
      receipts,
      base,
      withheld,
    }) => {
      const amountCents = bonusCents + doubleExtraCents + fuelBonusCents + paymentBenefitCents;
      const payableCents = amountCents + late + opening - withheld;
      return {
        ...zeroTotals,
        payees: 1,
        baseCents: base,
        withheldCents: withheld,
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
        toSharePayees: share > 0 ? 1 : 0,
        notPaidPayees: share + account === 0 ? 1 : 0,
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
        expect(runTotalsSchema.parse(whole)).toEqual(whole);
      }),
    );
  });

  it('count payees, and those of them who are paid, whose share gets something, and who get nothing', () => {
    fc.assert(
      fc.property(fc.array(settled, { maxLength: 20 }), (all) => {
        const whole = sumOf(all);
        const count = (is: (totals: RunTotals) => boolean): number => all.filter(is).length;
        expect(whole).toMatchObject({
          payees: all.length,
          payments: count(({ toAccountCents }) => toAccountCents > 0),
          toSharePayees: count(({ toShareCents }) => toShareCents > 0),
          notPaidPayees: count(({ toShareCents, toAccountCents }) => toShareCents + toAccountCents === 0),
        });
        for (const name of ['baseCents', 'withheldCents', 'amountCents', 'receipts'] as const)
          expect(whole[name]).toBe(all.reduce((sum, totals) => sum + totals[name], 0));
      }),
    );
  });

  it('of other kinds than Bonus have no lines, and their amount is not checked against them', () => {
    const interest = { ...zeroTotals, amountCents: 100, withheldCents: 8, payableCents: 92, toAccountCents: 92 };
    expect(brokenEquations('INTEREST', interest)).toEqual([]);
    expect(brokenEquations('BONUS', interest)).toEqual(['lines = amount']);
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
    expect(runTotalsSchema.safeParse({}).success).toBe(false);
  });
});
