import * as z from 'zod/mini';
import { freeTextSchema } from './free-text.ts';

/** What a bank can say of a payment: nothing final yet, paid, never left, came back. */
export const bankAnswerKinds = ['PENDING', 'SETTLED', 'REJECTED', 'RETURNED'] as const;

/** Where it is said: in a report of statuses (pain.002), or by an entry of the payer's account (camt.054). */
export const bankAnswerSources = ['STATUS_REPORT', 'ACCOUNT_ENTRY'] as const;

/** A code of the external code sets, or a bank's own. Never free text: that may name a person. */
export const reasonCodeSchema = z.string().check(z.regex(/^[A-Za-z0-9]{1,35}$/));

const reference = z.string().check(z.regex(/^[A-Za-z0-9._/-]{1,80}$/));

/** One answer of a bank about one payment, kept with it as evidence. */
export const bankAnswerSchema = z.strictObject({
  by: z.literal('BANK'),
  kind: z.enum(bankAnswerKinds),
  source: z.enum(bankAnswerSources),
  reasonCode: z.optional(reasonCodeSchema),
  /** Which kept file it stands in. */
  fileId: reference,
  /** The bank's reference of the entry; the same entry in another file has the same. */
  entryRef: reference,
  /** The amount that the answer tells, if it tells one. */
  amountCents: z.optional(z.int()),
  atMs: z.int(),
});
export type BankAnswer = z.infer<typeof bankAnswerSchema>;

/** What a person can find out about a payment whose state is unknown. */
export const paymentVerdicts = ['CONFIRMED', 'REJECTED', 'RETURNED'] as const;
export type PaymentVerdict = (typeof paymentVerdicts)[number];

/** A document that somebody found out by: a letter's or statement's number, not its text. */
export const evidenceReferenceSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/:-]{2,79}$/));

/** What a person has found out, on what evidence. */
export const resolutionSchema = z.strictObject({
  by: z.literal('PERSON'),
  verdict: z.enum(paymentVerdicts),
  staffId: z.string(),
  reference: evidenceReferenceSchema,
  reason: freeTextSchema,
  atMs: z.int(),
});
export type Resolution = z.infer<typeof resolutionSchema>;
