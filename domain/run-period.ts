import * as z from 'zod/mini';
import { addMonths, localDateSchema, monthSchema } from './calendar.ts';
import type { RunKind } from './run.ts';

/** What a run is about: a month, a year or a day, by its kind. Within a kind, text order is time order. */
export type Period = string;

/** A year of 2000–2099. */
export const yearSchema = z.string().check(z.regex(/^20\d{2}$/));
export const periodSchema = z.union([monthSchema, yearSchema, localDateSchema]);

/**
 * The shape of each kind's periods. Bonus is of a month; interest and surplus are of the financial year that they are about; share
 * refunds of the month by whose end they are due; a correction is of the day on which it is made.
 */
const shapes = {
  BONUS: { schema: monthSchema, shape: 'a month, yyyy-mm' },
  INTEREST: { schema: yearSchema, shape: 'a year, yyyy' },
  SURPLUS: { schema: yearSchema, shape: 'a year, yyyy' },
  REFUND: { schema: monthSchema, shape: 'a month, yyyy-mm' },
  CORRECTION: { schema: localDateSchema, shape: 'a day, yyyy-mm-dd' },
} as const satisfies Record<RunKind, { schema: z.ZodMiniType<string>; shape: string }>;

/** How a period of the kind is written, for a sentence. */
export const shapeOfPeriod = (kind: RunKind): string => shapes[kind].shape;

export const isPeriodOf = (kind: RunKind, period: Period): boolean => z.safeParse(shapes[kind].schema, period).success;

/** The period that a run is compared with: the month or year before. A day has none: corrections do not follow each other. */
export function periodBefore(kind: RunKind, period: Period): Period | undefined {
  if (kind === 'CORRECTION') return undefined;
  return kind === 'BONUS' || kind === 'REFUND' ? addMonths(period, -1) : String(Number(period) - 1);
}

/** As people and bank statements write it: `10/2026`, `2026`, `28.11.2026`. */
export function periodText(period: Period): string {
  const [year, month, day] = period.split('-');
  if (day !== undefined) return `${Number(day)}.${Number(month)}.${year}`;
  return month === undefined ? `${year}` : `${month}/${year}`;
}
