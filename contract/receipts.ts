import * as z from 'zod/mini';
import { localDateSchema, monthSchema } from '../domain/calendar.ts';
import { issueCodes } from '../domain/errors.ts';
import { outletIdSchema, receiptIdSchema, terminalIdSchema } from '../domain/identifiers.ts';
import { identifierRequestSchema, receiptIdentitySchema, receiptRequestSchema } from '../domain/receipt.ts';
import { endpoint } from './endpoint.ts';
import { fieldIssueSchema } from './problem.ts';

/** Largest body and batch of `POST /v1/receipts`. */
export const receiptLimits = { bodyBytes: 900_000, receipts: 100 } as const;

const receiptRejection = z.strictObject({
  index: z.int(),
  code: z.enum(['invalidReceipt', ...issueCodes]),
  errors: z.array(fieldIssueSchema),
});

export const postReceipts = endpoint({
  name: 'postReceipts',
  method: 'POST',
  path: '/v1/receipts',
  audience: 'pos',
  function: 'pos-receipts',
  summary: 'Post one receipt or up to 100',
  description:
    'Answers 202 once the receipts are in durable storage; they are recorded within seconds, each exactly once however often it is sent. ' +
    'A faulty receipt is rejected with the place of its fault and the valid rest is kept. Send the same receipts again if no answer came.',
  status: 202,
  body: z.union([
    receiptRequestSchema,
    z.strictObject({
      receipts: z.array(receiptRequestSchema).check(z.minLength(1), z.maxLength(receiptLimits.receipts)),
    }),
  ]),
  bodyCheckedByHandler: true,
  result: z.strictObject({ accepted: z.int(), rejected: z.array(receiptRejection) }),
  fails: ['tooManyReceipts', 'noValidReceipt'],
});

export const getReceipt = endpoint({
  name: 'getReceipt',
  method: 'GET',
  path: '/v1/receipts/{outletId}/{businessDay}/{terminalId}/{receiptId}',
  audience: 'pos',
  function: 'pos-queries',
  summary: 'Ask what became of a receipt',
  description:
    '`recorded` for a household, `unmatched` until its card is registered, or `conflict` if another receipt came under the same identity: ' +
    'the first one counts, and staff of the co-op see both.',
  status: 200,
  params: receiptIdentitySchema,
  result: z.strictObject({ status: z.enum(['recorded', 'unmatched', 'conflict']) }),
  fails: ['unknownOutlet', 'outletOfAnotherRetailer', 'unknownReceipt'],
});

export const postAccruals = endpoint({
  name: 'postAccruals',
  method: 'POST',
  path: '/v1/accruals',
  audience: 'pos',
  function: 'pos-queries',
  summary: 'What a household has gathered this month',
  description:
    'For the printed receipt: the total of the month so far, the rate that it reaches and the Bonus so far. Not a promise: returns may follow.',
  status: 200,
  body: z.strictObject({
    identifier: identifierRequestSchema,
  }),
  result: z.strictObject({
    month: monthSchema,
    purchasesCents: z.int(),
    rateBasisPoints: z.int(),
    benefitsCents: z.int(),
    discountRight: z.boolean(),
  }),
  fails: ['unknownIdentifier', 'unknownHousehold', 'noBonusTable'],
});

const dayEndReceipt = z.strictObject({ receiptId: receiptIdSchema, totalCents: z.int() });

export const postDayEnds = endpoint({
  name: 'postDayEnds',
  method: 'POST',
  path: '/v1/day-ends',
  audience: 'pos',
  function: 'pos-day-ends',
  summary: "Compare a terminal's business day",
  description:
    'The terminal tells its count and total; the answer is `match`, `differs` with both sides, or `pending` while receipts are still queued. ' +
    'With the list of receipts the answer names which are missing, extra or different, and which also stand on a neighbouring business day.',
  status: 200,
  body: z.strictObject({
    outletId: outletIdSchema,
    terminalId: terminalIdSchema,
    businessDay: localDateSchema,
    count: z.int().check(z.nonnegative()),
    totalCents: z.int(),
    receipts: z.optional(z.array(dayEndReceipt).check(z.maxLength(10_000))),
  }),
  result: z.strictObject({
    result: z.enum(['match', 'differs', 'pending']),
    till: z.strictObject({ count: z.int(), totalCents: z.int() }),
    register: z.strictObject({ count: z.int(), totalCents: z.int(), unmatched: z.int(), conflicts: z.int() }),
    missing: z.array(z.string()),
    extra: z.array(z.string()),
    different: z.array(z.strictObject({ receiptId: z.string(), tillTotalCents: z.int(), registerTotalCents: z.int() })),
    alsoOnNeighbouringDay: z.array(z.strictObject({ receiptId: z.string(), businessDay: localDateSchema })),
  }),
  fails: ['unknownOutlet', 'outletOfAnotherRetailer'],
});
