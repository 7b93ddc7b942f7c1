import * as z from 'zod/mini';
import { basesSchema, linesSchema } from '../domain/bonus.ts';
import { bonusTableRowSchema } from '../domain/bonus-table.ts';
import { localDateSchema, monthSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import {
  coopIdSchema,
  householdIdSchema,
  outletIdSchema,
  receiptIdSchema,
  terminalIdSchema,
} from '../domain/identifiers.ts';
import { paymentStates } from '../domain/payment.ts';
import { receiptIdentitySchema } from '../domain/receipt.ts';
import { revisionCauses } from '../domain/revision-causes.ts';
import { payoutOutcomes, payoutReasons } from '../domain/settlement.ts';
import { accessPurposes } from './access-purposes.ts';
import { endpoint } from './endpoint.ts';

const cents = z.int();
const time = z.iso.datetime({ offset: true });
const shared = { audience: 'staff', function: 'staff-register' } as const;

/** What a household is owed by its co-op still, or owes it: a negative balance reduces the next payments. */
export const balanceView = z.strictObject({
  coopId: coopIdSchema,
  /** The run that left it. */
  period: monthSchema,
  unpaidCents: cents,
  reason: z.nullable(z.enum(payoutReasons)),
});

export const explainMonth = endpoint({
  ...shared,
  name: 'explainMonth',
  method: 'POST',
  path: '/v1/staff/explanations',
  permission: 'register.read',
  access: {
    action: 'READ',
    fieldGroups: ['purchases', 'benefits'],
    named: [{ kind: 'HOUSEHOLD', at: 'householdId', former: true }],
  },
  summary: "Why this amount: a household's month down to its receipts",
  description:
    'Receipts (while they live) → bases → total → row of the table → lines → amount → what was paid. Asking is logged before it is answered. ' +
    'The household stands in the body, since addresses are kept in logs.',
  status: 200,
  body: z.strictObject({ householdId: householdIdSchema, month: monthSchema, purpose: z.enum(accessPurposes) }),
  result: z.strictObject({
    householdId: householdIdSchema,
    month: monthSchema,
    coopId: coopIdSchema,
    receipts: z.array(
      z.strictObject({
        outletId: outletIdSchema,
        businessDay: localDateSchema,
        terminalId: terminalIdSchema,
        receiptId: receiptIdSchema,
        purchasedAt: time,
        bases: basesSchema,
        counted: z.boolean(),
      }),
    ),
    opening: basesSchema,
    purchases: basesSchema,
    total: basesSchema,
    /** Of the purchases, those at the co-op's own outlets: what the year's surplus refund counts. */
    ownOutletCents: cents,
    tableValidFrom: monthSchema,
    tableVersion: z.int(),
    row: z.nullable(bonusTableRowSchema),
    paymentBenefitBasisPoints: z.int(),
    lines: linesSchema,
    amountCents: cents,
    carry: basesSchema,
    /** `posted` if the figures are those of released runs, `preview` if nothing is released yet. */
    standing: z.enum(['posted', 'preview']),
    revisions: z.array(
      z.strictObject({
        revision: z.int(),
        period: monthSchema,
        attempt: z.string(),
        /** What had changed since the one before; nothing of the month's own run. */
        because: z.array(z.enum(revisionCauses)),
        receipts: z.int(),
        purchasesCents: cents,
        rateBasisPoints: z.int(),
        tableValidFrom: monthSchema,
        tableVersion: z.int(),
        addedLines: linesSchema,
        addedAmountCents: cents,
      }),
    ),
    payout: z.nullable(
      z.strictObject({
        period: monthSchema,
        attempt: z.string(),
        openingUnpaidCents: cents,
        lateAmountCents: cents,
        payableCents: cents,
        toShareCents: cents,
        toAccountCents: cents,
        unpaidCents: cents,
        outcome: z.enum(payoutOutcomes),
        reason: z.nullable(z.enum(payoutReasons)),
        endToEndId: z.nullable(z.string()),
        /** Every issue of the payment, the first one first; what was not sent to the account has none. */
        payments: z.array(
          z.strictObject({
            endToEndId: z.string(),
            state: z.enum(paymentStates),
            amountCents: cents,
            dueOn: localDateSchema,
          }),
        ),
      }),
    ),
    /** What the newest run left unpaid; null if nothing is open. */
    balance: z.nullable(balanceView),
  }),
  fails: ['noBonusTable'],
});

const receiptRow = z.strictObject({
  outletId: outletIdSchema,
  businessDay: localDateSchema,
  terminalId: terminalIdSchema,
  receiptId: receiptIdSchema,
  purchasedAt: time,
  totalCents: cents,
});

export const listUnmatchedReceipts = endpoint({
  ...shared,
  name: 'listUnmatchedReceipts',
  method: 'GET',
  path: '/v1/staff/receipts/unmatched',
  permission: 'register.read',
  access: {
    action: 'READ',
    fieldGroups: ['purchases'],
    listing: { name: 'unmatched', by: ['month'] },
    purpose: 'correction',
  },
  summary: 'Receipts of a month that wait for their card',
  description: 'One page at a time; the identifier is not shown. Asking is logged.',
  status: 200,
  query: z.strictObject({ month: monthSchema, cursor: z.optional(z.string().check(z.maxLength(400))) }),
  result: z.strictObject({ receipts: z.array(receiptRow), cursor: z.optional(z.string()) }),
  fails: [],
});

export const listConflicts = endpoint({
  ...shared,
  name: 'listConflicts',
  method: 'GET',
  path: '/v1/staff/receipts/conflicts',
  permission: 'register.read',
  access: {
    action: 'READ',
    fieldGroups: ['purchases'],
    named: [{ kind: 'OUTLET', at: 'outletId', in: 'query' }],
    listing: { name: 'conflicts', by: ['outletId', 'businessDay'] },
    purpose: 'correction',
  },
  summary: 'Other receipts that came under the identity of a recorded one',
  description:
    'Of one outlet and business day. The first stands and counts; these are kept for a person to look at. Asking is logged.',
  status: 200,
  query: z.strictObject({ outletId: outletIdSchema, businessDay: localDateSchema }),
  result: z.strictObject({
    conflicts: z.array(
      z.strictObject({ ...receiptRow.shape, recordedTotalCents: z.nullable(cents), receivedAt: time }),
    ),
  }),
  fails: [],
});

export const moveReceipt = endpoint({
  ...shared,
  name: 'moveReceipt',
  method: 'POST',
  path: '/v1/staff/receipts/moves',
  permission: 'register.write',
  access: {
    action: 'CHANGE',
    fieldGroups: ['purchases'],
    named: [{ kind: 'HOUSEHOLD', at: 'toHouseholdId' }],
    found: 'unknownReceipt',
    purpose: 'correction',
  },
  summary: 'Move a receipt to the right household',
  description:
    "With a reason; both sides' months are calculated again by the next run. Moving it to where it is changes nothing.",
  status: 200,
  body: z.strictObject({
    receipt: receiptIdentitySchema,
    toHouseholdId: householdIdSchema,
    reason: freeTextSchema,
  }),
  result: z.strictObject({ moved: z.boolean() }),
  fails: [],
});
