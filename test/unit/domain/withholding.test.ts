import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type WithholdingInput,
  type WithholdingRule,
  withhold,
  withholdingRules,
  withholdingSchema,
} from '../../../domain/withholding.ts';

const payment = (grossCents: number, more: Partial<WithholdingInput> = {}): WithholdingInput => ({
  paidOn: '2026-06-15',
  grossCents,
  paidBeforeCents: 0,
  payee: 'PERSON',
  ...more,
});

describe('withhold', () => {
  /** domain.md 4.7. */
  it.each([
    [1_000, 0, 250],
    [2_000, 0, 500],
    [2_001, 150, 500],
    [4_000, 300, 1_000],
    [10_000, 750, 2_500],
    [500_000, 37_500, 125_000],
    [600_000, 63_000, 210_000],
  ])('of %i cents withholds %i; %i are taxable', (grossCents, withheldCents, taxableCents) => {
    expect(withhold(payment(grossCents))).toMatchObject({ withheldCents, taxableCents });
  });

  it('counts the other payments of the year towards 5 000 euros', () => {
    expect(withhold(payment(100_000, { paidBeforeCents: 450_000 }))).toEqual({
      ground: 'LAW',
      ruleFrom: '2015-01-01',
      paidBeforeCents: 450_000,
      parts: [
        { baseCents: 50_000, rateBasisPoints: 750 },
        { baseCents: 50_000, rateBasisPoints: 2_550 },
      ],
      withheldCents: 3_750 + 12_750,
      taxableCents: 12_500 + 42_500,
    });
    const above = withhold(payment(10_000, { paidBeforeCents: 500_000 }));
    expect(above.parts).toEqual([{ baseCents: 10_000, rateBasisPoints: 2_550 }]);
  });

  it('goes by the row of the law that was the last to begin, whatever order they stand in', () => {
    const row = (from: string, rateBasisPoints: number): WithholdingRule => ({
      ...{ from, source: 'a test', freeAtMostCents: 0 },
      bands: [{ rateBasisPoints, taxableBasisPoints: 0 }],
    });
    const rows = [row('2025-01-01', 200), row('2026-01-01', 300), row('2024-01-01', 100), row('2027-01-01', 400)];
    for (const rules of [rows, rows.toReversed(), rows.toSorted((a, b) => (a.from < b.from ? -1 : 1))]) {
      const on = (paidOn: string) => withhold(payment(10_000, { paidOn }), rules).withheldCents;
      expect(['2024-06-01', '2025-12-31', '2026-01-01', '2030-01-01'].map(on)).toEqual([100, 200, 300, 400]);
      expect(() => on('2023-12-31')).toThrow('no rule of withholding is known for that day');
    }
  });

  it('cuts a payment at the end of every band', () => {
    const bands = [10_000, 20_000, undefined].map((upToCents, index) => ({
      ...(upToCents === undefined ? {} : { upToCents }),
      ...{ rateBasisPoints: (index + 1) * 100, taxableBasisPoints: 0 },
    }));
    const rules = [{ from: '2020-01-01', source: 'a test', freeAtMostCents: 0, bands }];
    const basesOf = (grossCents: number, paidBeforeCents: number) =>
      withhold(payment(grossCents, { paidBeforeCents }), rules).parts.map(({ baseCents }) => baseCents);
    expect(basesOf(25_000, 0)).toEqual([10_000, 10_000, 5_000]);
    expect(basesOf(25_000, 4_000)).toEqual([6_000, 10_000, 9_000]);
    expect(basesOf(25_000, 12_000)).toEqual([8_000, 17_000]);
  });

  it('says of which amounts nothing can be withheld, and is stored as it is', () => {
    expect(() => withhold(payment(-1))).toThrow('an amount must be whole cents, at least 0');
    const found = withhold(payment(600_000));
    expect(withholdingSchema.parse(found)).toEqual(found);
    for (const wrong of [
      {},
      { ...found, more: 1 },
      { ...found, parts: [{}] },
      { ...found, parts: [{ baseCents: 1, rateBasisPoints: 10_001 }] },
    ])
      expect(withholdingSchema.safeParse(wrong).success).toBe(false);
  });

  it('looks at each payment alone for the 20 euros, whatever was paid before', () => {
    expect(withhold(payment(2_000, { paidBeforeCents: 900_000 }))).toMatchObject({
      ground: 'SMALL_PAYMENT',
      withheldCents: 0,
      taxableCents: 1_700,
    });
  });

  it('takes the percentage of the tax card in place of those of the law, but not from a small payment', () => {
    const card = { cardBasisPoints: 3_050, paidBeforeCents: 499_999 };
    expect(withhold(payment(10_000, card))).toMatchObject({
      ground: 'TAX_CARD',
      withheldCents: 3_050,
      parts: [{ baseCents: 10_000, rateBasisPoints: 3_050 }],
    });
    expect(withhold(payment(10_000, { cardBasisPoints: 0 }))).toMatchObject({ ground: 'TAX_CARD', withheldCents: 0 });
    expect(withhold(payment(2_000, card))).toMatchObject({ ground: 'SMALL_PAYMENT', withheldCents: 0 });
  });

  it('withholds from estates as from persons, and from nobody else', () => {
    expect(withhold(payment(10_000, { payee: 'ESTATE' })).withheldCents).toBe(750);
    expect(withhold(payment(10_000, { payee: 'ORGANISATION', cardBasisPoints: 3_000 }))).toMatchObject({
      ground: 'NOT_SUBJECT',
      withheldCents: 0,
    });
  });

  it('rounds the sum of the parts once, half a cent up', () => {
    // 20.06: 7.5 % of it are 150.45 cents; 20.20: 151.5.
    expect(withhold(payment(2_006)).withheldCents).toBe(150);
    expect(withhold(payment(2_020)).withheldCents).toBe(152);
    // 10.02 below and 10.02 above: 75.15 + 255.51 = 330.66, where rounding each would give 75 + 256 = 331 as well; 10.06: 75.45 + 256.53.
    expect(withhold(payment(2_012, { paidBeforeCents: 500_000 - 1_006 })).withheldCents).toBe(332);
  });

  it('goes by the row of the law that was in force on the day of payment', () => {
    const next = {
      from: '2027-01-01',
      source: 'made up',
      freeAtMostCents: 0,
      bands: [{ rateBasisPoints: 3_000, taxableBasisPoints: 10_000 }],
    };
    const rules = [next, ...withholdingRules];
    expect(withhold(payment(10_000, { paidOn: '2026-12-31' }), rules).withheldCents).toBe(750);
    expect(withhold(payment(10_000, { paidOn: '2027-01-01' }), rules)).toMatchObject({
      withheldCents: 3_000,
      ruleFrom: '2027-01-01',
    });
    expect(() => withhold(payment(10_000, { paidOn: '2014-12-31' }))).toThrow(/no rule/);
  });

  it('refuses what is no amount', () => {
    for (const wrong of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => withhold(payment(wrong))).toThrow(RangeError);
      expect(() => withhold(payment(1, { paidBeforeCents: wrong }))).toThrow(RangeError);
    }
  });
});

const amount = fc.oneof(
  fc.integer({ min: 0, max: 4_000 }),
  fc.integer({ min: 490_000, max: 510_000 }),
  fc.nat(2_000_000),
);
const anyPayment = fc.record({
  paidOn: fc.constant('2026-06-15'),
  grossCents: amount,
  paidBeforeCents: amount,
  payee: fc.constantFrom('PERSON' as const, 'ESTATE' as const, 'ORGANISATION' as const),
  cardBasisPoints: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
});

describe('withholding, of any payment', () => {
  it('has parts that add up to the payment, and never withholds or taxes more than it', () => {
    fc.assert(
      fc.property(anyPayment, (input) => {
        const { parts, withheldCents, taxableCents } = withhold(input);
        expect(parts.reduce((sum, { baseCents }) => sum + baseCents, 0)).toBe(input.grossCents);
        expect(withheldCents).toBeGreaterThanOrEqual(0);
        expect(withheldCents).toBeLessThanOrEqual(input.grossCents);
        expect(taxableCents).toBeLessThanOrEqual(input.grossCents);
      }),
    );
  });

  it('comes to the same, to a cent a payment, however a year is cut into payments of more than 20 euros', () => {
    const payments = fc.array(fc.integer({ min: 2_001, max: 400_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(payments, (amounts) => {
        let paidBeforeCents = 0;
        let apart = 0;
        for (const grossCents of amounts) {
          apart += withhold(payment(grossCents, { paidBeforeCents })).withheldCents;
          paidBeforeCents += grossCents;
        }
        expect(Math.abs(apart - withhold(payment(paidBeforeCents)).withheldCents)).toBeLessThanOrEqual(amounts.length);
      }),
    );
  });

  it('grows with what was paid before, and not by the day of the year', () => {
    fc.assert(
      fc.property(anyPayment, amount, (input, more) => {
        const later = { ...input, paidBeforeCents: input.paidBeforeCents + more, paidOn: '2026-12-31' };
        expect(withhold(later).withheldCents).toBeGreaterThanOrEqual(withhold(input).withheldCents);
      }),
    );
  });
});
