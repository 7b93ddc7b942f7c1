import * as z from 'zod/mini';
import { addBases, addLines, basesSchema, linesSchema, zeroBases } from './bonus.ts';
import type { RunKind } from './run.ts';

const cents = z.int();

/**
 * The control sums of a run or of a part of it: counts, purchases, each benefit line, and where the money goes. Receipts, purchases,
 * lines, late and opening amounts are Bonus's own and 0 for other kinds.
 */
export const runTotalsSchema = z.strictObject({
  /** Households (Bonus, surplus), members (interest, share refund) or payments (correction) with anything to tell. */
  payees: z.int(),
  receipts: z.int(),
  /** Σ over the receipts of the month; opening entries of negative months are left out. */
  purchases: basesSchema,
  lines: linesSchema,
  /** What the amounts were calculated from: purchases, paid shares. */
  baseCents: cents,
  amountCents: cents,
  /** Tax withheld (R88). */
  withheldCents: cents,
  lateAmountCents: cents,
  openingUnpaidCents: cents,
  payableCents: cents,
  toShareCents: cents,
  toAccountCents: cents,
  unpaidCents: cents,
  /** Payees paid by bank payment, payees whose share got something, payees that got nothing. */
  payments: z.int(),
  toSharePayees: z.int(),
  notPaidPayees: z.int(),
});
export type RunTotals = z.infer<typeof runTotalsSchema>;

const zeroLines = { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 };

export const zeroTotals: RunTotals = Object.freeze({
  payees: 0,
  receipts: 0,
  purchases: zeroBases,
  lines: zeroLines,
  baseCents: 0,
  amountCents: 0,
  withheldCents: 0,
  lateAmountCents: 0,
  openingUnpaidCents: 0,
  payableCents: 0,
  toShareCents: 0,
  toAccountCents: 0,
  unpaidCents: 0,
  payments: 0,
  toSharePayees: 0,
  notPaidPayees: 0,
});

export function addTotals(a: RunTotals, b: RunTotals): RunTotals {
  return {
    payees: a.payees + b.payees,
    receipts: a.receipts + b.receipts,
    purchases: addBases(a.purchases, b.purchases),
    lines: addLines(a.lines, b.lines),
    baseCents: a.baseCents + b.baseCents,
    amountCents: a.amountCents + b.amountCents,
    withheldCents: a.withheldCents + b.withheldCents,
    lateAmountCents: a.lateAmountCents + b.lateAmountCents,
    openingUnpaidCents: a.openingUnpaidCents + b.openingUnpaidCents,
    payableCents: a.payableCents + b.payableCents,
    toShareCents: a.toShareCents + b.toShareCents,
    toAccountCents: a.toAccountCents + b.toAccountCents,
    unpaidCents: a.unpaidCents + b.unpaidCents,
    payments: a.payments + b.payments,
    toSharePayees: a.toSharePayees + b.toSharePayees,
    notPaidPayees: a.notPaidPayees + b.notPaidPayees,
  };
}

/** The equations that hold for every part of a run, to the cent. Empty if all hold; else the name of each that does not. */
export function brokenEquations(kind: RunKind, totals: RunTotals): string[] {
  const sumOfLines =
    totals.lines.bonusCents +
    totals.lines.doubleExtraCents +
    totals.lines.fuelBonusCents +
    totals.lines.paymentBenefitCents;
  const equations: Record<string, boolean> = {
    'lines = amount': sumOfLines === (kind === 'BONUS' ? totals.amountCents : 0),
    'amount + late + opening - withheld = payable':
      totals.amountCents + totals.lateAmountCents + totals.openingUnpaidCents - totals.withheldCents ===
      totals.payableCents,
    'share + account + unpaid = payable':
      totals.toShareCents + totals.toAccountCents + totals.unpaidCents === totals.payableCents,
  };
  return Object.keys(equations).filter((name) => equations[name] !== true);
}
