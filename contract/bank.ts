import * as z from 'zod/mini';
import { answerKinds, caseReasons } from '../domain/bank/answer.ts';
import { bankFileRefusals } from '../domain/bank/bank-file.ts';
import { bankFileIdSchema } from '../domain/bank/bank-file-id.ts';
import { caseClosings } from '../domain/bank/case-decision.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema, customerNumberSchema, memberNumberSchema } from '../domain/identifiers.ts';
import { paymentStates } from '../domain/payment.ts';
import { evidenceReferenceSchema } from '../domain/payment-evidence.ts';
import { endpoint } from './endpoint.ts';
import { membershipView } from './memberships.ts';
import { changing, dryRun, seenVersion, why } from './register-fields.ts';
import { runParams, runPath } from './runs.ts';

const shared = { audience: 'staff', function: 'staff-money' } as const;
const cents = z.int();
const count = z.int();
const time = z.iso.datetime({ offset: true });
const cursor = z.optional(z.string().check(z.maxLength(2_000)));
export const caseIdSchema = z.string().check(z.regex(/^[0-9a-f]{32}$/));

/** What became of a file's answers. */
export const bankFileCounts = z.strictObject({
  applied: count,
  known: count,
  contradictory: count,
  booked: count,
  cases: count,
  noted: count,
  ignored: count,
});

/** A file of the bank, as it was taken in: nothing in it is about a person. */
export const bankFileView = z.strictObject({
  fileId: bankFileIdSchema,
  state: z.enum(['RECEIVED', 'READ', 'REFUSED']),
  refusal: z.nullable(z.enum(bankFileRefusals)),
  type: z.nullable(z.enum(['STATUS_REPORT', 'NOTIFICATION'])),
  messageId: z.nullable(z.string()),
  createdAt: z.nullable(z.string()),
  bytes: count,
  receivedAt: time,
  readAt: z.nullable(time),
  counts: z.nullable(bankFileCounts),
});
export type BankFileView = z.infer<typeof bankFileView>;

export const listBankFiles = endpoint({
  ...shared,
  name: 'listBankFiles',
  method: 'GET',
  path: '/v1/staff/bank/files/{coopId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'The files that the bank has dropped',
  description:
    'The newest first: status reports (pain.002) and notifications (camt.054), each once for its content, with what became of its answers; those that were refused with the reason. A file that waits is read again by itself.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema }),
  query: z.strictObject({ cursor }),
  result: z.strictObject({ files: z.array(bankFileView), cursor: z.optional(z.string()) }),
  fails: [],
});

export const showBankFile = endpoint({
  ...shared,
  name: 'showBankFile',
  method: 'GET',
  path: '/v1/staff/bank/files/{coopId}/{fileId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'A file of the bank, and when it was dropped',
  description: 'Each drop of the same content: under which name, by whom as S3 knows it, and when.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema, fileId: bankFileIdSchema }),
  result: z.strictObject({
    file: bankFileView,
    drops: z.array(z.strictObject({ objectKey: z.string(), versionId: z.string(), by: z.string(), at: time })),
  }),
  fails: ['unknownBankFile'],
});

const caseResolution = z.strictObject({
  kind: z.enum(['ASSIGNED', ...caseClosings]),
  amountCents: z.nullable(cents),
  customerNumber: z.nullable(customerNumberSchema),
  memberNumber: z.nullable(memberNumberSchema),
  reason: z.nullable(z.string()),
  evidence: z.nullable(z.string()),
  by: z.string(),
  at: time,
});

/** Something that the bank said and that a person has to look at. */
export const bankCaseView = z.strictObject({
  caseId: caseIdSchema,
  version: z.int(),
  about: z.enum(['PAYMENT', 'CREDIT']),
  reason: z.enum(caseReasons),
  state: z.enum(['OPEN', 'CLOSED']),
  openedAt: time,
  fileId: bankFileIdSchema,
  entryRef: z.string(),
  answer: z.nullable(z.enum(answerKinds)),
  status: z.nullable(z.string()),
  reasonCode: z.nullable(z.string()),
  endToEndId: z.nullable(z.string()),
  amountCents: z.nullable(cents),
  currency: z.nullable(z.string()),
  bookedOn: z.nullable(z.string()),
  openCents: z.nullable(cents),
  reference: z.nullable(z.string()),
  payerName: z.nullable(z.string()),
  text: z.nullable(z.string()),
  customerNumber: z.nullable(customerNumberSchema),
  memberNumber: z.nullable(memberNumberSchema),
  resolutions: z.array(caseResolution),
});
export type BankCaseView = z.infer<typeof bankCaseView>;

const fieldGroups = ['name', 'share', 'benefits'] as const;
const ofCase = { coopId: coopIdSchema, caseId: caseIdSchema };
const oneCase = { name: 'bankCase', by: ['coopId', 'caseId'] } as const;

export const listBankCases = endpoint({
  ...shared,
  name: 'listBankCases',
  method: 'POST',
  path: '/v1/staff/bank/cases',
  permission: 'payouts.prepare',
  coopIn: 'body',
  access: { action: 'READ', fieldGroups, listing: { name: 'bankCases', by: ['coopId'] } },
  summary: 'What the bank said and a person has to look at',
  description:
    'The open ones, the oldest first: answers about payments that nobody sent or that no rule understands, and money that no share takes: without a reference of a share, more than the share is missing, less than a part payment, of a membership that has ended. One page at a time; asking is logged.',
  status: 200,
  body: z.strictObject({ ...why, coopId: coopIdSchema, cursor }),
  result: z.strictObject({ cases: z.array(bankCaseView), cursor: z.optional(z.string()) }),
  fails: [],
});

export const showBankCase = endpoint({
  ...shared,
  name: 'showBankCase',
  method: 'POST',
  path: '/v1/staff/bank/cases/show',
  permission: 'payouts.prepare',
  coopIn: 'body',
  access: { action: 'READ', fieldGroups, listing: oneCase },
  summary: 'A case, also a closed one',
  description: 'What the bank said, and what was done with it, by whom and on what evidence.',
  status: 200,
  body: z.strictObject({ ...why, ...ofCase }),
  result: z.strictObject({ case: bankCaseView }),
  fails: ['unknownBankCase'],
});

export const assignBankCredit = endpoint({
  ...shared,
  name: 'assignBankCredit',
  method: 'POST',
  path: '/v1/staff/bank/cases/assignments',
  permission: 'register.write',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups, named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] },
  summary: "Book money that came in to a member's share",
  description:
    'All that is left of it, or a part: the rest stays in the list. The share takes it by the rules of any payment to it. The entry of the share, the case and what follows are one transaction; the entry carries the reference of the bank, so the same money is never booked twice.',
  status: 200,
  body: z.strictObject({
    ...changing,
    ...ofCase,
    ...seenVersion,
    customerNumber: customerNumberSchema,
    memberNumber: memberNumberSchema,
    /** All that is left, unless said. */
    amountCents: z.optional(cents.check(z.positive())),
  }),
  result: z.strictObject({ case: bankCaseView, membership: membershipView, dryRun: z.boolean() }),
  fails: [
    'unknownBankCase',
    'bankCaseNotOpen',
    'unknownMembership',
    'membershipNotInState',
    'membershipDateNotAllowed',
    'shareAmountNotAllowed',
    'staleVersion',
  ],
});

export const closeBankCase = endpoint({
  ...shared,
  name: 'closeBankCase',
  method: 'POST',
  path: '/v1/staff/bank/cases/closings',
  permission: 'payouts.prepare',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups, listing: oneCase },
  summary: 'Close a case that a person has dealt with',
  description:
    'RETURNED: what was left of the money has been sent back by hand. NOTED: it was looked at, and nothing is left to do here. Both with the reason in words and the document by which; both stay. No money moves by it.',
  status: 200,
  body: z.strictObject({
    ...why,
    ...ofCase,
    ...seenVersion,
    as: z.enum(caseClosings),
    reason: freeTextSchema,
    evidence: evidenceReferenceSchema,
    ...dryRun,
  }),
  result: z.strictObject({ case: bankCaseView, dryRun: z.boolean() }),
  fails: ['unknownBankCase', 'bankCaseNotOpen', 'staleVersion'],
});

export const countRunPayments = endpoint({
  ...shared,
  name: 'countRunPayments',
  method: 'GET',
  path: `${runPath}/payment-states`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: "How a released run's payments stand",
  description:
    'How many of its payments are in each state, a page of payees at a time: add the pages up. The run has nothing open any more when none is SENT and none UNKNOWN. With what the bank said last of each file as a whole.',
  status: 200,
  params: runParams,
  query: z.strictObject({ cursor }),
  result: z.strictObject({
    states: z.partialRecord(z.enum(paymentStates), count),
    files: z.array(
      z.strictObject({ fileNumber: z.int(), status: z.string(), reasonCode: z.nullable(z.string()), at: time }),
    ),
    cursor: z.optional(z.string()),
  }),
  fails: ['unknownRun', 'runNotInState'],
});
