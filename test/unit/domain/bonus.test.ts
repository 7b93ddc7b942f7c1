import { describe, expect, it } from 'vitest';
import {
  addBases,
  addLines,
  type Bases,
  type BonusInput,
  basesSchema,
  calculateBonus,
  isZeroBases,
  linesSchema,
  type Purchase,
  subtractBases,
  subtractLines,
  sumOfLines,
  zeroBases,
} from '../../../domain/bonus.ts';
import { generalBonusTable } from '../../../domain/bonus-table.ts';

function purchase(bases: Partial<Bases>): Purchase {
  return {
    purchasedAt: Date.parse('2026-01-15T12:00:00Z'),
    reference: 'A1/2026-01-15/1/1',
    bases: { ...zeroBases, ...bases },
  };
}

function calculate(bases: readonly Partial<Bases>[], overrides: Partial<BonusInput> = {}) {
  return calculateBonus({
    month: '2026-01',
    memberKind: 'PERSON',
    opening: zeroBases,
    purchases: bases.map(purchase),
    table: generalBonusTable,
    ...overrides,
  });
}

const noLines = { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 };

describe('the worked examples of domain.md 4.6', () => {
  const goodsAndFuel = {
    bonusCents: 51_240,
    fuelCents: 13_240,
    fuelMillilitres: 80_000,
    campaignCents: 10_000,
    paymentBenefitCents: 40_000,
  };
  it.each<[string, Partial<Bases>, number | undefined, Partial<typeof noLines>, number]>([
    ['49.99 €', { bonusCents: 4_999 }, undefined, {}, 0],
    ['50 €', { bonusCents: 5_000 }, 100, { bonusCents: 50 }, 50],
    ['399 €', { bonusCents: 39_900 }, 200, { bonusCents: 798 }, 798],
    ['400 €', { bonusCents: 40_000 }, 250, { bonusCents: 1_000 }, 1_000],
    ['480 €', { bonusCents: 48_000 }, 250, { bonusCents: 1_200 }, 1_200],
    ['500 €', { bonusCents: 50_000 }, 300, { bonusCents: 1_500 }, 1_500],
    ['850 €', { bonusCents: 85_000 }, 450, { bonusCents: 3_825 }, 3_825],
    ['899.99 €', { bonusCents: 89_999 }, 450, { bonusCents: 4_050 }, 4_050],
    ['900 €', { bonusCents: 90_000 }, 500, { bonusCents: 4_500 }, 4_500],
    [
      '500 €, all in campaign',
      { bonusCents: 50_000, campaignCents: 50_000 },
      300,
      { bonusCents: 1_500, doubleExtraCents: 1_500 },
      3_000,
    ],
    [
      '380 € goods (100 € in campaign, 400 € by card) and 80.00 l for 132.40 €',
      goodsAndFuel,
      300,
      { bonusCents: 1_140, doubleExtraCents: 300, fuelBonusCents: 240, paymentBenefitCents: 200 },
      1_880,
    ],
  ])('%s', (_, bases, rateBasisPoints, lines, amountCents) => {
    const result = calculate([bases]);
    expect(result.row?.rateBasisPoints).toBe(rateBasisPoints);
    expect(result.lines).toEqual({ ...noLines, ...lines });
    expect(result.amountCents).toBe(amountCents);
  });

  it('says all that the amount came from', () => {
    expect(
      calculate([{ bonusCents: 30_000, campaignCents: 10_000 }, { bonusCents: 20_000 }], { month: '2026-05' }),
    ).toEqual({
      month: '2026-05',
      receiptCount: 2,
      opening: zeroBases,
      purchases: { ...zeroBases, bonusCents: 50_000, campaignCents: 10_000 },
      total: { ...zeroBases, bonusCents: 50_000, campaignCents: 10_000 },
      tableValidFrom: '2017-03',
      row: { fromCents: 50_000, rateBasisPoints: 300, fuelCentsPerHundredLitres: 300 },
      lines: { ...noLines, bonusCents: 1_500, doubleExtraCents: 300 },
      amountCents: 1_800,
      carry: zeroBases,
    });
  });
});

describe('rounding (R18)', () => {
  it('is once, on the sum: 16.50 €, 16.50 € and 17.00 € give 0.50 €, not three times 0.17 €', () => {
    expect(calculate([{ bonusCents: 1_650 }, { bonusCents: 1_650 }, { bonusCents: 1_700 }]).lines.bonusCents).toBe(50);
  });

  it('is per line: two halves of a cent are two cents', () => {
    expect(calculate([{ bonusCents: 5_050, campaignCents: 50 }]).lines).toEqual({
      ...noLines,
      bonusCents: 51,
      doubleExtraCents: 1,
    });
  });

  it('goes away from zero for a negative line too', () => {
    expect(calculate([{ bonusCents: 5_000, campaignCents: -50 }]).lines.doubleExtraCents).toBe(-1);
    expect(calculate([{ bonusCents: 5_000, campaignCents: -49 }]).lines.doubleExtraCents).toBe(0);
  });

  it('takes half a cent of fuel bonus (500 ml) as a cent, and less (499 ml) as none', () => {
    expect(calculate([{ bonusCents: 5_000, fuelMillilitres: 500 }]).lines.fuelBonusCents).toBe(1);
    expect(calculate([{ bonusCents: 5_000, fuelMillilitres: 499 }]).lines.fuelBonusCents).toBe(0);
  });
});

describe('fuel (R13, R14)', () => {
  it('is paid by the litre from the table, not by the percentage', () => {
    const table = {
      ...generalBonusTable,
      rows: [{ fromCents: 0, rateBasisPoints: 100, fuelCentsPerHundredLitres: 700 }],
    };
    const fuel = { bonusCents: 10_000, fuelCents: 10_000, fuelMillilitres: 50_000 };
    expect(calculate([fuel], { table }).lines).toEqual({ ...noLines, fuelBonusCents: 350 });
  });
});

describe('the payment benefit (R20–R23)', () => {
  it('is paid below the first threshold, without a row', () => {
    const result = calculate([{ bonusCents: 4_999, paymentBenefitCents: 4_999 }]);
    expect(result.row).toBeNull();
    expect(result.lines).toEqual({ ...noLines, paymentBenefitCents: 25 });
    expect(result.amountCents).toBe(25);
  });
});

describe('returns (domain.md 6 #4)', () => {
  const halfReturned = [{ bonusCents: 50_000 }, { bonusCents: -10_001 }];

  it('lower the rate of the whole month', () => {
    expect(calculate(halfReturned)).toMatchObject({ receiptCount: 2, amountCents: 800, row: { rateBasisPoints: 200 } });
  });

  it('carry every base of a month whose total is negative', () => {
    const back = {
      bonusCents: -1,
      fuelCents: -300,
      fuelMillilitres: -200,
      campaignCents: 40,
      paymentBenefitCents: 9_000,
    };
    expect(calculate([back])).toMatchObject({ row: null, lines: noLines, amountCents: 0, total: back, carry: back });
  });

  it('open the next month, which may be without receipts, and may be carried again', () => {
    const opening = { ...zeroBases, bonusCents: -9_000, paymentBenefitCents: -9_000 };
    const idle = calculate([], { opening });
    expect(idle).toMatchObject({ receiptCount: 0, opening, purchases: zeroBases, carry: opening, amountCents: 0 });
    const next = calculate([{ bonusCents: 20_000, paymentBenefitCents: 20_000 }], { opening: idle.carry });
    expect(next.purchases.bonusCents).toBe(20_000);
    expect(next.total.bonusCents).toBe(11_000);
    expect(next.lines).toEqual({ ...noLines, bonusCents: 110, paymentBenefitCents: 55 });
    expect(next.carry).toEqual(zeroBases);
  });

  it('a total of exactly 0 is not negative: nothing is carried, and a negative base gives a negative line', () => {
    const result = calculate([{ bonusCents: 10_000 }, { bonusCents: -10_000, paymentBenefitCents: -10_000 }]);
    expect(result.lines).toEqual({ ...noLines, paymentBenefitCents: -50 });
    expect(result.amountCents).toBe(-50);
    expect(result.carry).toEqual(zeroBases);
  });

  it('a negative base under a positive total gives a negative line at the rate of the total', () => {
    expect(calculate([{ bonusCents: 90_000, fuelCents: -2_000, fuelMillilitres: -1_000 }]).lines).toEqual({
      ...noLines,
      bonusCents: 4_600,
      fuelBonusCents: -5,
    });
  });
});

describe('company members (R1)', () => {
  it.each([{ bonusCents: 90_000, paymentBenefitCents: 90_000 }, { bonusCents: -90_000 }])(
    'earn nothing and carry nothing: %j',
    (bases) => {
      const result = calculate([bases], { memberKind: 'COMPANY' });
      expect(result).toMatchObject({ row: null, lines: noLines, amountCents: 0, carry: zeroBases });
      expect(result.total).toEqual({ ...zeroBases, ...bases });
    },
  );
});

it('refuses sums that a double does not hold exactly', () => {
  expect(() => calculate([{ bonusCents: Number.MAX_SAFE_INTEGER }])).toThrow(RangeError);
});

describe('bases and lines', () => {
  const a: Bases = { bonusCents: 1, fuelCents: 2, fuelMillilitres: 3, campaignCents: 4, paymentBenefitCents: 5 };
  const b: Bases = {
    bonusCents: 10,
    fuelCents: 200,
    fuelMillilitres: 3_000,
    campaignCents: 40_000,
    paymentBenefitCents: 500_000,
  };
  const lines = { bonusCents: 1, doubleExtraCents: 20, fuelBonusCents: 300, paymentBenefitCents: 4_000 };

  it('are added and subtracted part by part', () => {
    expect(addBases(a, b)).toEqual({
      bonusCents: 11,
      fuelCents: 202,
      fuelMillilitres: 3_003,
      campaignCents: 40_004,
      paymentBenefitCents: 500_005,
    });
    expect(subtractBases(addBases(a, b), b)).toEqual(a);
    expect(addLines(lines, lines)).toEqual({
      bonusCents: 2,
      doubleExtraCents: 40,
      fuelBonusCents: 600,
      paymentBenefitCents: 8_000,
    });
    expect(subtractLines(addLines(lines, lines), lines)).toEqual(lines);
    expect(sumOfLines(lines)).toBe(4_321);
  });

  it.each(Object.keys(zeroBases))('are not zero if only %s is not', (key) => {
    expect(isZeroBases(zeroBases)).toBe(true);
    expect(isZeroBases({ ...zeroBases, [key]: -1 })).toBe(false);
  });

  it('are whole numbers, all of them and no others', () => {
    expect(basesSchema.parse(a)).toEqual(a);
    expect(linesSchema.parse(lines)).toEqual(lines);
    expect(basesSchema.safeParse({ ...a, bonusCents: 0.5 }).success).toBe(false);
    expect(basesSchema.safeParse({ ...a, other: 1 }).success).toBe(false);
    expect(linesSchema.safeParse({ ...lines, fuelBonusCents: undefined }).success).toBe(false);
  });
});
