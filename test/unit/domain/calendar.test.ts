import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addMonthsToDate,
  businessDaysOf,
  daysBetween,
  lastBankingDayOnOrBefore,
  localDateOf,
  localDateSchema,
  localTimeOf,
  monthEnd,
  monthOf,
  monthSchema,
  monthStart,
  receiptExpirySeconds,
  startOfDay,
} from '../../../domain/calendar.ts';

const at = (text: string): number => Date.parse(text);

/** The month `index` months after January 2024 and the UTC instant of its first midnight in Helsinki, by EU summer time (2000/84/EC). */
function begun(index: number): { month: string; start: number } {
  const month = `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  const summer = index % 12 >= 3 && index % 12 <= 9;
  return { month, start: Date.parse(`${month}-01T00:00:00${summer ? '+03:00' : '+02:00'}`) };
}

const months = Array.from({ length: 7 * 12 }, (_, index) => {
  const next = begun(index + 1);
  return { ...begun(index), next: next.month, end: next.start };
});

describe('months', () => {
  it.each(months)('$month begins at its midnight', ({ month, start }) => {
    expect(monthStart(month)).toBe(start);
    expect(monthOf(start)).toBe(month);
    expect(localDateOf(start)).toBe(`${month}-01`);
  });

  it.each(months)('$month ends with 23:59:59.999', ({ month, next, end }) => {
    expect(monthOf(end - 1)).toBe(month);
    expect(monthOf(end)).toBe(next);
    expect(monthEnd(month)).toBe(end);
    expect(localTimeOf(end - 1)).toMatch(new RegExp(`^${month}-(28|29|30|31)T23:59:59\\+0[23]:00$`));
  });

  it('begins the year two hours before UTC does', () => {
    expect(localTimeOf(at('2026-12-31T22:00:00Z'))).toBe('2027-01-01T00:00:00+02:00');
    expect(monthOf(at('2026-12-31T22:00:00Z'))).toBe('2027-01');
    expect(monthOf(at('2026-12-31T21:59:59.999Z'))).toBe('2026-12');
  });

  it.each([
    ['2026-01', 1, '2026-02'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-06', 24, '2028-06'],
    ['2026-06', -30, '2023-12'],
    ['2026-06', 0, '2026-06'],
  ])('%s and %d months is %s', (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });
});

describe('the nights on which clocks change', () => {
  it.each([
    ['2026-03-29T00:59:59.999Z', '2026-03-29T02:59:59+02:00'],
    ['2026-03-29T01:00:00Z', '2026-03-29T04:00:00+03:00'],
    ['2026-10-25T00:30:00Z', '2026-10-25T03:30:00+03:00'],
    ['2026-10-25T00:59:59.999Z', '2026-10-25T03:59:59+03:00'],
    ['2026-10-25T01:00:00Z', '2026-10-25T03:00:00+02:00'],
    ['2026-10-25T01:30:00Z', '2026-10-25T03:30:00+02:00'],
  ])('%s is %s', (instant, expected) => {
    expect(localTimeOf(at(instant))).toBe(expected);
  });

  it('03:30 does not exist in spring: no instant of that night reads so', () => {
    const night = Array.from({ length: 24 * 60 }, (_, minute) =>
      localTimeOf(startOfDay('2026-03-29') + minute * 60_000),
    );
    expect(night.filter((time) => time.includes('T03:'))).toEqual([]);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-03-30', 24],
    ['2026-10-25', 25],
    ['2026-10-26', 24],
  ])('%s has %d hours', (date, hours) => {
    expect((startOfDay(addDays(date, 1)) - startOfDay(date)) / 3_600_000).toBe(hours);
  });
});

describe('dates', () => {
  it.each([
    ['2024-02-29', 24, '2026-02-28'],
    ['2026-02-28', 24, '2028-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-10-31', 4, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
  ])('%s and %d months is %s', (date, count, expected) => {
    expect(addMonthsToDate(date, count)).toBe(expected);
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %d days is %s', (date, count, expected) => {
    expect(addDays(date, count)).toBe(expected);
    expect(daysBetween(date, expected)).toBe(count);
  });

  it('reads instants of any year, so that a receipt with an absurd time can be refused by rule', () => {
    expect(localDateOf(at('0000-01-01T00:00:00+14:00'))).toBe('-000001-12-31');
    expect(localDateOf(at('9999-12-31T22:00:00Z'))).toBe('+010000-01-01');
    expect(daysBetween('9999-12-31', '+010000-01-01')).toBe(1);
    expect(localTimeOf(at('1900-01-01T00:00:00Z'))).toBe('1900-01-01T01:39:00+01:39');
  });

  it('refuses what is no instant and no date', () => {
    expect(() => localDateOf(Number.NaN)).toThrow(RangeError);
    expect(() => localTimeOf(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => startOfDay('2026-13-01')).toThrow(RangeError);
    expect(() => monthStart('')).toThrow(RangeError);
    expect(() => daysBetween('2026-01-01', 'today')).toThrow(RangeError);
  });
});

describe('receiptExpirySeconds', () => {
  it.each([
    ['2024-02-29', '2026-03-01T00:00:00+02:00'],
    ['2026-06-30', '2028-07-01T00:00:00+03:00'],
    ['2026-12-31', '2029-01-01T00:00:00+02:00'],
    ['2026-03-28', '2028-03-29T00:00:00+03:00'],
    ['2026-10-29', '2028-10-30T00:00:00+02:00'],
  ])('a purchase of %s is readable until %s', (date, expected) => {
    expect(receiptExpirySeconds(date)).toBe(at(expected) / 1000);
  });
});

describe('businessDaysOf', () => {
  it('runs from the day before the month to the day after it', () => {
    const days = businessDaysOf('2026-02');
    expect(days).toHaveLength(30);
    expect(days.slice(0, 2)).toEqual(['2026-01-31', '2026-02-01']);
    expect(days.slice(-2)).toEqual(['2026-02-28', '2026-03-01']);
    expect(businessDaysOf('2024-02')).toHaveLength(31);
    expect(businessDaysOf('2026-12').at(-1)).toBe('2027-01-01');
  });
});

describe('lastBankingDayOnOrBefore', () => {
  it.each([
    ['2026-04-10', '2026-04-10'],
    ['2026-05-10', '2026-05-08'],
    ['2026-10-10', '2026-10-09'],
    ['2026-08-10', '2026-08-10'],
    ['2026-08-01', '2026-07-31'],
    ['2027-01-02', '2027-01-01'],
  ])('%s is paid on %s', (date, expected) => {
    expect(lastBankingDayOnOrBefore(date)).toBe(expected);
  });
});

describe('schemas', () => {
  it.each(['2026-01-01', '2024-02-29', '2000-02-29', '2099-12-31'])('%s is a date', (text) => {
    expect(localDateSchema.safeParse(text).success).toBe(true);
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '1999-12-31',
    '2100-01-01',
    '2026-1-1',
    '2026-01-01T00:00',
    '2026-01-01\n',
    ' 2026-01-01',
    '',
    20260101,
    null,
  ])('%j is no date', (text) => {
    expect(localDateSchema.safeParse(text).success).toBe(false);
  });

  it.each(['2026-1-1', ' 2026-01-01', '2026-01-01T00:00', '+002026-01-01'])(
    '%j is told once, as of no such format',
    (text) => {
      expect(localDateSchema.safeParse(text).error?.issues.map(({ code }) => code)).toEqual(['invalid_format']);
    },
  );

  it('says that a date does not exist', () => {
    expect(localDateSchema.safeParse('2026-02-30').error?.issues).toMatchObject([
      { params: { code: 'badFormat' }, message: 'Give a date that exists, as yyyy-mm-dd.' },
    ]);
    expect(() => startOfDay('yesterday')).toThrow('not a date as yyyy-mm-dd');
  });

  it.each(['2000-01', '2026-12', '2099-12'])('%s is a month', (text) => {
    expect(monthSchema.safeParse(text).success).toBe(true);
  });

  it.each([
    '2026-13',
    '2026-00',
    '2026-1',
    '12026-01',
    ' 2026-01',
    '1999-12',
    '2100-01',
    '2026-01-01',
    '2026-01\n',
    202601,
  ])('%j is no month', (text) => {
    expect(monthSchema.safeParse(text).success).toBe(false);
  });
});
