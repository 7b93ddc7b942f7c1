import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
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
  registerZone,
  startOfDay,
} from '../../../domain/calendar.ts';

const instant = fc.integer({ min: Date.parse('2000-01-01T00:00:00Z'), max: Date.parse('2099-12-30T00:00:00Z') });
/** Instants within a day of a change of the clocks, which a plain draw would hardly hit. */
const changeOfClocks = fc
  .tuple(fc.integer({ min: 2000, max: 2098 }), fc.boolean(), fc.integer({ min: -86_400_000, max: 86_400_000 }))
  .map(([year, spring, distance]) => {
    const lastOfMonth = Date.UTC(year, spring ? 3 : 10, 0, 1);
    return lastOfMonth - new Date(lastOfMonth).getUTCDay() * 86_400_000 + distance;
  });
const anyInstant = fc.oneof(instant, changeOfClocks);
const date = anyInstant.map(localDateOf);
const month = anyInstant.map(monthOf);
const count = fc.integer({ min: -300, max: 300 });

describe('against Temporal', () => {
  it('reads the same wall clock', () => {
    fc.assert(
      fc.property(anyInstant, (epochMs) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(registerZone);
        expect(localTimeOf(epochMs)).toBe(zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' }));
        expect(localDateOf(epochMs)).toBe(zoned.toPlainDate().toString());
        expect(monthOf(epochMs)).toBe(zoned.toPlainDate().toPlainYearMonth().toString());
      }),
    );
  });

  it('counts days and months alike', () => {
    fc.assert(
      fc.property(date, date, count, (a, b, n) => {
        const plain = Temporal.PlainDate.from(a);
        expect(addMonthsToDate(a, n)).toBe(plain.add({ months: n }).toString());
        expect(addDays(a, n)).toBe(plain.add({ days: n }).toString());
        expect(daysBetween(a, b)).toBe(plain.until(b, { largestUnit: 'days' }).days);
        expect(startOfDay(a)).toBe(plain.toZonedDateTime(registerZone).epochMilliseconds);
      }),
    );
  });
});

describe('properties', () => {
  it('each instant lies in its month and in its day', () => {
    fc.assert(
      fc.property(anyInstant, (epochMs) => {
        const inMonth = monthOf(epochMs);
        expect(monthStart(inMonth)).toBeLessThanOrEqual(epochMs);
        expect(epochMs).toBeLessThan(monthEnd(inMonth));
        const day = localDateOf(epochMs);
        expect(startOfDay(day)).toBeLessThanOrEqual(epochMs);
        expect(epochMs).toBeLessThan(startOfDay(addDays(day, 1)));
        expect(day.startsWith(inMonth)).toBe(true);
      }),
    );
  });

  it('the local time names the same second', () => {
    fc.assert(
      fc.property(anyInstant, (epochMs) => {
        expect(Date.parse(localTimeOf(epochMs))).toBe(Math.floor(epochMs / 1000) * 1000);
      }),
    );
  });

  it('text order is time order', () => {
    fc.assert(
      fc.property(date, date, (a, b) => {
        expect(Math.sign(daysBetween(a, b))).toBe(a === b ? 0 : a < b ? 1 : -1);
      }),
    );
  });

  it('months are added and taken away again', () => {
    fc.assert(
      fc.property(month, count, (from, n) => {
        expect(addMonths(addMonths(from, n), -n)).toBe(from);
        expect(monthStart(addMonths(from, 1))).toBe(monthEnd(from));
      }),
    );
  });

  it('days are added and taken away again', () => {
    fc.assert(
      fc.property(date, count, (from, n) => {
        expect(addDays(addDays(from, n), -n)).toBe(from);
        expect(daysBetween(from, addDays(from, n))).toBe(n);
      }),
    );
  });

  it('what the calendar gives its schemas take', () => {
    fc.assert(
      fc.property(date, month, (day, inMonth) => {
        expect(localDateSchema.parse(day)).toBe(day);
        expect(monthSchema.parse(inMonth)).toBe(inMonth);
      }),
    );
  });

  it('a purchase is readable through the day 24 months later and no longer', () => {
    fc.assert(
      fc.property(date, (purchaseDate) => {
        const expiry = receiptExpirySeconds(purchaseDate) * 1000;
        expect(localDateOf(expiry - 1)).toBe(addMonthsToDate(purchaseDate, 24));
        expect(localTimeOf(expiry)).toContain('T00:00:00+');
      }),
    );
  });

  it('a purchase of a month was booked on one of its business days', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -1, max: 1 }), (epochMs, beside) => {
        expect(businessDaysOf(monthOf(epochMs))).toContain(addDays(localDateOf(epochMs), beside));
      }),
    );
  });

  it('a banking day is at most two days back and no weekend', () => {
    fc.assert(
      fc.property(date, (day) => {
        const banking = lastBankingDayOnOrBefore(day);
        expect(Temporal.PlainDate.from(banking).dayOfWeek).toBeLessThanOrEqual(5);
        expect(daysBetween(banking, day)).toBe(Math.max(0, Temporal.PlainDate.from(day).dayOfWeek - 5));
      }),
    );
  });
});
