import * as z from 'zod/mini';
import { monthSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { handSettledSchema } from '../domain/hand-settlement.ts';
import { coopIdSchema, customerNumberSchema, householdIdSchema } from '../domain/identifiers.ts';
import { paymentStates } from '../domain/payment.ts';
import {
  bankAnswerKinds,
  bankAnswerSources,
  evidenceReferenceSchema,
  paymentVerdicts,
} from '../domain/payment-evidence.ts';
import { owedKinds } from '../domain/payment-ids.ts';
import { runKinds } from '../domain/run.ts';
import { periodSchema } from '../domain/run-period.ts';
import { payoutReasons } from '../domain/settlement.ts';
import { withholdingSchema } from '../domain/withholding.ts';
import { endpoint } from './endpoint.ts';
import { dryRun, seenVersion, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-money', method: 'POST', coopIn: 'body' } as const;
const cents = z.int();
const day = z.iso.date();
const time = z.iso.datetime({ offset: true });
const cursor = z.optional(z.string().check(z.maxLength(2_000)));
/** It names who is paid, so it stands in bodies only. */
export const endToEndIdSchema = z.string().check(z.regex(/^[A-Za-z0-9-]{1,35}$/));
/** How a request names a payment. */
export const onePayment = { coopId: coopIdSchema, endToEndId: endToEndIdSchema };
const one = onePayment;
const onOne = { fieldGroups: ['benefits'], found: 'unknownPayment' } as const;

/** A payment as staff see it in a list. */
export const paymentView = z.strictObject({
  ...one,
  kind: z.enum(owedKinds),
  period: periodSchema,
  payeeId: z.string(),
  customerNumber: z.nullable(customerNumberSchema),
  amountCents: cents,
  state: z.enum(paymentStates),
  isDoubtful: z.boolean(),
  reason: z.nullable(z.enum(payoutReasons)),
  dueOn: day,
  claimableUntil: day,
  isBarred: z.boolean(),
  lapse: z.nullable(
    z.strictObject({ by: z.string(), at: time, reason: freeTextSchema, approvedBy: z.nullable(z.string()) }),
  ),
  handSettlement: z.nullable(
    z.extend(handSettledSchema, { by: z.string(), at: time, approvedBy: z.nullable(z.string()) }),
  ),
  version: z.int(),
});
export type PaymentView = z.infer<typeof paymentView>;

/** What is known of it: what the bank said, what a person found out; in the order in which it came. */
export const paymentEvidenceView = z.strictObject({
  by: z.enum(['BANK', 'PERSON']),
  at: time,
  answer: z.nullable(z.enum(bankAnswerKinds)),
  source: z.nullable(z.enum(bankAnswerSources)),
  reasonCode: z.nullable(z.string()),
  amountCents: z.nullable(cents),
  fileId: z.nullable(z.string()),
  entryRef: z.nullable(z.string()),
  verdict: z.nullable(z.enum(paymentVerdicts)),
  staffId: z.nullable(z.string()),
  reference: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});

/** A year's interest before tax, and what was withheld of it by which rule (R88–R94). */
export const interestView = z.strictObject({
  grossCents: z.int(),
  rateBasisPoints: z.int(),
  withholding: withholdingSchema,
});

const paymentPage = z.strictObject({
  payment: paymentView,
  run: z.strictObject({ kind: z.enum(runKinds), period: periodSchema, attempt: z.string() }),
  issue: z.int(),
  predecessor: z.nullable(endToEndIdSchema),
  successor: z.nullable(endToEndIdSchema),
  evidence: z.array(paymentEvidenceView),
  /** Of interest: how the amount came about. */
  interest: z.nullable(interestView),
});
/** A payment after a change. */
export const changedPayment = z.strictObject({ payment: paymentView, dryRun: z.boolean() });
const changed = changedPayment;

export const listOwedPayments = endpoint({
  ...shared,
  name: 'listOwedPayments',
  path: '/v1/staff/payments/owed',
  permission: 'payouts.prepare',
  access: { action: 'READ', fieldGroups: ['benefits'], listing: { name: 'owedPayments', by: ['coopId'] } },
  summary: 'What a co-op owes still',
  description:
    'Payments that were held, rejected or returned, those whose state is unknown, and closed ones that a later answer contradicts; the longest due first, with why, since when, and until when each may be claimed (R60). Of Bonus, what no run has paid yet stands in the months: see the list of unpaid Bonus. One page at a time; asking is logged.',
  status: 200,
  body: z.strictObject({ ...why, coopId: coopIdSchema, cursor }),
  result: z.strictObject({ payments: z.array(paymentView), cursor: z.optional(z.string()) }),
  fails: ['unknownCoop'],
});

export const listUnpaidBonus = endpoint({
  ...shared,
  name: 'listUnpaidBonus',
  path: '/v1/staff/payments/unpaid-bonus',
  permission: 'payouts.prepare',
  access: {
    action: 'READ',
    fieldGroups: ['benefits', 'household'],
    listing: { name: 'unpaidBonus', by: ['coopId'] },
  },
  summary: 'Bonus that no run has paid yet',
  description:
    'Households whose newest month left something unpaid, with why, and the months that it is of: what was paid is of the oldest first, so each month’s money has its own day until which it may be claimed. One page at a time; asking is logged.',
  status: 200,
  body: z.strictObject({ ...why, coopId: coopIdSchema, cursor }),
  result: z.strictObject({
    households: z.array(
      z.strictObject({
        householdId: householdIdSchema,
        customerNumber: z.nullable(customerNumberSchema),
        unpaidCents: cents,
        reason: z.nullable(z.enum(payoutReasons)),
        months: z.array(
          z.strictObject({
            period: periodSchema,
            amountCents: cents,
            dueOn: day,
            claimableUntil: day,
            isBarred: z.boolean(),
          }),
        ),
      }),
    ),
    cursor: z.optional(z.string()),
  }),
  fails: ['unknownCoop'],
});

export const showPayment = endpoint({
  ...shared,
  name: 'showPayment',
  path: '/v1/staff/payments/show',
  permission: 'payouts.prepare',
  access: { action: 'READ', ...onOne },
  summary: 'A payment with its evidence',
  description: 'What the bank has said of it and what a person has found out, and the issues before and after it.',
  status: 200,
  body: z.strictObject({ ...why, ...one }),
  result: paymentPage,
  fails: [],
});

export const resolvePayment = endpoint({
  ...shared,
  name: 'resolvePayment',
  path: '/v1/staff/payments/resolutions',
  permission: 'payouts.approve',
  access: { action: 'CHANGE', ...onOne },
  summary: 'Say what has become of a payment',
  description:
    'Of a payment whose state is unknown, that the bank has not answered, or that is doubtful: what somebody has found out, with the document by which. Nothing is paid by it: what was rejected or returned is owed again, and paid anew by a correction that two persons sign. What the bank says later can make it unknown again.',
  status: 200,
  body: z.strictObject({
    ...why,
    ...one,
    ...seenVersion,
    verdict: z.enum(paymentVerdicts),
    reference: evidenceReferenceSchema,
    reason: freeTextSchema,
    ...dryRun,
  }),
  result: changed,
  fails: ['paymentNotInState', 'staleVersion'],
});

export const proposePaymentLapse = endpoint({
  ...shared,
  name: 'proposePaymentLapse',
  path: '/v1/staff/payments/lapses',
  permission: 'payouts.prepare',
  access: { action: 'CHANGE', ...onOne },
  summary: 'Propose to write off money whose claim is barred',
  description:
    'Only what is owed for certain, and from the day after the last on which it may be claimed (R60). Nothing lapses by itself, and until another person approves it the money can still be paid.',
  status: 200,
  body: z.strictObject({ ...why, ...one, ...seenVersion, reason: freeTextSchema, ...dryRun }),
  result: changed,
  fails: ['paymentNotInState', 'staleVersion'],
});

export const approvePaymentLapse = endpoint({
  ...shared,
  name: 'approvePaymentLapse',
  path: '/v1/staff/payments/lapses/approvals',
  permission: 'payouts.approve',
  access: { action: 'CHANGE', ...onOne },
  summary: 'Approve that money is written off',
  description: 'By another person than who proposed it. The payment is closed and never issued again.',
  status: 200,
  body: z.strictObject({ ...why, ...one, ...seenVersion, ...dryRun }),
  result: changed,
  fails: ['paymentNotInState', 'secondPersonRequired', 'staleVersion'],
});

export const showPaymentJournal = endpoint({
  audience: 'staff',
  function: 'staff-money',
  name: 'showPaymentJournal',
  method: 'GET',
  path: '/v1/staff/payments/{coopId}/journals/{month}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'What decisions of people moved in the books in a month',
  description:
    'A voucher for each payment that was written off, settled by hand or whose state a person has found out, and for money in that a person has put on a share: double entry, Σ debit = Σ credit, as CSV with semicolons and decimal commas. It holds sums and accounts and nobody’s data. Runs and files of the bank have journals of their own.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema, month: monthSchema }),
  result: z.strictObject({ month: monthSchema, lines: z.int(), sumCents: cents, csv: z.string() }),
  fails: [],
});
