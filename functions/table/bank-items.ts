import * as z from 'zod/mini';
import { answerKinds, caseReasons } from '../../domain/bank/answer.ts';
import { bankFileRefusals } from '../../domain/bank/bank-file.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { coopIdSchema, customerNumberSchema, memberNumberSchema } from '../../domain/identifiers.ts';
import { evidenceReferenceSchema } from '../../domain/payment-evidence.ts';
import { journalFileSchema } from './items.ts';

const epochMs = z.int();
const count = z.int().check(z.nonnegative());
const id = z.string().check(z.regex(/^[0-9a-f]{32,64}$/));

/** What became of a file's answers; a file read again after a crash comes to the same figures. */
export const bankFileCountsSchema = z.strictObject({
  /** Answers that payments took from this file. */
  applied: count,
  /** Said before, by another file. */
  known: count,
  /** Answers that contradict what is known: the payment is UNKNOWN now. */
  contradictory: count,
  /** Money that went to a share. */
  booked: count,
  /** What a person has to look at. */
  cases: count,
  /** Statuses of whole files that change no payment. */
  noted: count,
  /** Entries that are nothing to us. */
  ignored: count,
});
export type BankFileCounts = z.infer<typeof bankFileCountsSchema>;

export const bankFileStates = ['RECEIVED', 'READ', 'REFUSED'] as const;

/** A file of the bank, as it was taken in. The file itself is kept in the inbox. */
export const bankFileItem = z.strictObject({
  coopId: z.string(),
  /** SHA-256 of the content; of a file that was too large to read, of its place in the inbox. */
  fileId: id,
  state: z.enum(bankFileStates),
  refusal: z.optional(z.enum(bankFileRefusals)),
  bytes: count,
  type: z.optional(z.enum(['STATUS_REPORT', 'NOTIFICATION'])),
  messageId: z.optional(z.string()),
  createdAt: z.optional(z.string()),
  counts: z.optional(bankFileCountsSchema),
  /** What it moved in the books; a file that moved nothing has none. */
  journal: z.optional(journalFileSchema),
  receivedAtMs: epochMs,
  readAtMs: z.optional(epochMs),
  /** Each time that it was dropped, by the version of the object. */
  drops: z.record(z.string(), z.strictObject({ objectKey: z.string(), by: z.string(), atMs: epochMs })),
  version: z.int().check(z.positive()),
});
export type StoredBankFile = z.infer<typeof bankFileItem>;

/** Money that was taken in; what tells it from other money of the same reference is its fingerprint. */
export const bankCreditItem = z.strictObject({
  coopId: coopIdSchema,
  creditId: id,
  fingerprint: id,
  fileId: id,
  amountCents: z.int(),
  bookedOn: z.optional(z.string()),
  outcome: z.enum(['BOOKED', 'CASE']),
  /** Whose share it went to. */
  customerNumber: z.optional(customerNumberSchema),
  memberNumber: z.optional(memberNumberSchema),
  sourceId: z.optional(z.string()),
  atMs: epochMs,
});
export type BankCredit = z.infer<typeof bankCreditItem>;

const resolution = z.strictObject({
  /** To a share; sent back by hand; or looked at, and nothing is left to do. */
  kind: z.enum(['ASSIGNED', 'RETURNED', 'NOTED']),
  amountCents: z.optional(z.int()),
  customerNumber: z.optional(customerNumberSchema),
  memberNumber: z.optional(memberNumberSchema),
  reason: z.optional(freeTextSchema),
  evidence: z.optional(evidenceReferenceSchema),
  by: z.string(),
  atMs: epochMs,
});

/** What the bank said and no rule could take in: a person looks at it. It is closed when nothing of its money is left. */
export const bankCaseItem = z.strictObject({
  caseId: id,
  coopId: coopIdSchema,
  about: z.enum(['PAYMENT', 'CREDIT']),
  reason: z.enum(caseReasons),
  state: z.enum(['OPEN', 'CLOSED']),
  fileId: id,
  entryRef: z.string(),
  kind: z.optional(z.enum(answerKinds)),
  status: z.optional(z.string()),
  reasonCode: z.optional(z.string()),
  endToEndId: z.optional(z.string()),
  amountCents: z.optional(z.int()),
  currency: z.optional(z.string()),
  bookedOn: z.optional(z.string()),
  /** Of money that came in: what is neither on a share nor sent back yet. */
  openCents: z.optional(count),
  creditId: z.optional(id),
  reference: z.optional(z.string()),
  payerName: z.optional(z.string()),
  text: z.optional(z.string()),
  /** Whose share its reference names. */
  customerNumber: z.optional(customerNumberSchema),
  memberNumber: z.optional(memberNumberSchema),
  openedAtMs: epochMs,
  resolutions: z.array(resolution),
  version: z.int().check(z.positive()),
});
export type BankCase = z.infer<typeof bankCaseItem>;

/** What the bank said last of a payment file as a whole. */
export const bankFileStatusItem = z.strictObject({
  fileNumber: z.int(),
  status: z.string(),
  reasonCode: z.optional(z.string()),
  fileId: id,
  atMs: epochMs,
});
export type BankFileStatus = z.infer<typeof bankFileStatusItem>;
