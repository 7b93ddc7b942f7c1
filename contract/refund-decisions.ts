import * as z from 'zod/mini';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { refundDecisionStates, refundTermsSchema } from '../domain/refund-decision.ts';
import { yearSchema } from '../domain/run-period.ts';
import { endpoint } from './endpoint.ts';
import { dryRun, seenVersion } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-money' } as const;
const time = z.iso.datetime({ offset: true });
const done = z.strictObject({ by: z.string(), at: time });
const which = { coopId: coopIdSchema, year: yearSchema };
const path = '/v1/staff/refund-decisions/{coopId}/{year}' as const;

/** A decision on refunds as staff see it: nothing in it is about a customer. */
export const refundDecisionView = z.strictObject({
  ...which,
  version: z.int(),
  state: z.enum(refundDecisionStates),
  terms: refundTermsSchema,
  recorded: done,
  approved: z.nullable(done),
  withdrawn: z.nullable(z.extend(done, { reason: freeTextSchema })),
  inForce: z.nullable(z.strictObject({ version: z.int(), partBasisPoints: z.int(), isFinal: z.boolean() })),
});
export type RefundDecisionView = z.infer<typeof refundDecisionView>;
const changed = z.strictObject({ decision: refundDecisionView, dryRun: z.boolean() });

export const recordRefundDecision = endpoint({
  ...shared,
  name: 'recordRefundDecision',
  method: 'POST',
  path: '/v1/staff/refund-decisions',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: 'Record what part of shares is refunded',
  description:
    'For the shares of those whose membership ended in a financial year, if equity is short (R30): without a decision, the whole share is refunded. The part is of each share in all, so a later decision can only give as much or more, and the next run pays the difference. A final one gives the rest of each share to the co-op’s equity and ends the membership. The first has the version 0.',
  status: 201,
  body: z.strictObject({ ...which, version: z.int().check(z.nonnegative()), terms: refundTermsSchema, ...dryRun }),
  result: changed,
  fails: ['unknownCoop', 'decisionNotInState', 'staleVersion'],
});

export const approveRefundDecision = endpoint({
  ...shared,
  name: 'approveRefundDecision',
  method: 'POST',
  path: `${path}/approvals`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Approve a recorded decision on refunds',
  description:
    'By another person than who recorded it, having seen this version. From now on it is in force, and runs of refunds that were calculated before can no longer be signed.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, ...dryRun }),
  result: changed,
  fails: ['unknownDecision', 'decisionNotInState', 'secondPersonRequired', 'staleVersion'],
});

export const withdrawRefundDecision = endpoint({
  ...shared,
  name: 'withdrawRefundDecision',
  method: 'POST',
  path: `${path}/withdrawals`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Take back a decision on refunds that nobody has approved',
  description: 'With a reason that stays. What was approved before it remains in force.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, reason: freeTextSchema, ...dryRun }),
  result: changed,
  fails: ['unknownDecision', 'decisionNotInState', 'staleVersion'],
});

export const listRefundDecisions = endpoint({
  ...shared,
  name: 'listRefundDecisions',
  method: 'GET',
  path: '/v1/staff/refund-decisions/{coopId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: "A co-op's decisions on refunds, newest financial year first",
  description: 'Each as it stands now. A year without one refunds whole shares.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema }),
  result: z.strictObject({ decisions: z.array(refundDecisionView) }),
  fails: [],
});

export const showRefundDecision = endpoint({
  ...shared,
  name: 'showRefundDecision',
  method: 'GET',
  path,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Show a decision on refunds with all its versions',
  description: 'As it stands now, and what every act on it has left, oldest first.',
  status: 200,
  params: z.strictObject(which),
  result: z.strictObject({ decision: refundDecisionView, versions: z.array(refundDecisionView) }),
  fails: ['unknownDecision'],
});
