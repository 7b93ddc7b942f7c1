import * as z from 'zod/mini';
import { basesSchema, linesSchema } from '../../domain/bonus.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { owedKinds } from '../../domain/payment-ids.ts';
import { periodSchema } from '../../domain/run-period.ts';
import { payoutOutcomes, payoutReasons } from '../../domain/settlement.ts';
import { entitledAs } from '../../domain/share-interest.ts';
import { withholdingSchema } from '../../domain/withholding.ts';

const cents = z.int();

/** A household's month as calculated: bases, row of the table, lines. Empty openings and carries are absent. */
const monthResultFields = {
  receipts: z.int(),
  opening: z.optional(basesSchema),
  purchases: basesSchema,
  /** Of the purchases, those at the co-op's own outlets: what a year's surplus refund is counted from (R41). Absent, it is 0. */
  ownOutletCents: z.optional(cents),
  tableValidFrom: monthSchema,
  /** Which version of that table; absent, the first. */
  tableVersion: z.optional(z.int().check(z.positive())),
  rateBasisPoints: z.int(),
  lines: linesSchema,
  amountCents: cents,
  carry: z.optional(basesSchema),
};

/** A month calculated again: as it now stands, and what that adds to what earlier runs have posted for it. */
const lateRevisionSchema = z.strictObject({
  month: monthSchema,
  revision: z.int().check(z.positive()),
  ...monthResultFields,
  addedLines: linesSchema,
  addedAmountCents: cents,
});
export type LateRevision = z.infer<typeof lateRevisionSchema>;

/**
 * What every kind of run says of a payee: what was calculated from what, and where the money goes. One item a payee and run, so one
 * conditional put: a run can be repeated at any payee.
 */
const settledFields = {
  /** A household (Bonus, surplus), a member number (interest, share refund), or the EndToEndId that is paid anew (correction). */
  payeeId: z.string(),
  shard: z.int(),
  /** The reading that it comes from; a later one replaces it while the run is a draft. */
  pass: z.int(),
  /** What the amount was calculated from: purchases, a paid share, an amount owed. */
  baseCents: cents,
  amountCents: cents,
  withheldCents: cents,
  payableCents: cents,
  toShareCents: cents,
  toAccountCents: cents,
  unpaidCents: cents,
  outcome: z.enum(payoutOutcomes),
  reason: z.nullable(z.enum(payoutReasons)),
  /** Who gets it: the household's head, the member. */
  customerNumber: z.optional(customerNumberSchema),
  endToEndId: z.optional(z.string()),
  payeeName: z.optional(z.string()),
  /** As sealed in the payee's file: only the writing of the payment file opens it. */
  sealedIban: z.optional(z.string()),
  /** What the run before gave this payee, for the eye of who approves; not signed. */
  beforeCents: z.optional(cents),
};

/**
 * What a month's run found and does for one household: the month's result (revision 0), revisions of earlier months, and the
 * settlement of it all. The next run finds here what is still owed and what is carried.
 */
const bonusPayoutItem = z.strictObject({
  kind: z.literal('BONUS'),
  ...settledFields,
  ...monthResultFields,
  late: z.array(lateRevisionSchema),
  openingUnpaidCents: cents,
});
export type BonusPayout = z.infer<typeof bonusPayoutItem>;

/** Interest on one member's share. */
const interestPayoutItem = z.strictObject({
  kind: z.literal('INTEREST'),
  ...settledFields,
  rateBasisPoints: z.int(),
  /** As what the payee is entitled, and since when the share has been full. */
  entitledAs: z.enum(entitledAs),
  fullSince: z.iso.date(),
  /** How what is withheld came about, with what was paid before in the year of payment. */
  withholding: withholdingSchema,
});
export type InterestPayout = z.infer<typeof interestPayoutItem>;

/** A household's surplus refund of a year. */
const surplusPayoutItem = z.strictObject({
  kind: z.literal('SURPLUS'),
  ...settledFields,
  rateBasisPoints: z.int(),
});
export type SurplusPayout = z.infer<typeof surplusPayoutItem>;

/** The share of a former member, paid back. */
const refundPayoutItem = z.strictObject({
  kind: z.literal('REFUND'),
  ...settledFields,
  refundDueOn: z.iso.date(),
  /** What a final decision does not refund (R30), and what may be refunded later: with the amount, all that is on the share. */
  writtenOffCents: z.optional(cents),
  leftCents: z.optional(cents),
  /** Not a former member's share, but what a share has beyond its full sum. */
  isExcess: z.optional(z.literal(true)),
});
export type RefundPayout = z.infer<typeof refundPayoutItem>;

/** Money that an earlier run owes still. */
const correctionPayoutItem = z.strictObject({
  kind: z.literal('CORRECTION'),
  ...settledFields,
  /** What it was owed for. */
  owed: z.strictObject({
    kind: z.enum(owedKinds),
    period: periodSchema,
    payeeId: z.string(),
    revision: z.int(),
    issue: z.int(),
  }),
});
export type CorrectionPayout = z.infer<typeof correctionPayoutItem>;

export const payoutItem = z.discriminatedUnion('kind', [
  bonusPayoutItem,
  interestPayoutItem,
  surplusPayoutItem,
  refundPayoutItem,
  correctionPayoutItem,
]);
export type Payout = z.infer<typeof payoutItem>;

/** A payment of an approved run that is left out of its files, because its payee is not what was signed any more. */
export const heldPaymentItem = z.strictObject({
  shard: z.int(),
  payeeId: z.string(),
  reason: z.enum(payoutReasons),
  amountCents: cents,
});
export type HeldPayment = z.infer<typeof heldPaymentItem>;
