import * as z from 'zod/mini';

/** The zone whose civil calendar decides months and days (domain.md 6 #7). */
export const registerZone = 'Europe/Helsinki';

const millisecondsPerDay = 86_400_000;
/** Purchases are kept and read for this long (R56, R61). */
const purchaseRetentionMonths = 24;

/** A civil month, 'yyyy-mm'. Text order is time order. */
export type Month = string;
/** A civil date, 'yyyy-mm-dd'. Text order is time order. */
export type LocalDate = string;

/** A month of the years 2000–2099. */
export const monthSchema = z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/));

/** A date of the years 2000–2099 that exists: 2026-02-30 is refused. */
export const localDateSchema = z
  .string()
  .check(
    z.regex(/^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { abort: true }),
    z.refine(exists, { params: { code: 'badFormat' }, message: 'Give a date that exists, as yyyy-mm-dd.' }),
  );

/**
 * The civil month in which an instant lies (domain.md 6 #7: the month of a purchase).
 * @throws RangeError if `epochMs` is no instant
 */
export function monthOf(epochMs: number): Month {
  return localDateOf(epochMs).slice(0, -3);
}

/**
 * The civil date in which an instant lies. Any instant has one: outside the years 0–9999 the year is written as ISO 8601
 * expands it, so a receipt with an absurd time can still be refused by rule.
 * @throws RangeError if `epochMs` is no instant
 */
export function localDateOf(epochMs: number): LocalDate {
  return dateText(epochMs + offsetMilliseconds(offsetAt(epochMs)));
}

/**
 * An instant as RFC 3339 with Helsinki's offset, cut to the second: `2026-01-31T23:59:59+02:00`.
 * @throws RangeError if `epochMs` is no instant
 */
export function localTimeOf(epochMs: number): string {
  const offset = offsetAt(epochMs);
  return `${new Date(epochMs + offsetMilliseconds(offset)).toISOString().slice(0, -'.000Z'.length)}${offset}`;
}

/** The first instant of a month, epoch milliseconds. */
export function monthStart(month: Month): number {
  return startOfDay(`${month}-01`);
}

/** The first instant after a month (exclusive end), epoch milliseconds. */
export function monthEnd(month: Month): number {
  return monthStart(addMonths(month, 1));
}

/** The midnight with which a date begins in Helsinki, epoch milliseconds. Clocks change at 03:00 or 04:00, so each date has one. */
export function startOfDay(date: LocalDate): number {
  const asIfUtc = utcMidnight(date);
  const nearby = asIfUtc - offsetMilliseconds(offsetAt(asIfUtc));
  return asIfUtc - offsetMilliseconds(offsetAt(nearby));
}

/** The month `count` months later (earlier if negative). */
export function addMonths(month: Month, count: number): Month {
  return addMonthsToDate(`${month}-01`, count).slice(0, -3);
}

/** The date `count` months later, or the last day of that month if it has no such day: 29 Feb 2024 + 24 → 28 Feb 2026. */
export function addMonthsToDate(date: LocalDate, count: number): LocalDate {
  const from = new Date(utcMidnight(date));
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + count;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dateText(Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)));
}

/** The date `count` days later (earlier if negative). */
export function addDays(date: LocalDate, count: number): LocalDate {
  return dateText(utcMidnight(date) + count * millisecondsPerDay);
}

/** Whole days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (utcMidnight(to) - utcMidnight(from)) / millisecondsPerDay;
}

/**
 * When a purchase stops being readable (R56, R61): it is readable through the day purchase date + 24 months and expires at
 * the midnight in Helsinki that ends that day.
 * @returns epoch seconds
 */
export function receiptExpirySeconds(purchaseDate: LocalDate): number {
  return startOfDay(addDays(addMonthsToDate(purchaseDate, purchaseRetentionMonths), 1)) / 1000;
}

/**
 * The business days on which a purchase of this month can have been booked: a business day is the local date of the
 * purchase or a day beside it, so these run from the day before the month to the day after it, both included.
 */
export function businessDaysOf(month: Month): LocalDate[] {
  const first = addDays(`${month}-01`, -1);
  const count = daysBetween(first, `${addMonths(month, 1)}-01`) + 1;
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/**
 * The date itself, or the Friday before it if it is a Saturday or Sunday. Only weekends are known here: bank holidays are
 * not, so a date that falls on one is left to the bank to move.
 */
export function lastBankingDayOnOrBefore(date: LocalDate): LocalDate {
  const daysFromFriday: Record<number, number> = { 6: 1, 0: 2 };
  const weekday = new Date(utcMidnight(date)).getUTCDay();
  return addDays(date, -(daysFromFriday[weekday] ?? 0));
}

/** The date itself, or the Monday after it if it is a Saturday or Sunday. Bank holidays are not known, as above. */
export function firstBankingDayOnOrAfter(date: LocalDate): LocalDate {
  const daysToMonday: Record<number, number> = { 6: 2, 0: 1 };
  const weekday = new Date(utcMidnight(date)).getUTCDay();
  return addDays(date, daysToMonday[weekday] ?? 0);
}

/** Made at first use: nothing of the environment (here the zone's data) is read at import. */
let offsetFormat: Intl.DateTimeFormat | undefined;

/**
 * Helsinki's offset at an instant, as '+02:00'. The text ends in 'GMT+02:00'; before May 1921 the zone's local mean time
 * also has seconds there, which are cut off.
 */
function offsetAt(epochMs: number): string {
  offsetFormat ??= new Intl.DateTimeFormat('en-US', { timeZone: registerZone, timeZoneName: 'longOffset' });
  const text = offsetFormat.format(epochMs);
  const start = text.indexOf('GMT') + 'GMT'.length;
  return text.slice(start, start + '+02:00'.length);
}

/** '+02:00' in milliseconds. Helsinki lies east of Greenwich: there is no '-'. */
function offsetMilliseconds(offset: string): number {
  return (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * 60_000;
}

/** A date as the midnight that it would begin with in UTC: a number that whole days can be counted with. */
function utcMidnight(date: LocalDate): number {
  const epochMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(epochMs)) throw new RangeError('not a date as yyyy-mm-dd');
  return epochMs;
}

/** The date of an instant in UTC. */
function dateText(epochMs: number): LocalDate {
  const text = new Date(epochMs).toISOString();
  return text.slice(0, text.indexOf('T'));
}

/** JavaScript turns 30 February into 2 March; a date that exists stays itself. */
function exists(date: LocalDate): boolean {
  const epochMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(epochMs) && dateText(epochMs) === date;
}
