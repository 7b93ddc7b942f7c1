import * as z from 'zod/mini';
import { deadlinesSchema } from '../domain/annual-return/deadlines.ts';
import { payeeKinds } from '../domain/annual-return/payee-record.ts';
import { changeActions } from '../domain/annual-return/return-difference.ts';
import {
  returnBasisSchema,
  returnFileKinds,
  returnStates,
  returnWarnings,
} from '../domain/annual-return/return-life.ts';
import { returnTotalsSchema } from '../domain/annual-return/return-totals.ts';
import { distributorTypes } from '../domain/annual-return/semantic-record.ts';
import { voucherLanguages } from '../domain/annual-return/voucher-texts.ts';
import { localDateSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema, customerNumberSchema } from '../domain/identifiers.ts';
import { runHashSchema } from '../domain/run.ts';
import { yearSchema } from '../domain/run-period.ts';
import { titleSchema } from '../domain/title.ts';
import { endpoint } from './endpoint.ts';
import { why } from './register-fields.ts';

const time = z.iso.datetime({ offset: true });
const cents = z.int();
const cursor = z.optional(z.string().check(z.minLength(1), z.maxLength(400)));
const signature = z.strictObject({ by: z.string(), at: time });

/** An annual return as staff see it: no payee, no name of one. */
export const returnView = z.strictObject({
  coopId: coopIdSchema,
  year: yearSchema,
  number: z.int(),
  state: z.enum(returnStates),
  payer: z.strictObject({ businessId: z.string(), name: z.string() }),
  distributorType: z.enum(distributorTypes),
  replaces: z.optional(z.int()),
  reason: z.optional(z.string()),
  basis: z.array(returnBasisSchema),
  opened: signature,
  approved: z.optional(signature),
  discarded: z.optional(z.strictObject({ by: z.string(), at: time, reason: z.string() })),
  delivered: z.optional(
    z.strictObject({
      by: z.string(),
      at: time,
      on: localDateSchema,
      reference: z.string(),
      fileKind: z.enum(returnFileKinds),
    }),
  ),
  totals: z.optional(returnTotalsSchema),
  changes: z.optional(z.strictObject({ REPORT: z.int(), REPLACE: z.int(), WITHDRAW: z.int() })),
  hash: z.optional(runHashSchema),
  warnings: z.array(z.enum(returnWarnings)),
  deadlines: deadlinesSchema,
});
export type ReturnView = z.infer<typeof returnView>;

const returnPath = '/v1/staff/returns/{coopId}/{year}/{number}' as const;
const returnParams = z.strictObject({
  coopId: coopIdSchema,
  year: yearSchema,
  number: z.string().check(z.regex(/^[1-9]\d{0,2}$/)),
});

const shared = { audience: 'staff', function: 'staff-returns', coopIn: 'path', status: 200 } as const;
const ofReturn = { name: 'annualReturn', by: ['coopId', 'year', 'number'] } as const;

export const openReturn = endpoint({
  ...shared,
  name: 'openReturn',
  method: 'POST',
  path: '/v1/staff/returns',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: 'Open the annual return of a year',
  description:
    'Builds the return of the surplus that payees could draw in a year that has ended, from the released runs, or answers the one that is being worked on. ' +
    'After a delivery it opens the correction, which needs a reason. It is BUILDING until every payee is in it and the sums are those of the runs; then it is a DRAFT.',
  status: 202,
  body: z.strictObject({
    coopId: coopIdSchema,
    year: yearSchema,
    underFiveHundredMembers: z.optional(z.boolean()),
    reason: z.optional(freeTextSchema),
    dryRun: z.optional(z.boolean()),
  }),
  result: returnView,
  fails: ['unknownCoop', 'returnYearNotEnded', 'payerNotIdentified', 'nothingToReport', 'staleVersion'],
});

export const listReturns = endpoint({
  ...shared,
  name: 'listReturns',
  method: 'GET',
  path: '/v1/staff/returns/{coopId}',
  permission: 'payouts.prepare',
  summary: "A co-op's annual returns, newest first",
  description: 'All years and corrections with their states, sums and last days.',
  params: z.strictObject({ coopId: coopIdSchema }),
  result: z.strictObject({ returns: z.array(returnView) }),
  fails: [],
});

export const showReturn = endpoint({
  ...shared,
  name: 'showReturn',
  method: 'GET',
  path: returnPath,
  permission: 'payouts.prepare',
  summary: 'Show an annual return',
  description: 'State, sums, what a correction changes, hash and signatures, warnings and the last days.',
  params: returnParams,
  result: returnView,
  fails: ['unknownReturn'],
});

export const listReturnPayees = endpoint({
  ...shared,
  name: 'listReturnPayees',
  method: 'GET',
  path: `${returnPath}/payees`,
  permission: 'payouts.prepare',
  access: {
    action: 'READ',
    fieldGroups: ['name', 'benefits', 'share'],
    listing: ofReturn,
    purpose: 'payoutControl',
  },
  summary: 'The payees of an annual return',
  description:
    'What each got and what was withheld, in no order of names, one page at a time; codes are not shown. Of a correction also who is withdrawn. Asking is logged.',
  params: returnParams,
  query: z.strictObject({ only: z.optional(z.enum(['byHand', 'changes'])), cursor }),
  result: z.strictObject({
    payees: z.array(
      z.strictObject({
        customerNumber: customerNumberSchema,
        payeeKind: z.enum(payeeKinds),
        payeeName: z.string(),
        grossCents: cents,
        withheldCents: cents,
        capitalCents: cents,
        byHand: z.boolean(),
        tells: z.array(z.enum(changeActions)),
      }),
    ),
    cursor: z.optional(z.string()),
  }),
  fails: ['unknownReturn'],
});

export const approveReturn = endpoint({
  ...shared,
  name: 'approveReturn',
  method: 'POST',
  path: `${returnPath}/approvals`,
  permission: 'payouts.approve',
  summary: 'Approve an annual return',
  description:
    'By another person than the one who opened it, over the hash that was shown, while the runs of the year are the same. Repeating it is harmless.',
  params: returnParams,
  body: z.strictObject({ hash: runHashSchema }),
  result: returnView,
  fails: [
    'unknownReturn',
    'returnNotInState',
    'returnHashDiffers',
    'returnRunsChanged',
    'secondPersonRequired',
    'staleVersion',
  ],
});

export const discardReturn = endpoint({
  ...shared,
  name: 'discardReturn',
  method: 'POST',
  path: `${returnPath}/discards`,
  permission: 'payouts.prepare',
  summary: 'Give up an annual return that is not delivered',
  description: 'The next one that is opened has the next number. A delivered return is corrected instead.',
  params: returnParams,
  body: z.strictObject({ reason: freeTextSchema }),
  result: returnView,
  fails: ['unknownReturn', 'returnNotInState', 'staleVersion'],
});

const handsOut = {
  action: 'EXPORT',
  fieldGroups: ['name', 'identity', 'benefits', 'share'],
  listing: ofReturn,
  purpose: 'payoutControl',
} as const;

export const writeReturnFiles = endpoint({
  ...shared,
  name: 'writeReturnFiles',
  method: 'POST',
  path: `${returnPath}/files`,
  permission: 'payouts.approve',
  access: handsOut,
  summary: 'Write an annual return as files',
  description:
    'TEST: the form and the sums with made-up payees, of a draft as well. CSV: for people, with identity codes, once the return is approved. ' +
    'PRODUCTION: for the tax authority; refused while the field codes are not verified. Repeating it is harmless.',
  status: 202,
  params: returnParams,
  body: z.strictObject({ kind: z.enum(returnFileKinds) }),
  result: returnView,
  fails: ['unknownReturn', 'returnNotInState', 'returnMapNotVerified'],
});

export const listReturnFiles = endpoint({
  ...shared,
  // Apart, since only what lists them reaches the files.
  function: 'staff-return-files',
  name: 'listReturnFiles',
  method: 'GET',
  path: `${returnPath}/files`,
  permission: 'payouts.approve',
  access: handsOut,
  summary: 'The files of an annual return',
  description: 'Each with its hash, and an address that serves it for five minutes. Asking is logged.',
  params: returnParams,
  result: z.strictObject({
    filesPerKind: z.int(),
    files: z.array(
      z.strictObject({
        kind: z.enum(returnFileKinds),
        name: z.string(),
        rows: z.int(),
        sha256: z.string(),
        url: z.string(),
      }),
    ),
  }),
  fails: ['unknownReturn'],
});

export const deliverReturn = endpoint({
  ...shared,
  name: 'deliverReturn',
  method: 'POST',
  path: `${returnPath}/deliveries`,
  permission: 'payouts.approve',
  summary: 'Record that an annual return was delivered',
  description:
    'When it went to the tax authority, as which files, and what the authority answered with. It is entered in the disclosure log at the same time. Repeating it is harmless.',
  params: returnParams,
  body: z.strictObject({
    on: localDateSchema,
    reference: titleSchema,
    fileKind: z.enum(['PRODUCTION', 'CSV']),
  }),
  result: returnView,
  fails: ['unknownReturn', 'returnNotInState', 'staleVersion'],
});

export const showVoucher = endpoint({
  ...shared,
  name: 'showVoucher',
  method: 'POST',
  path: '/v1/staff/vouchers',
  permission: 'register.read',
  coopIn: 'body',
  access: { action: 'READ', fieldGroups: ['name', 'benefits'], named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] },
  summary: "A payee's voucher of a year",
  description:
    'What the co-op paid as surplus and what it withheld, from the approved return, as text and as a page to print; without an identity code (TSL 29.4). In the customer’s language unless another is asked for.',
  body: z.strictObject({
    ...why,
    customerNumber: customerNumberSchema,
    coopId: coopIdSchema,
    year: yearSchema,
    language: z.optional(z.enum(voucherLanguages)),
  }),
  result: z.strictObject({
    year: yearSchema,
    returnNumber: z.int(),
    language: z.enum(voucherLanguages),
    dueBy: localDateSchema,
    text: z.string(),
    html: z.string(),
  }),
  fails: ['unknownReturn'],
});
