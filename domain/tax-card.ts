import * as z from 'zod/mini';
import type { LocalDate } from './calendar.ts';
import { coversDay, rightPeriodSchema } from './dated-right.ts';

/**
 * What the tax administration says of a payee for some days: another percentage than the law's (R94), or that the payee is a
 * non-resident, whose tax at source this register does not know (R95).
 */
export const taxCardSchema = z.discriminatedUnion('kind', [
  z.extend(rightPeriodSchema, {
    kind: z.literal('PERCENTAGE'),
    rateBasisPoints: z.int().check(z.nonnegative(), z.lte(10_000)),
  }),
  z.extend(rightPeriodSchema, { kind: z.literal('NON_RESIDENT') }),
]);
export type TaxCard = z.infer<typeof taxCardSchema>;

/** The card that is in force on a day; no two overlap. */
export const taxCardOn = (cards: readonly TaxCard[], day: LocalDate): TaxCard | undefined =>
  cards.find((card) => coversDay(card, day));
