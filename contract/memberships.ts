import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { coopIdSchema, customerNumberSchema, memberNumberSchema } from '../domain/identifiers.ts';
import { endings, membershipEventKinds, membershipSchema, membershipStatuses } from '../domain/membership.ts';
import { dueKinds } from '../domain/membership-due.ts';
import { yearSchema } from '../domain/run-period.ts';
import { shareEntryReasons, shareSourceIdSchema } from '../domain/share-entry.ts';
import { sourceSchema } from '../domain/source.ts';
import { endpoint } from './endpoint.ts';
import { changing, idempotent, seenVersion, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-members', method: 'POST' } as const;
const day = z.nullable(z.iso.date());
const cents = z.int();
const version = z.int();
const time = z.iso.datetime({ offset: true });
const named = [{ kind: 'CUSTOMER', at: 'customerNumber' }] as const;
const fieldGroups = ['membership', 'share'] as const;
const ofMember = { customerNumber: customerNumberSchema, coopId: coopIdSchema };
const ofMembership = { ...ofMember, memberNumber: memberNumberSchema };
const notInLife = ['membershipNotInState', 'membershipDateNotAllowed', 'shareAmountNotAllowed'] as const;

const due = z.strictObject({ kind: z.enum(dueKinds), on: z.iso.date() });

/** A membership as staff see it. */
export const membershipView = z.strictObject({
  customerNumber: customerNumberSchema,
  coopId: coopIdSchema,
  memberNumber: memberNumberSchema,
  sequence: z.int(),
  version,
  status: z.enum(membershipStatuses),
  paidCents: cents,
  missingCents: cents,
  /** By which the share contribution is paid: the national form, and the same as RF. */
  shareReference: z.string(),
  shareCreditorReference: z.string(),
  appliedOn: day,
  from: day,
  until: day,
  endedAs: z.nullable(z.enum(endings)),
  fillBy: day,
  nextReminderOn: day,
  refundDueOn: day,
  refundYear: z.nullable(yearSchema),
  estateUntil: day,
  expulsion: z.nullable(membershipSchema.shape.expulsion.def.innerType),
  transferredTo: z.nullable(coopIdSchema),
  transferredFrom: z.nullable(coopIdSchema),
  due: z.array(due),
});
export type MembershipView = z.infer<typeof membershipView>;
const changed = z.strictObject({ membership: membershipView, dryRun: z.boolean() });

export const applyForMembership = endpoint({
  ...shared,
  name: 'applyForMembership',
  path: '/v1/staff/memberships/apply',
  permission: 'register.write',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups, named },
  summary: 'Enter an application for membership',
  description:
    'One membership or application at a time in a co-op; whoever left and comes again has a new membership and number. 18 years, from 15 with the consent of a guardian (settings). The member number is made from the idempotency key.',
  status: 201,
  body: z.strictObject({
    ...changing,
    ...idempotent,
    ...ofMember,
    on: localDateSchema,
    guardianConsents: z.optional(z.boolean()),
  }),
  result: changed,
  fails: [
    'alreadyMember',
    'applicantNotEligible',
    'membershipDateNotAllowed',
    'customerMerged',
    'idempotencyKeyReused',
    'unknownCoop',
    'staleVersion',
  ],
});

const on = localDateSchema;
const amountCents = z.int();
/** What staff can do with a membership, each with what it needs to be told. */
export const membershipActSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum([
      'accept',
      'refuse',
      'remind',
      'endUnfilled',
      'resign',
      'noticeExpulsion',
      'demandMeeting',
      'dropExpulsion',
      'refund',
      'refundExcess',
    ]),
    on,
  }),
  z.strictObject({ kind: z.literal('pay'), on, amountCents, ...idempotent }),
  z.strictObject({ kind: z.literal('decideExpulsion'), on, notifiedOn: on }),
  z.strictObject({ kind: z.literal('expel'), on, byMeeting: z.boolean() }),
  z.strictObject({ kind: z.literal('die'), on, learnedOn: on }),
  z.strictObject({ kind: z.literal('correct'), on, amountCents, corrects: shareSourceIdSchema, ...idempotent }),
]);
export type MembershipAct = z.infer<typeof membershipActSchema>;

/** Acts that need a reason in words; it stays with the membership's history. */
export const actsWithReason: readonly MembershipAct['kind'][] = [
  'refuse',
  'noticeExpulsion',
  'dropExpulsion',
  'expel',
  'correct',
];

export const actOnMembership = endpoint({
  ...shared,
  name: 'actOnMembership',
  path: '/v1/staff/memberships/act',
  permission: 'register.write',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups: [...fieldGroups, 'household'], named },
  summary: 'Do something with a membership',
  description:
    'Accept or refuse an application, book a payment, remind, resign, expel step by step, enter a death, end what was not filled in time, refund, or correct an entry of the share. What is possible follows from the status alone, by one table. When a head member leaves, the household ends (R33). Nothing is overwritten: a correction is a new entry that names the wrong one. A payment or correction sent again with its idempotency key is booked once.',
  status: 200,
  body: z.strictObject({ ...changing, ...ofMembership, ...seenVersion, act: membershipActSchema }),
  result: changed,
  fails: [...notInLife, 'unknownMembership', 'unknownShareEntry', 'staleVersion', 'idempotencyKeyReused'],
});

export const transferMembership = endpoint({
  ...shared,
  name: 'transferMembership',
  path: '/v1/staff/memberships/transfer',
  permission: 'register.write',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups, named },
  summary: 'Move a membership to another co-op',
  description:
    'No resignation: the share moves, and the time to fill it goes on (R34). Both memberships and both ledgers change at once. Done by staff of the co-op that the member leaves; the household moves by an operation of its own.',
  status: 200,
  body: z.strictObject({
    ...changing,
    ...idempotent,
    ...ofMembership,
    ...seenVersion,
    toCoopId: coopIdSchema,
    on: localDateSchema,
  }),
  result: z.strictObject({ left: membershipView, joined: membershipView, dryRun: z.boolean() }),
  fails: [...notInLife, 'unknownMembership', 'alreadyMember', 'staleVersion', 'idempotencyKeyReused', 'unknownCoop'],
});

/** An entry of a share, with the balance after it. */
export const shareEntryView = z.strictObject({
  entryNumber: z.int(),
  date: z.iso.date(),
  sourceId: shareSourceIdSchema,
  amountCents: cents,
  balanceCents: cents,
  reason: z.enum(shareEntryReasons),
  corrects: z.nullable(shareSourceIdSchema),
  note: z.nullable(z.string()),
  source: z.nullable(sourceSchema),
});
/** What staff did with a membership. */
export const membershipChangeView = z.strictObject({
  version,
  event: z.enum(membershipEventKinds),
  on: z.iso.date(),
  at: time,
  by: z.string(),
  status: z.enum(membershipStatuses),
  reason: z.nullable(z.string()),
  source: sourceSchema,
});

export const showShareLedger = endpoint({
  ...shared,
  name: 'showShareLedger',
  path: '/v1/staff/shares/ledger',
  permission: 'register.read',
  coopIn: 'body',
  access: { action: 'READ', fieldGroups, named },
  summary: "A membership with its share's ledger and its history",
  description:
    'Every entry with the balance after it; the last balance is what the membership says is paid. What staff did with the membership, in order.',
  status: 200,
  body: z.strictObject({ ...why, ...ofMembership }),
  result: z.strictObject({
    membership: membershipView,
    entries: z.array(shareEntryView),
    history: z.array(membershipChangeView),
  }),
  fails: ['unknownMembership'],
});

const cursor = z.optional(z.string().check(z.maxLength(2_000)));

export const listDueMemberships = endpoint({
  ...shared,
  name: 'listDueMemberships',
  path: '/v1/staff/memberships/due',
  permission: 'register.read',
  coopIn: 'body',
  access: {
    action: 'READ',
    fieldGroups: ['name', ...fieldGroups],
    listing: { name: 'dueMemberships', by: ['coopId', 'until'] },
  },
  summary: 'Memberships with which something is to be done',
  description:
    'Reminders, shares not filled in time, expulsions to be decided or in effect, refunds due, and money beyond a full share: whatever is due through a day, the longest due first.',
  status: 200,
  body: z.strictObject({ ...why, coopId: coopIdSchema, until: localDateSchema, cursor }),
  result: z.strictObject({
    memberships: z.array(z.strictObject({ name: z.string(), membership: membershipView })),
    /** Send it for the next page; absent on the last. */
    cursor: z.optional(z.string()),
  }),
  fails: [],
});
