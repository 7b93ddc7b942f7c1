import * as z from 'zod/mini';
import { invitationStates, joinings } from '../domain/household.ts';
import { coopIdSchema, customerNumberSchema, householdIdSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { balanceView } from './register.ts';
import { changing, idempotent, seenVersion, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-households', method: 'POST' } as const;
const day = z.iso.date();
const until = z.nullable(day);
const month = z.string();
const time = z.iso.datetime({ offset: true });
const fieldGroups = ['household', 'card'] as const;
const household = { householdId: householdIdSchema };
const person = { customerNumber: customerNumberSchema };

/** A household as staff see it: persons by number; whoever goes on to look at one is logged for that. */
export const householdView = z.strictObject({
  ...household,
  version: z.int(),
  coopId: coopIdSchema,
  memberKind: z.enum(['PERSON', 'COMPANY']),
  headCustomerNumber: z.nullable(customerNumberSchema),
  endedOn: until,
  mergedInto: z.nullable(householdIdSchema),
  heads: z.array(z.strictObject({ ...person, from: day, until })),
  persons: z.array(z.strictObject({ ...person, from: day, until, joined: z.nullable(z.enum(joinings)) })),
  invitations: z.array(
    z.strictObject({ ...person, invitedAt: time, expiresAt: time, state: z.enum(invitationStates) }),
  ),
  /** Changes of co-op: from the month on, purchases count in the new one. */
  moves: z.array(z.strictObject({ month, fromCoopId: coopIdSchema, toCoopId: coopIdSchema })),
});
export type HouseholdView = z.infer<typeof householdView>;

const changed = z.strictObject({
  household: householdView,
  /** The household that was founded by a split, or that took the persons in. */
  other: z.nullable(householdView),
  dryRun: z.boolean(),
});

export const createHousehold = endpoint({
  ...shared,
  name: 'createHousehold',
  path: '/v1/staff/households',
  permission: 'register.write',
  coopIn: 'body',
  access: {
    action: 'CHANGE',
    fieldGroups,
    named: [{ kind: 'CUSTOMER', at: 'headCustomerNumber' }],
    found: 'unknownHousehold',
  },
  summary: 'Found a household with its head',
  description:
    'The head must be a member of the co-op and in no other household (R43, R44). Purchases with the cards and numbers of the head are gathered from now on.',
  status: 201,
  body: z.strictObject({ ...changing, ...idempotent, coopId: coopIdSchema, headCustomerNumber: customerNumberSchema }),
  result: changed,
  fails: ['householdStateConflict', 'idempotencyKeyReused', 'staleVersion', 'unknownCoop'],
});

export const showHousehold = endpoint({
  ...shared,
  name: 'showHousehold',
  path: '/v1/staff/households/show',
  permission: 'register.read',
  access: {
    action: 'READ',
    fieldGroups: ['household', 'card', 'benefits', 'history'],
    named: [{ kind: 'HOUSEHOLD', at: 'householdId' }],
  },
  summary: 'A household: head and persons by date, cards, and what was done',
  description:
    'Persons of today and earlier, invitations, changes of co-op, the cards of the present persons with the household to which their purchases go, what is owed to it or by it, and the last changes with their reasons.',
  status: 200,
  body: z.strictObject({ ...why, ...household }),
  result: z.strictObject({
    household: householdView,
    cards: z.array(
      z.strictObject({
        ...person,
        cardNumber: z.string(),
        type: z.string(),
        status: z.string(),
        linkedFrom: z.nullable(time),
        linkedUntil: z.nullable(time),
      }),
    ),
    history: z.array(
      z.strictObject({ version: z.int(), at: time, action: z.string(), reason: z.nullable(z.string()) }),
    ),
    /** What is open of its Bonus at the caller's co-ops that have or had it. */
    balances: z.array(balanceView),
  }),
  fails: [],
});

const change = { ...changing, ...household, ...seenVersion };
const plain = (action: 'invite' | 'accept' | 'decline' | 'leave' | 'remove' | 'nameHead') =>
  z.strictObject({ ...change, action: z.literal(action), ...person });

export const actOnHousehold = endpoint({
  ...shared,
  name: 'actOnHousehold',
  path: '/v1/staff/households/act',
  permission: 'register.write',
  access: {
    action: 'CHANGE',
    fieldGroups,
    named: [
      { kind: 'HOUSEHOLD', at: 'householdId' },
      { kind: 'CUSTOMER', at: 'customerNumber', optional: true },
      { kind: 'CUSTOMER', at: 'guardianCustomerNumber', optional: true },
      { kind: 'HOUSEHOLD', at: 'intoHouseholdId', optional: true },
    ],
  },
  summary: 'Change who is in a household',
  description:
    'Invite, accept, decline, add a minor by a guardian, leave, remove, name a new head, split, merge into another, dissolve, and have the money of a dissolved one paid to its last head. It happens now: purchases stay where they were made, and from now on those of whoever goes are gathered elsewhere or by nobody. ' +
    'Adults must accept (R43); the head must be a member; a household dissolves when the membership of its head has ended, and payment cards end with it (R33). What it is still owed is held until somebody says `payLastHead`; the next run pays it.',
  status: 200,
  body: z.discriminatedUnion('action', [
    plain('invite'),
    plain('accept'),
    plain('decline'),
    plain('leave'),
    plain('remove'),
    plain('nameHead'),
    z.strictObject({
      ...change,
      action: z.literal('addMinor'),
      ...person,
      guardianCustomerNumber: customerNumberSchema,
    }),
    z.strictObject({
      ...change,
      ...idempotent,
      action: z.literal('split'),
      ...person,
      /** Persons of the household who go along. */
      withCustomerNumbers: z.optional(z.array(customerNumberSchema).check(z.maxLength(20))),
    }),
    z.strictObject({ ...change, action: z.literal('merge'), intoHouseholdId: householdIdSchema }),
    z.strictObject({ ...change, action: z.literal('dissolve') }),
    z.strictObject({ ...change, action: z.literal('payLastHead') }),
  ]),
  result: changed,
  fails: ['householdStateConflict', 'staleVersion', 'unknownCoop'],
});

export const moveHousehold = endpoint({
  ...shared,
  name: 'moveHousehold',
  path: '/v1/staff/households/move',
  permission: 'register.write',
  access: {
    action: 'CHANGE',
    fieldGroups: ['household', 'purchases'],
    named: [{ kind: 'HOUSEHOLD', at: 'householdId' }],
  },
  summary: 'A household changes its co-op',
  description:
    'After the membership of the head has been transferred. All purchases of this month count in the new co-op, also those recorded before; earlier months stay where they were (R34). Cards keep working.',
  status: 200,
  body: z.strictObject({ ...change, toCoopId: coopIdSchema }),
  result: z.strictObject({ household: householdView, receipts: z.int(), dryRun: z.boolean() }),
  fails: ['householdStateConflict', 'staleVersion', 'unknownCoop'],
});
