/** The civil calendar of Helsinki by the European rule for summer time, worked out here and not by `domain/calendar.ts` (I6). */

const hourMs = 3_600_000;

/** 01:00 UTC of the last Sunday of a month (0 is January). */
function changeOfClocks(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1);
}

function localTime(epochMs: number): Date {
  const year = new Date(epochMs).getUTCFullYear();
  const isSummer = epochMs >= changeOfClocks(year, 2) && epochMs < changeOfClocks(year, 9);
  return new Date(epochMs + (isSummer ? 3 : 2) * hourMs);
}

/** The month of an instant, `yyyy-mm`. */
export const helsinkiMonth = (epochMs: number): string => localTime(epochMs).toISOString().slice(0, 7);

/** The date of an instant, `yyyy-mm-dd`. */
export const helsinkiDate = (epochMs: number): string => localTime(epochMs).toISOString().slice(0, 10);
