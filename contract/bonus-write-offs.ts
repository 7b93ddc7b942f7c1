import * as z from 'zod/mini';
import { monthSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema, householdIdSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { dryRun, seenVersion, why } from './register-fields.ts';

const shared = {
  audience: 'staff',
  function: 'staff-money',
  method: 'POST',
  coopIn: 'body',
  access: {
    action: 'CHANGE',
    fieldGroups: ['benefits'],
    named: [{ kind: 'HOUSEHOLD', at: 'householdId', former: true }],
  },
  status: 200,
} as const;
const which = { coopId: coopIdSchema, householdId: householdIdSchema };

/** Barred Bonus that is written off, as staff see it. */
export const bonusWriteOffView = z.strictObject({
  ...which,
  period: monthSchema,
  amountCents: z.int(),
  months: z.array(z.strictObject({ period: monthSchema, amountCents: z.int() })),
  by: z.string(),
  at: z.iso.datetime({ offset: true }),
  reason: freeTextSchema,
  approvedBy: z.nullable(z.string()),
  version: z.int(),
});
export type BonusWriteOffView = z.infer<typeof bonusWriteOffView>;
const changed = z.strictObject({ writeOff: bonusWriteOffView, dryRun: z.boolean() });

export const proposeBonusWriteOff = endpoint({
  ...shared,
  name: 'proposeBonusWriteOff',
  path: '/v1/staff/payments/bonus-write-offs',
  permission: 'payouts.prepare',
  summary: 'Propose to write off Bonus whose claim is barred',
  description:
    'All unpaid Bonus of a household that can be claimed no longer (R60): see the list of unpaid Bonus. It follows the newest posted month, and counts for nothing once another has been posted. Nothing lapses by itself, and until another person approves it the money can still be paid.',
  body: z.strictObject({ ...why, ...which, reason: freeTextSchema, ...dryRun }),
  result: changed,
  fails: ['unknownHousehold', 'paymentNotInState', 'staleVersion'],
});

export const approveBonusWriteOff = endpoint({
  ...shared,
  name: 'approveBonusWriteOff',
  path: '/v1/staff/payments/bonus-write-offs/approvals',
  permission: 'payouts.approve',
  summary: 'Approve that barred Bonus is written off',
  description:
    'By another person than who proposed it, while no run of the month after is open. The next run begins without it, and its voucher is written with it.',
  body: z.strictObject({ ...why, ...which, ...seenVersion, ...dryRun }),
  result: changed,
  fails: ['unknownHousehold', 'paymentNotInState', 'runNotInState', 'secondPersonRequired', 'staleVersion'],
});
