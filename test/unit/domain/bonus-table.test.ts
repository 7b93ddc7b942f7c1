import { describe, expect, it } from 'vitest';
import {
  type BonusTable,
  bonusTableSchema,
  generalBonusTable,
  rowFor,
  tableValidIn,
} from '../../../domain/bonus-table.ts';

const tableFrom = (validFrom: string): BonusTable => ({ ...generalBonusTable, validFrom });

describe('generalBonusTable', () => {
  it.each([
    [900, 5.0],
    [800, 4.5],
    [700, 4.0],
    [600, 3.5],
    [500, 3.0],
    [400, 2.5],
    [300, 2.0],
    [200, 1.5],
    [50, 1.0],
  ])('from %d € pays %d % and as many cents per litre (R5, R14)', (euros, percentage) => {
    expect(rowFor(generalBonusTable, euros * 100)).toEqual({
      fromCents: euros * 100,
      rateBasisPoints: percentage * 100,
      fuelCentsPerHundredLitres: percentage * 100,
    });
  });

  it('has these nine rows only, pays 0.5 % for the means of payment (R20) and is well-formed', () => {
    expect(generalBonusTable.rows).toHaveLength(9);
    expect(generalBonusTable.paymentBenefitBasisPoints).toBe(50);
    expect(bonusTableSchema.parse(generalBonusTable)).toEqual(generalBonusTable);
  });
});

describe('rowFor', () => {
  it('has none below the first threshold', () => {
    for (const cents of [4_999, 1, 0, -1, -90_000]) expect(rowFor(generalBonusTable, cents)).toBeUndefined();
  });

  it('can begin at the first cent (R6, Koillismaa)', () => {
    const table = {
      ...generalBonusTable,
      rows: [{ fromCents: 1, rateBasisPoints: 100, fuelCentsPerHundredLitres: 100 }],
    };
    expect(rowFor(table, 0)).toBeUndefined();
    expect(rowFor(table, 1)?.rateBasisPoints).toBe(100);
  });
});

describe('tableValidIn', () => {
  const tables = [tableFrom('2026-07'), tableFrom('2017-03'), tableFrom('2026-01')];

  it.each([
    ['2017-02', undefined],
    ['2017-03', '2017-03'],
    ['2025-12', '2017-03'],
    ['2026-01', '2026-01'],
    ['2026-06', '2026-01'],
    ['2026-07', '2026-07'],
    ['2099-12', '2026-07'],
  ])('in %s the table of %s rules, in whatever order they are listed', (month, validFrom) => {
    expect(tableValidIn(tables, month)?.validFrom).toBe(validFrom);
    expect(tableValidIn(tables.toReversed(), month)?.validFrom).toBe(validFrom);
  });

  it('of two that begin in the same month the later one in the list rules', () => {
    const [first, second] = [tableFrom('2026-01'), { ...tableFrom('2026-01'), paymentBenefitBasisPoints: 60 }];
    expect(tableValidIn([first, second], '2026-02')).toBe(second);
  });

  it('is undefined without tables', () => {
    expect(tableValidIn([], '2026-01')).toBeUndefined();
  });
});

describe('bonusTableSchema', () => {
  const row = (fromCents: number) => ({ fromCents, rateBasisPoints: 100, fuelCentsPerHundredLitres: 100 });
  const table = { validFrom: '2026-01', rows: [row(0), row(5_000)], paymentBenefitBasisPoints: 50 };

  it('takes a placeholder', () => {
    expect(bonusTableSchema.safeParse({ ...table, placeholder: true }).success).toBe(true);
  });

  it('says how rows are sorted', () => {
    const { error } = bonusTableSchema.safeParse({ ...table, rows: [row(5_000), row(4_999)] });
    expect(error?.issues).toMatchObject([
      {
        params: { code: 'badFormat' },
        message: 'Sort the rows by fromCents, ascending, each threshold once.',
        path: ['rows'],
      },
    ]);
  });

  it.each([
    ['no rows', { rows: [] }],
    ['rows that descend', { rows: [row(5_000), row(4_999)] }],
    ['a threshold twice', { rows: [row(5_000), row(5_000)] }],
    ['a negative threshold', { rows: [row(-1)] }],
    ['half a cent', { rows: [row(0.5)] }],
    ['a rate above 100 %', { rows: [{ ...row(0), rateBasisPoints: 10_001 }] }],
    ['a negative rate', { rows: [{ ...row(0), rateBasisPoints: -1 }] }],
    ['a row without fuel', { rows: [{ fromCents: 0, rateBasisPoints: 100 }] }],
    ['an unknown field of a row', { rows: [{ ...row(0), doubled: true }] }],
    ['no real month', { validFrom: '2026-13' }],
    ['a placeholder that is not', { placeholder: false }],
    ['an unknown field', { name: 'general' }],
  ])('refuses %s', (_, change) => {
    expect(bonusTableSchema.safeParse({ ...table, ...change }).success).toBe(false);
  });
});
