import * as z from 'zod/mini';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { yearSchema } from '../domain/run-period.ts';
import { decisionKinds, decisionStates, decisionTermsSchema } from '../domain/surplus-decision.ts';
import { endpoint } from './endpoint.ts';
import { dryRun, seenVersion } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-money' } as const;
const time = z.iso.datetime({ offset: true });
const done = z.strictObject({ by: z.string(), at: time });
const which = { coopId: coopIdSchema, kind: z.enum(decisionKinds), year: yearSchema };
const path = '/v1/staff/decisions/{coopId}/{kind}/{year}' as const;

/** A decision as staff see it: nothing in it is about a customer. */
export const decisionView = z.strictObject({
  ...which,
  version: z.int(),
  state: z.enum(decisionStates),
  terms: decisionTermsSchema,
  recorded: done,
  approved: z.nullable(done),
  releasedAttempt: z.nullable(z.string()),
  withdrawn: z.nullable(z.strictObject({ by: z.string(), at: time, reason: freeTextSchema })),
});
export type DecisionView = z.infer<typeof decisionView>;
const changed = z.strictObject({ decision: decisionView, dryRun: z.boolean() });

export const recordDecision = endpoint({
  ...shared,
  name: 'recordDecision',
  method: 'POST',
  path: '/v1/staff/decisions',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: 'Record what was decided to distribute of a year',
  description:
    'Interest on the share (a percentage of it) or a surplus refund (a percentage of the year’s purchases at the co-op’s own outlets), as the minutes say it: who decided and when, from which funds, by what authorisation, when it is paid, and the most that it may come to (R37). The first has the version 0. Said anew, it needs a new approval; once a run has been released by it, nothing of it changes.',
  status: 201,
  body: z.strictObject({ ...which, version: z.int().check(z.nonnegative()), terms: decisionTermsSchema, ...dryRun }),
  result: changed,
  fails: ['unknownCoop', 'decisionNotInState', 'staleVersion'],
});

export const approveDecision = endpoint({
  ...shared,
  name: 'approveDecision',
  method: 'POST',
  path: `${path}/approvals`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Approve a recorded decision',
  description:
    'By another person than who recorded it, having seen this version. The run is then opened by itself, some days before the payment.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, ...dryRun }),
  result: changed,
  fails: ['unknownDecision', 'decisionNotInState', 'secondPersonRequired', 'staleVersion'],
});

export const withdrawDecision = endpoint({
  ...shared,
  name: 'withdrawDecision',
  method: 'POST',
  path: `${path}/withdrawals`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Take a decision back',
  description:
    'With a reason that stays. A run that was calculated by it can no longer be signed or released; cancel it.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, reason: freeTextSchema, ...dryRun }),
  result: changed,
  fails: ['unknownDecision', 'decisionNotInState', 'staleVersion'],
});

export const listDecisions = endpoint({
  ...shared,
  name: 'listDecisions',
  method: 'GET',
  path: '/v1/staff/decisions/{coopId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: "A co-op's decisions, newest year first",
  description: 'Each as it stands now.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema }),
  result: z.strictObject({ decisions: z.array(decisionView) }),
  fails: [],
});

export const showDecision = endpoint({
  ...shared,
  name: 'showDecision',
  method: 'GET',
  path,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Show a decision with all its versions',
  description: 'As it stands now, and what every act on it has left, oldest first.',
  status: 200,
  params: z.strictObject(which),
  result: z.strictObject({ decision: decisionView, versions: z.array(decisionView) }),
  fails: ['unknownDecision'],
});
