import * as z from 'zod/mini';
import { type LocalDate, localDateSchema } from './calendar.ts';
import { sourceSchema } from './source.ts';

const told = { source: sourceSchema, at: z.int() };

/** A right or standing that is set with dates: the discount right, and belonging to the staff (register description, section 5; M19). */
export const rightPeriodSchema = z.strictObject({
  from: localDateSchema,
  /** Through this day; open without one. */
  lastDay: z.optional(localDateSchema),
  ...told,
  /** What was said later: it ends sooner than was planned. */
  ended: z.optional(z.strictObject({ lastDay: localDateSchema, ...told })),
});
export type RightPeriod = z.infer<typeof rightPeriodSchema>;
type Told = Pick<RightPeriod, 'source' | 'at'>;
type Outcome<P> = { periods: P[] } | { refused: string };
/** What is said of a new period; kinds of periods may carry more than the days. */
type Said<P extends RightPeriod> = P extends RightPeriod ? Omit<P, 'from' | 'lastDay' | 'ended'> : never;

/** The last day as it stands now. */
export const lastDayOf = ({ lastDay, ended }: Pick<RightPeriod, 'lastDay' | 'ended'>): LocalDate | undefined =>
  ended?.lastDay ?? lastDay;

/** True on every day from a period's first to its last. */
export const holdsOn = (periods: readonly RightPeriod[], day: LocalDate): boolean =>
  periods.some((period) => coversDay(period, day));

export const coversDay = (period: RightPeriod, day: LocalDate): boolean => {
  const last = lastDayOf(period);
  return period.from <= day && (last === undefined || day <= last);
};

/** Gives the right for some days, or from a day on. Periods do not overlap. */
export function grantRight<P extends RightPeriod>(
  periods: readonly P[],
  { from, lastDay, ...said }: { from: LocalDate; lastDay?: LocalDate | undefined } & Said<P>,
): Outcome<P> {
  if (lastDay !== undefined && lastDay < from) return { refused: 'The last day is before the first.' };
  const overlaps = periods.some((period) => {
    const last = lastDayOf(period);
    return (last === undefined || from <= last) && (lastDay === undefined || period.from <= lastDay);
  });
  if (overlaps) return { refused: 'It is set already on some of these days; end that first.' };
  return { periods: [...periods, { from, ...(lastDay !== undefined && { lastDay }), ...said } as unknown as P] };
}

/** Ends the right sooner: `lastDay` is the last on which it still holds. The days that were planned stay readable. */
export function endRight<P extends RightPeriod>(
  periods: readonly P[],
  { lastDay, ...said }: { lastDay: LocalDate } & Told,
): Outcome<P> {
  const open = periods.find((period) => coversDay(period, lastDay));
  if (open === undefined) return { refused: 'It is not set on that day.' };
  if (open.ended !== undefined) return { refused: 'It was ended before; give it anew from another day.' };
  return {
    periods: periods.map((period) => (period === open ? { ...period, ended: { lastDay, ...said } } : period)),
  };
}
