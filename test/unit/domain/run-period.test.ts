import { describe, expect, it } from 'vitest';
import { runKinds } from '../../../domain/run.ts';
import {
  isPeriodOf,
  periodBefore,
  periodSchema,
  periodText,
  shapeOfPeriod,
  yearSchema,
} from '../../../domain/run-period.ts';

const periods = { month: '2026-10', year: '2026', day: '2026-11-28' } as const;
const shapeOf = {
  BONUS: 'month',
  INTEREST: 'year',
  SURPLUS: 'year',
  REFUND: 'month',
  CORRECTION: 'day',
} as const;

describe('periods', () => {
  it.each(runKinds)('of %s have one shape and no other', (kind) => {
    for (const [shape, period] of Object.entries(periods))
      expect(isPeriodOf(kind, period)).toBe(shape === shapeOf[kind]);
    expect(shapeOfPeriod(kind)).toMatch(new RegExp(`^a ${shapeOf[kind]}, yyyy`));
  });

  it.each(Object.values(periods))('%s is one', (period) => expect(periodSchema.safeParse(period).success).toBe(true));
  it.each(['2026-13', '2026-02-30', '26', '', '2026-1', 'BONUS'])('%j is none', (period) =>
    expect(periodSchema.safeParse(period).success).toBe(false),
  );
  it.each(['1999', '2100', '20261', '12026', '20x6', '2026\n', '202'])('%j is no year', (year) =>
    expect(yearSchema.safeParse(year).success).toBe(false),
  );
  it.each(['2000', '2026', '2099'])('%s is a year', (year) => expect(yearSchema.safeParse(year).success).toBe(true));

  it('before one are the month or the year before; a day has none', () => {
    expect(periodBefore('BONUS', '2026-01')).toBe('2025-12');
    expect(periodBefore('REFUND', '2026-10')).toBe('2026-09');
    expect(periodBefore('INTEREST', '2026')).toBe('2025');
    expect(periodBefore('SURPLUS', '2026')).toBe('2025');
    expect(periodBefore('CORRECTION', '2026-11-28')).toBeUndefined();
  });

  it('are written as people write them', () => {
    expect(['2026-01', '2026', '2026-11-08'].map(periodText)).toEqual(['01/2026', '2026', '8.11.2026']);
  });
});
