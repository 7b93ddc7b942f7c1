import * as z from 'zod/mini';
import { bonusTableSchema } from '../domain/bonus-table.ts';
import { monthSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { tableProposalStates } from '../domain/table-proposal.ts';
import { endpoint } from './endpoint.ts';
import { dryRun, seenVersion } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-money' } as const;
const time = z.iso.datetime({ offset: true });
const done = z.strictObject({ by: z.string(), at: time });
const number = z.int().check(z.positive());
const which = { coopId: coopIdSchema, number: z.string().check(z.regex(/^[1-9]\d{0,3}$/)) };
const path = '/v1/staff/bonus-tables/{coopId}/proposals/{number}' as const;

/** A table with the version that it is of its month, from 1. */
export const bonusTableView = z.extend(bonusTableSchema, { version: z.int().check(z.positive()) });
export type BonusTableView = z.infer<typeof bonusTableView>;

export const tableProposalView = z.strictObject({
  coopId: coopIdSchema,
  number,
  version: z.int().check(z.positive()),
  state: z.enum(tableProposalStates),
  table: bonusTableSchema,
  replaces: z.int().check(z.nonnegative()),
  reason: freeTextSchema,
  proposed: done,
  approved: z.nullable(done),
  withdrawn: z.nullable(z.strictObject({ by: z.string(), at: time, reason: freeTextSchema })),
});
export type TableProposalView = z.infer<typeof tableProposalView>;

const changed = z.strictObject({
  proposal: tableProposalView,
  /** Months that have been paid, or are being paid, under another table: the next run calculates them again. */
  recomputed: z.array(monthSchema),
  /** Months that are older than their receipts: they stay as they were paid. */
  tooOld: z.array(monthSchema),
  dryRun: z.boolean(),
});

export const listBonusTables = endpoint({
  ...shared,
  name: 'listBonusTables',
  method: 'GET',
  path: '/v1/staff/bonus-tables/{coopId}',
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: "A co-op's Bonus tables",
  description: 'Those in force, the versions that were replaced, and everything that was proposed.',
  status: 200,
  params: z.strictObject({ coopId: coopIdSchema }),
  result: z.strictObject({
    tables: z.array(bonusTableView),
    replaced: z.array(bonusTableView),
    proposals: z.array(tableProposalView),
  }),
  fails: ['unknownCoop'],
});

export const proposeBonusTable = endpoint({
  ...shared,
  name: 'proposeBonusTable',
  method: 'POST',
  path: '/v1/staff/bonus-tables',
  permission: 'payouts.prepare',
  coopIn: 'body',
  summary: 'Propose a Bonus table',
  description:
    'A new one from a month on, or another in place of a wrong one: `version` is that of the table of the same month, 0 if there is none. ' +
    'Nothing changes until another person approves it. The answer says which paid months would be calculated again.',
  status: 201,
  body: z.strictObject({
    coopId: coopIdSchema,
    version: z.int().check(z.nonnegative()),
    table: bonusTableSchema,
    reason: freeTextSchema,
    ...dryRun,
  }),
  result: changed,
  fails: ['unknownCoop', 'staleVersion'],
});

export const approveBonusTable = endpoint({
  ...shared,
  name: 'approveBonusTable',
  method: 'POST',
  path: `${path}/approvals`,
  permission: 'payouts.approve',
  coopIn: 'path',
  summary: 'Put a proposed Bonus table in force',
  description:
    'By another person than who proposed it. The replaced version stays. Months that were paid under another table are calculated again by the next run, for every household; the difference is paid, or taken from the next payment. A run that was calculated before can no longer be signed.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, ...dryRun }),
  result: changed,
  fails: ['unknownTableProposal', 'tableProposalNotInState', 'secondPersonRequired', 'staleVersion'],
});

export const withdrawBonusTable = endpoint({
  ...shared,
  name: 'withdrawBonusTable',
  method: 'POST',
  path: `${path}/withdrawals`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'Withdraw a proposed Bonus table',
  description: 'With a reason that stays. A table in force is not withdrawn: propose another in its place.',
  status: 200,
  params: z.strictObject(which),
  body: z.strictObject({ ...seenVersion, reason: freeTextSchema, ...dryRun }),
  result: changed,
  fails: ['unknownTableProposal', 'tableProposalNotInState', 'staleVersion'],
});
