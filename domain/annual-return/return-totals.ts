import * as z from 'zod/mini';
import { isByHand, type PayeeRecord } from './payee-record.ts';

const sums = { payees: z.int(), grossCents: z.int(), withheldCents: z.int() };

/** How many payees, what they got and what was withheld: integer cents. */
export const surplusSumsSchema = z.strictObject(sums);
export type SurplusSums = z.infer<typeof surplusSumsSchema>;

/** The control sums of a return: all its payees, and those among them whom the authority's file cannot hold. */
export const returnTotalsSchema = z.strictObject({ ...sums, byHand: surplusSumsSchema });
export type ReturnTotals = z.infer<typeof returnTotalsSchema>;

export const zeroSums: SurplusSums = Object.freeze({ payees: 0, grossCents: 0, withheldCents: 0 });
export const zeroReturnTotals: ReturnTotals = Object.freeze({ ...zeroSums, byHand: zeroSums });

export const addSums = (a: SurplusSums, b: SurplusSums): SurplusSums => ({
  payees: a.payees + b.payees,
  grossCents: a.grossCents + b.grossCents,
  withheldCents: a.withheldCents + b.withheldCents,
});

export const sumsOf = ({ grossCents, withheldCents }: PayeeRecord): SurplusSums => ({
  payees: 1,
  grossCents,
  withheldCents,
});

export const totalsOf = (record: PayeeRecord): ReturnTotals => ({
  ...sumsOf(record),
  byHand: isByHand(record) ? sumsOf(record) : zeroSums,
});

export const addReturnTotals = (a: ReturnTotals, b: ReturnTotals): ReturnTotals => ({
  ...addSums(a, b),
  byHand: addSums(a.byHand, b.byHand),
});

/**
 * Holds a return against what it is made from, to the cent: every payout stands in it once. Payees are fewer than payouts where one person
 * was paid twice in the year.
 * @throws Error that says which sum differs, and by how much
 */
export function assertTotalsAgree(
  totals: SurplusSums,
  runs: readonly { amountCents: number; withheldCents: number }[],
): void {
  const paid = runs.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const withheld = runs.reduce((sum, { withheldCents }) => sum + withheldCents, 0);
  if (totals.grossCents !== paid)
    throw new Error(`the return differs from its runs by ${totals.grossCents - paid} cents of surplus`);
  if (totals.withheldCents !== withheld)
    throw new Error(`the return differs from its runs by ${totals.withheldCents - withheld} cents of tax`);
}
