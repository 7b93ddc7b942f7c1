import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { runHashSchema, runKinds, runProblems, runStates, runWarnings } from '../domain/run.ts';
import { runExceptionSchema } from '../domain/run-exceptions.ts';
import { isPeriodOf, periodSchema } from '../domain/run-period.ts';
import { runTotalsSchema } from '../domain/run-totals.ts';
import { payoutOutcomes, payoutReasons } from '../domain/settlement.ts';
import { endpoint } from './endpoint.ts';

const time = z.iso.datetime({ offset: true });
const attempt = z.string().check(z.regex(/^D?[1-9]\d{0,2}$/));

export const runPath = '/v1/staff/runs/{coopId}/{kind}/{period}/{attempt}' as const;
export const runParams = z.strictObject({
  coopId: coopIdSchema,
  kind: z.enum(runKinds),
  period: periodSchema,
  attempt,
});
const cents = z.int();
const signature = z.strictObject({ by: z.string(), at: time });
const reasoned = z.strictObject({ by: z.string(), at: time, reason: z.string() });
const difference = z.strictObject({ against: z.string(), totals: z.nullable(runTotalsSchema) });

/** A run as staff see it: no payee, no name. Differences are the totals of what it is compared with. */
export const runView = z.strictObject({
  coopId: coopIdSchema,
  kind: z.enum(runKinds),
  period: periodSchema,
  attempt,
  dryRun: z.boolean(),
  state: z.enum(runStates),
  cutOff: time,
  opened: signature,
  submitted: z.optional(signature),
  approved: z.optional(signature),
  rejected: z.optional(reasoned),
  cancelled: z.optional(reasoned),
  released: z.optional(signature),
  closed: z.optional(signature),
  /** When all that the release does was booked. */
  postedAt: z.optional(time),
  payOn: localDateSchema,
  inputs: z.record(z.string(), z.string()),
  /** Signed payments that are left out of the files, since their payees have changed. */
  held: z.optional(z.strictObject({ count: z.int(), sumCents: cents })),
  /** What is not paid, by reason, and how many payees are new and gone since the run of the period before. */
  review: z.optional(
    z.strictObject({ exceptions: z.array(runExceptionSchema), newPayees: z.int(), gonePayees: z.int() }),
  ),
  journal: z.optional(z.strictObject({ name: z.string(), lines: z.int(), sumCents: cents, sha256: z.string() })),
  hash: z.optional(runHashSchema),
  warnings: z.array(z.enum(runWarnings)),
  problem: z.optional(z.enum(runProblems)),
  totals: z.optional(runTotalsSchema),
  differences: z.array(difference),
});
export type RunView = z.infer<typeof runView>;

const shared = { audience: 'staff', function: 'staff-runs' } as const;
/** What a run came to, payee by payee and file by file: read, never changed. */
const results = { audience: 'staff', function: 'staff-run-results' } as const;

export const startRun = endpoint({
  ...shared,
  name: 'startRun',
  method: 'POST',
  path: '/v1/staff/runs',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: 'Start a run',
  description:
    'Starts the run of a co-op, kind and period, or answers the one that is alive. A cancelled or rejected run is followed by the next attempt. ' +
    'A dry run calculates and reports and writes nothing else.',
  status: 202,
  body: z
    .strictObject({
      coopId: coopIdSchema,
      kind: z.enum(runKinds),
      period: periodSchema,
      dryRun: z.optional(z.boolean()),
    })
    .check(
      z.refine(({ kind, period }) => isPeriodOf(kind, period), {
        path: ['period'],
        params: { code: 'badFormat' },
        message:
          'Give the period as its kind wants it: a month (BONUS, REFUND), a year (INTEREST, SURPLUS) or a day (CORRECTION).',
      }),
    ),
  result: runView,
  fails: ['unknownCoop', 'monthNotEnded', 'monthTooOld', 'runOutOfOrder', 'noBonusTable', 'decisionNotApproved'],
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
  description:
    'Binds the submitter to the hash of the inputs, rule versions and lines that were shown. Refused if the run comes to more than its decision allows.',
  status: 200,
  params: runParams,
  body: signing,
  result: runView,
  fails: [...signFails, 'decisionNotApproved', 'decisionExceeded'],
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
    'By another person than the submitter, over the same hash, while all that the run rests on is as it was. The payment files are then written. Repeating it is harmless.',
  status: 200,
  params: runParams,
  body: signing,
  result: runView,
  fails: [...signFails, 'runStale', 'secondPersonRequired'],
});

const because = z.strictObject({ reason: freeTextSchema });

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
  body: because,
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
  summary: 'Cancel a run that is not released',
  description:
    'Ends the attempt, with a reason; nothing has been posted and no file has been handed over. The next start makes a new one.',
  status: 200,
  params: runParams,
  body: because,
  result: runView,
  fails: ['unknownRun', 'runNotInState'],
});

export const releaseRun = endpoint({
  ...shared,
  name: 'releaseRun',
  method: 'POST',
  path: `${runPath}/releases`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Release a run whose files are written',
  description:
    'The files can be fetched from now on and are to be handed to the bank; shares, payments and the journal are booked. It cannot be taken ' +
    'back: what comes back is paid again by a correction. Not by the person who submitted. Repeating it is harmless.',
  status: 200,
  params: runParams,
  body: signing,
  result: runView,
  fails: [...signFails, 'runStale', 'secondPersonRequired'],
});

export const closeRun = endpoint({
  ...shared,
  name: 'closeRun',
  method: 'POST',
  path: `${runPath}/closings`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Close a released run',
  description: 'Says that the bank has answered for every payment, or that nothing more is expected.',
  status: 200,
  params: runParams,
  result: runView,
  fails: ['unknownRun', 'runNotInState'],
});

/** Many payees at once: the run stands in the access log. */
export const ofRun = { kind: 'RUN', by: ['coopId', 'kind', 'period', 'attempt'] } as const;

export const listRunFiles = endpoint({
  ...results,
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
  description:
    'Once the run is released: each with its count, sum and hash, and an address that serves it for five minutes. Asking is logged.',
  status: 200,
  params: runParams,
  result: z.strictObject({
    files: z.array(
      z.strictObject({ name: z.string(), count: z.int(), sumCents: cents, sha256: z.string(), url: z.string() }),
    ),
  }),
  fails: ['unknownRun', 'runNotInState'],
});

export const listRunPayees = endpoint({
  ...results,
  name: 'listRunPayees',
  method: 'GET',
  path: `${runPath}/payees`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  access: { action: 'READ', fieldGroups: ['purchases', 'benefits'], listing: ofRun, purpose: 'payoutControl' },
  summary: 'What a run does for each payee',
  description:
    'Paid, moved to the share, or not paid and why: households of a Bonus or surplus run, members of the others, EndToEndIds of a ' +
    'correction. One page at a time; asking is logged.',
  status: 200,
  params: runParams,
  query: z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(400))) }),
  result: z.strictObject({
    payees: z.array(
      z.strictObject({
        payeeId: z.string(),
        receipts: z.int(),
        baseCents: cents,
        amountCents: cents,
        withheldCents: cents,
        lateAmountCents: cents,
        openingUnpaidCents: cents,
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
