import * as z from 'zod/mini';
import { monthSchema } from '../domain/calendar.ts';
import { coopIdSchema, householdIdSchema } from '../domain/identifiers.ts';
import { runHashSchema, runKinds, runProblems, runStates, runWarnings } from '../domain/run.ts';
import { runTotalsSchema } from '../domain/run-totals.ts';
import { payoutOutcomes, payoutReasons } from '../domain/settlement.ts';
import { endpoint } from './endpoint.ts';

const time = z.iso.datetime({ offset: true });
const attempt = z.string().check(z.regex(/^D?[1-9]\d{0,2}$/));

const runPath = '/v1/staff/runs/{coopId}/{kind}/{period}/{attempt}' as const;
const runParams = z.strictObject({
  coopId: coopIdSchema,
  kind: z.enum(runKinds),
  period: monthSchema,
  attempt,
});
const cents = z.int();
const signature = z.strictObject({ by: z.string(), at: time });
const difference = z.strictObject({ against: z.string(), totals: z.nullable(runTotalsSchema) });

/** A run as staff see it: no household, no name. Differences are the totals of what it is compared with. */
export const runView = z.strictObject({
  coopId: coopIdSchema,
  kind: z.enum(runKinds),
  period: monthSchema,
  attempt,
  dryRun: z.boolean(),
  state: z.enum(runStates),
  cutOff: time,
  opened: signature,
  submitted: z.optional(signature),
  approved: z.optional(signature),
  rejected: z.optional(signature),
  cancelled: z.optional(signature),
  hash: z.optional(runHashSchema),
  warnings: z.array(z.enum(runWarnings)),
  problem: z.optional(z.enum(runProblems)),
  totals: z.optional(runTotalsSchema),
  differences: z.array(difference),
});
export type RunView = z.infer<typeof runView>;

const shared = { audience: 'staff', function: 'staff-runs' } as const;

export const startRun = endpoint({
  ...shared,
  name: 'startRun',
  method: 'POST',
  path: '/v1/staff/runs',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: "Start a month's run",
  description:
    'Starts the run of a co-op and month, or answers the one that is alive. A cancelled or rejected run is followed by the next attempt. ' +
    'A dry run calculates and reports and writes nothing else.',
  status: 202,
  body: z.strictObject({
    coopId: coopIdSchema,
    kind: z.enum(runKinds),
    period: monthSchema,
    dryRun: z.optional(z.boolean()),
  }),
  result: runView,
  fails: ['unknownCoop', 'monthNotEnded', 'monthTooOld', 'runOutOfOrder', 'noBonusTable'],
});

export const listRuns = endpoint({
  ...shared,
  name: 'listRuns',
  method: 'GET',
  path: '/v1/staff/runs/{coopId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: "A co-op's runs, newest first",
  description: 'All attempts and dry runs with their states and totals.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema }),
  result: z.strictObject({ runs: z.array(runView) }),
  fails: [],
});

export const showRun = endpoint({
  ...shared,
  name: 'showRun',
  method: 'GET',
  path: runPath,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Show a run',
  description:
    'State, totals, hash and signatures, with the totals of the previous month and of the previous attempt beside them.',
  status: 200,
  params: runParams,
  result: runView,
  fails: ['unknownRun'],
});

const signing = z.strictObject({ hash: runHashSchema });
const signFails = ['unknownRun', 'runNotInState', 'runHashDiffers'] as const;

export const submitRun = endpoint({
  ...shared,
  name: 'submitRun',
  method: 'POST',
  path: `${runPath}/submissions`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Submit a calculated run for approval',
  description: 'Binds the submitter to the hash of the inputs, rule versions and lines that were shown.',
  status: 200,
  params: runParams,
  body: signing,
  result: runView,
  fails: signFails,
});

export const approveRun = endpoint({
  ...shared,
  name: 'approveRun',
  method: 'POST',
  path: `${runPath}/approvals`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Approve a submitted run',
  description:
    'By another person than the submitter, over the same hash. The payment files are then written. Repeating it is harmless.',
  status: 200,
  params: runParams,
  body: signing,
  result: runView,
  fails: [...signFails, 'secondPersonRequired'],
});

export const rejectRun = endpoint({
  ...shared,
  name: 'rejectRun',
  method: 'POST',
  path: `${runPath}/rejections`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Reject a submitted run',
  description: 'Ends the attempt; the next start makes a new one.',
  status: 200,
  params: runParams,
  result: runView,
  fails: ['unknownRun', 'runNotInState'],
});

export const cancelRun = endpoint({
  ...shared,
  name: 'cancelRun',
  method: 'POST',
  path: `${runPath}/cancellations`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Cancel a run that is not approved',
  description: 'Ends the attempt; the next start makes a new one.',
  status: 200,
  params: runParams,
  result: runView,
  fails: ['unknownRun', 'runNotInState'],
});

/** Many households at once: the run stands in the access log. */
const ofRun = { kind: 'RUN', by: ['coopId', 'kind', 'period', 'attempt'] } as const;

export const listRunFiles = endpoint({
  ...shared,
  name: 'listRunFiles',
  method: 'GET',
  path: `${runPath}/files`,
  permission: 'payouts.approve',
  coopIn: 'path',
  access: {
    action: 'EXPORT',
    fieldGroups: ['name', 'benefitAccount', 'benefits'],
    listing: ofRun,
    purpose: 'payoutControl',
  },
  summary: 'The payment files of a run',
  description: 'Each with its count, sum and hash, and an address that serves it for five minutes. Asking is logged.',
  status: 200,
  params: runParams,
  result: z.strictObject({
    files: z.array(
      z.strictObject({ name: z.string(), count: z.int(), sumCents: cents, sha256: z.string(), url: z.string() }),
    ),
  }),
  fails: ['unknownRun'],
});

export const listRunHouseholds = endpoint({
  ...shared,
  name: 'listRunHouseholds',
  method: 'GET',
  path: `${runPath}/households`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  access: { action: 'READ', fieldGroups: ['purchases', 'benefits'], listing: ofRun, purpose: 'payoutControl' },
  summary: 'What a run does for each household',
  description: 'Paid, moved to the share, or not paid and why. One page at a time; asking is logged.',
  status: 200,
  params: runParams,
  query: z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(400))) }),
  result: z.strictObject({
    households: z.array(
      z.strictObject({
        householdId: householdIdSchema,
        receipts: z.int(),
        purchasesCents: cents,
        amountCents: cents,
        lateAmountCents: cents,
        toShareCents: cents,
        toAccountCents: cents,
        unpaidCents: cents,
        outcome: z.enum(payoutOutcomes),
        reason: z.nullable(z.enum(payoutReasons)),
      }),
    ),
    cursor: z.optional(z.string()),
  }),
  fails: ['unknownRun'],
});
