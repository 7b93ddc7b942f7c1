import * as z from 'zod/mini';
import { addBases, addLines, basesSchema, linesSchema, zeroBases } from './bonus.ts';

const cents = z.int();

/** The control sums of a run or of a part of it: counts, purchases, each benefit line, and where the money goes. */
export const runTotalsSchema = z.strictObject({
  /** Households with anything to tell: receipts, a carry, a late revision, money owed. */
  households: z.int(),
  receipts: z.int(),
  /** Σ over the receipts of the month; opening entries of negative months are left out. */
  purchases: basesSchema,
  lines: linesSchema,
  amountCents: cents,
  lateAmountCents: cents,
  openingUnpaidCents: cents,
  payableCents: cents,
  toShareCents: cents,
  toAccountCents: cents,
  unpaidCents: cents,
  /** Households paid by bank payment, households whose share got something, households that got nothing. */
  payments: z.int(),
  toShareHouseholds: z.int(),
  notPaidHouseholds: z.int(),
});
export type RunTotals = z.infer<typeof runTotalsSchema>;

const zeroLines = { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 };

export const zeroTotals: RunTotals = Object.freeze({
  households: 0,
  receipts: 0,
  purchases: zeroBases,
  lines: zeroLines,
  amountCents: 0,
  lateAmountCents: 0,
  openingUnpaidCents: 0,
  payableCents: 0,
  toShareCents: 0,
  toAccountCents: 0,
  unpaidCents: 0,
  payments: 0,
  toShareHouseholds: 0,
  notPaidHouseholds: 0,
});

export function addTotals(a: RunTotals, b: RunTotals): RunTotals {
  return {
    households: a.households + b.households,
    receipts: a.receipts + b.receipts,
    purchases: addBases(a.purchases, b.purchases),
    lines: addLines(a.lines, b.lines),
    amountCents: a.amountCents + b.amountCents,
    lateAmountCents: a.lateAmountCents + b.lateAmountCents,
    openingUnpaidCents: a.openingUnpaidCents + b.openingUnpaidCents,
    payableCents: a.payableCents + b.payableCents,
    toShareCents: a.toShareCents + b.toShareCents,
    toAccountCents: a.toAccountCents + b.toAccountCents,
    unpaidCents: a.unpaidCents + b.unpaidCents,
    payments: a.payments + b.payments,
    toShareHouseholds: a.toShareHouseholds + b.toShareHouseholds,
    notPaidHouseholds: a.notPaidHouseholds + b.notPaidHouseholds,
  };
}

/** The equations that hold for every part of a run, to the cent. Empty if all hold; else the name of each that does not. */
export function brokenEquations(totals: RunTotals): string[] {
  const sumOfLines =
    totals.lines.bonusCents +
    totals.lines.doubleExtraCents +
    totals.lines.fuelBonusCents +
    totals.lines.paymentBenefitCents;
  const equations: Record<string, boolean> = {
    'lines = amount': sumOfLines === totals.amountCents,
    'amount + late + opening = payable':
      totals.amountCents + totals.lateAmountCents + totals.openingUnpaidCents === totals.payableCents,
    'share + account + unpaid = payable':
      totals.toShareCents + totals.toAccountCents + totals.unpaidCents === totals.payableCents,
  };
  return Object.keys(equations).filter((name) => equations[name] !== true);
}
