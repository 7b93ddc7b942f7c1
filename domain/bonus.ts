import * as z from 'zod/mini';
import { type BonusTable, type BonusTableRow, rowFor } from './bonus-table.ts';
import type { Month } from './calendar.ts';
import { roundHalfUp } from './money.ts';

/** What benefits are counted from, of one purchase or of many (R23). Returns are negative (domain.md 6 #4). */
export const basesSchema = z.strictObject({
  /** All that counts for Bonus, fuel and campaign included once. */
  bonusCents: z.int(),
  /** The part of `bonusCents` that was fuel. */
  fuelCents: z.int(),
  fuelMillilitres: z.int(),
  /** The part of `bonusCents` that is paid double; never fuel. */
  campaignCents: z.int(),
  paymentBenefitCents: z.int(),
});
export type Bases = z.infer<typeof basesSchema>;

/** A month's benefit, one figure a line: Bonus, second half of double (R12), Tankkausbonus (R14), maksutapaetu (R20). */
export const linesSchema = z.strictObject({
  bonusCents: z.int(),
  doubleExtraCents: z.int(),
  fuelBonusCents: z.int(),
  paymentBenefitCents: z.int(),
});
export type BonusLines = z.infer<typeof linesSchema>;

/** A purchase or a return as the calculation sees it. `reference` is outlet, day, terminal and receipt; `purchasedAt` epoch ms. */
export type Purchase = { purchasedAt: number; reference: string; bases: Bases };

/** A household's month, calculated: everything that its explanation and its voucher need. */
export type MonthBonus = {
  month: Month;
  receiptCount: number;
  /** What the month before left over because it was negative. */
  opening: Bases;
  /** Σ of the receipts, without the opening entry. */
  purchases: Bases;
  /** Opening entry and purchases: what the rate and the lines come from. */
  total: Bases;
  tableValidFrom: Month;
  /** The row that ruled, or null: below the first threshold, negative, or a company. */
  row: BonusTableRow | null;
  lines: BonusLines;
  /** The sum of the lines; may be negative if a base other than the total is. */
  amountCents: number;
  /** The next month's opening entry: the whole total if it is negative, else zero. */
  carry: Bases;
};

/** What a household's month is calculated from. `table` is the one of the head member's co-op in that month (R3). */
export type BonusInput = {
  month: Month;
  memberKind: 'PERSON' | 'COMPANY';
  opening: Bases;
  purchases: readonly Purchase[];
  table: BonusTable;
};

export const zeroBases: Bases = Object.freeze({
  bonusCents: 0,
  fuelCents: 0,
  fuelMillilitres: 0,
  campaignCents: 0,
  paymentBenefitCents: 0,
});

const zeroLines: BonusLines = Object.freeze({
  bonusCents: 0,
  doubleExtraCents: 0,
  fuelBonusCents: 0,
  paymentBenefitCents: 0,
});

/**
 * The complete calculation of a household's month (R1–R4, R12–R15, R18, R20–R23, domain.md 4.6 and 6 #2, #4). The order of
 * the purchases and how they are split into receipts do not matter: each line is rounded once, on the sum.
 * @returns the month with the lines, their sum, and what is carried into the next month if the total is below zero
 * @throws RangeError if a sum leaves the safe integers
 */
export function calculateBonus(input: BonusInput): MonthBonus {
  const { month, memberKind, opening, table } = input;
  const purchases = input.purchases.reduce((sum, purchase) => addBases(sum, purchase.bases), zeroBases);
  const total = addBases(opening, purchases);
  const earns = memberKind === 'PERSON' && total.bonusCents >= 0;
  const row = (earns ? rowFor(table, total.bonusCents) : undefined) ?? null;
  const lines = earns ? linesOf(total, row, table.paymentBenefitBasisPoints) : zeroLines;
  return {
    month,
    receiptCount: input.purchases.length,
    opening,
    purchases,
    total,
    tableValidFrom: table.validFrom,
    row,
    lines,
    amountCents: sumOfLines(lines),
    carry: memberKind === 'PERSON' && total.bonusCents < 0 ? total : zeroBases,
  };
}

/** The four lines of a total that is not negative (domain.md 4.6); without a row only the payment benefit is paid (R20). */
function linesOf(total: Bases, row: BonusTableRow | null, paymentBenefitBasisPoints: number): BonusLines {
  const rateBasisPoints = row?.rateBasisPoints ?? 0;
  return {
    bonusCents: percentage(total.bonusCents - total.fuelCents, rateBasisPoints),
    doubleExtraCents: percentage(total.campaignCents, rateBasisPoints),
    fuelBonusCents: roundHalfUp(total.fuelMillilitres * (row?.fuelCentsPerHundredLitres ?? 0), 100_000),
    paymentBenefitCents: percentage(total.paymentBenefitCents, paymentBenefitBasisPoints),
  };
}

/** `basisPoints` of an amount, rounded to the cent. */
function percentage(cents: number, basisPoints: number): number {
  return roundHalfUp(cents * basisPoints, 10_000);
}

/** Base by base. */
export function addBases(a: Bases, b: Bases): Bases {
  return {
    bonusCents: a.bonusCents + b.bonusCents,
    fuelCents: a.fuelCents + b.fuelCents,
    fuelMillilitres: a.fuelMillilitres + b.fuelMillilitres,
    campaignCents: a.campaignCents + b.campaignCents,
    paymentBenefitCents: a.paymentBenefitCents + b.paymentBenefitCents,
  };
}

/** Base by base, `a` − `b`. */
export function subtractBases(a: Bases, b: Bases): Bases {
  return {
    bonusCents: a.bonusCents - b.bonusCents,
    fuelCents: a.fuelCents - b.fuelCents,
    fuelMillilitres: a.fuelMillilitres - b.fuelMillilitres,
    campaignCents: a.campaignCents - b.campaignCents,
    paymentBenefitCents: a.paymentBenefitCents - b.paymentBenefitCents,
  };
}

/** True if every base is 0: nothing is carried. */
export function isZeroBases(bases: Bases): boolean {
  return Object.values(bases).every((value) => value === 0);
}

/** Line by line. */
export function addLines(a: BonusLines, b: BonusLines): BonusLines {
  return {
    bonusCents: a.bonusCents + b.bonusCents,
    doubleExtraCents: a.doubleExtraCents + b.doubleExtraCents,
    fuelBonusCents: a.fuelBonusCents + b.fuelBonusCents,
    paymentBenefitCents: a.paymentBenefitCents + b.paymentBenefitCents,
  };
}

/** Line by line, `a` − `b`: what a revision changes. */
export function subtractLines(a: BonusLines, b: BonusLines): BonusLines {
  return {
    bonusCents: a.bonusCents - b.bonusCents,
    doubleExtraCents: a.doubleExtraCents - b.doubleExtraCents,
    fuelBonusCents: a.fuelBonusCents - b.fuelBonusCents,
    paymentBenefitCents: a.paymentBenefitCents - b.paymentBenefitCents,
  };
}

/** The amount, cents. */
export function sumOfLines(lines: BonusLines): number {
  return lines.bonusCents + lines.doubleExtraCents + lines.fuelBonusCents + lines.paymentBenefitCents;
}
