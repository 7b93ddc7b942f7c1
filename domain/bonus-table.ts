import * as z from 'zod/mini';
import { type Month, monthSchema } from './calendar.ts';

const basisPoints = z.int().check(z.gte(0), z.lte(10_000));

export const bonusTableRowSchema = z.strictObject({
  /** The month's purchases at least, the threshold itself included (R4). */
  fromCents: z.int().check(z.gte(0)),
  rateBasisPoints: basisPoints,
  /** Tankkausbonus (R14): 5.0 cents per litre is 500. Data of its own, though today it equals the rate. */
  fuelCentsPerHundredLitres: z.int().check(z.gte(0), z.lte(10_000)),
});

/** A co-op's bonus table from a month on (R3, R5, R6); `placeholder` says that the co-op's own figures are still missing. */
export const bonusTableSchema = z.strictObject({
  validFrom: monthSchema,
  placeholder: z.optional(z.literal(true)),
  rows: z.array(bonusTableRowSchema).check(
    z.minLength(1),
    // Stryker disable next-line OptionalChaining: there is a row before every one but the first; only the compiler does not know
    z.refine((rows) => rows.every((row, index) => index === 0 || row.fromCents > (rows[index - 1]?.fromCents ?? 0)), {
      params: { code: 'badFormat' },
      message: 'Sort the rows by fromCents, ascending, each threshold once.',
    }),
  ),
  paymentBenefitBasisPoints: basisPoints,
});

export type BonusTableRow = z.infer<typeof bonusTableRowSchema>;
export type BonusTable = z.infer<typeof bonusTableSchema>;

/**
 * The one row that rules a month's whole total (R4): the highest whose threshold the total reaches.
 * @param totalCents all purchases of the household in the month, cents
 * @returns the row, or undefined below the first threshold
 */
export function rowFor(table: BonusTable, totalCents: number): BonusTableRow | undefined {
  return table.rows.findLast((row) => row.fromCents <= totalCents);
}

/** The table in force in a month: the one with the latest `validFrom` up to it, or undefined if none has begun. */
export function tableValidIn<T extends BonusTable>(tables: readonly T[], month: Month): T | undefined {
  return tables
    .filter((table) => table.validFrom <= month)
    .reduce<T | undefined>(
      (latest, table) => (latest && latest.validFrom > table.validFrom ? latest : table),
      undefined,
    );
}

/** The table of every co-op but KPO and Koillismaa (R5), in force since Tankkausbonus began (R14); payment benefit R20. */
export const generalBonusTable: BonusTable = {
  validFrom: '2017-03',
  rows: [
    { fromCents: 5_000, rateBasisPoints: 100, fuelCentsPerHundredLitres: 100 },
    { fromCents: 20_000, rateBasisPoints: 150, fuelCentsPerHundredLitres: 150 },
    { fromCents: 30_000, rateBasisPoints: 200, fuelCentsPerHundredLitres: 200 },
    { fromCents: 40_000, rateBasisPoints: 250, fuelCentsPerHundredLitres: 250 },
    { fromCents: 50_000, rateBasisPoints: 300, fuelCentsPerHundredLitres: 300 },
    { fromCents: 60_000, rateBasisPoints: 350, fuelCentsPerHundredLitres: 350 },
    { fromCents: 70_000, rateBasisPoints: 400, fuelCentsPerHundredLitres: 400 },
    { fromCents: 80_000, rateBasisPoints: 450, fuelCentsPerHundredLitres: 450 },
    { fromCents: 90_000, rateBasisPoints: 500, fuelCentsPerHundredLitres: 500 },
  ],
  paymentBenefitBasisPoints: 50,
};
