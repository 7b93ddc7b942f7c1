import * as z from 'zod/mini';
import { coopIdSchema, memberNumberSchema } from './identifiers.ts';
import { yearSchema } from './run-period.ts';

/** The life of a membership (R35, domain.md 6), and `REFUSED`, which that list lacks: an application that was not accepted. */
export const membershipStatuses = [
  'APPLIED',
  'REFUSED',
  'ACTIVE_UNPAID',
  'ACTIVE_PAID',
  'EXPULSION_NOTICED',
  'RESIGNED',
  'EXPELLED',
  'DECEASED',
  'TERMINATED_UNPAID',
  'TRANSFERRED',
  'REFUNDED',
] as const;
export type MembershipStatus = (typeof membershipStatuses)[number];

/** How a membership that had begun can end. */
export const endings = ['RESIGNED', 'EXPELLED', 'DECEASED', 'TERMINATED_UNPAID', 'TRANSFERRED'] as const;
export type Ending = (typeof endings)[number];

/** Statuses of who is a member: rights, Bonus, register of present members. */
export const memberStatuses = ['ACTIVE_UNPAID', 'ACTIVE_PAID', 'EXPULSION_NOTICED'] as const;
export const isMember = (status: MembershipStatus): boolean =>
  (memberStatuses as readonly MembershipStatus[]).includes(status);

/** A member on that day: from ≤ day < until. */
export const isMemberOn = ({ from, until }: Pick<Membership, 'from' | 'until'>, on: string): boolean =>
  from !== undefined && from <= on && (until === undefined || on < until);

/** A second application is refused while there is one of these at the co-op. */
export const isOpen = (status: MembershipStatus): boolean => status === 'APPLIED' || isMember(status);

const day = z.iso.date();

/** R28: what a decision to expel rests on, step by step. */
const expulsionSchema = z.strictObject({
  noticedOn: day,
  decidedOn: z.optional(day),
  notifiedOn: z.optional(day),
  /** The member has demanded that the general meeting decides; then only the meeting's decision ends the membership. */
  meetingDemandedOn: z.optional(day),
});

/**
 * One membership of a person in one co-op. A person who left and joins anew has a new one, with the next sequence and a number of its
 * own. Absent days have not come (yet).
 */
export const membershipSchema = z.strictObject({
  coopId: coopIdSchema,
  memberNumber: memberNumberSchema,
  sequence: z.int().check(z.positive()),
  status: z.enum(membershipStatuses),
  /** The sum of the share's entries: asserted wherever both are read. */
  paidCents: z.int().check(z.nonnegative()),
  appliedOn: z.optional(day),
  /** A member on every day from ≤ day < until. A refused application has only the day on which it was refused, as `until`. */
  from: z.optional(day),
  until: z.optional(day),
  endedAs: z.optional(z.enum(endings)),
  /** The last day on which the share may be filled (R25). */
  fillBy: z.optional(day),
  nextReminderOn: z.optional(day),
  /** From when the balance can be drawn; absent while there is nothing to refund (R31). */
  refundDueOn: z.optional(day),
  /** The financial year by whose accounts the share is refunded (R30): in which the membership ended, or the co-op learned of the death. */
  refundYear: z.optional(yearSchema),
  /** The last day on which the heirs may use the deceased's right together (R29). */
  estateUntil: z.optional(day),
  expulsion: z.optional(expulsionSchema),
  transferredTo: z.optional(coopIdSchema),
  transferredFrom: z.optional(coopIdSchema),
});
export type Membership = z.infer<typeof membershipSchema>;

/** What can happen to a membership. */
export const membershipEventKinds = [
  'apply',
  'receive',
  'accept',
  'refuse',
  'pay',
  'fillByBonus',
  'remind',
  'endUnfilled',
  'resign',
  'noticeExpulsion',
  'decideExpulsion',
  'demandMeeting',
  'dropExpulsion',
  'expel',
  'die',
  'transfer',
  'refund',
  'refundExcess',
  'correct',
] as const;
export type MembershipEventKind = (typeof membershipEventKinds)[number];

/** `NONE`: before there is a membership. */
export type StatusBefore = MembershipStatus | 'NONE';
type Step = Partial<Record<StatusBefore, readonly MembershipStatus[]>>;

const byBalance = ['ACTIVE_UNPAID', 'ACTIVE_PAID'] as const;
const staying = Object.fromEntries(endings.map((status) => [status, [status]])) as Record<Ending, [Ending]>;
const to = <S extends StatusBefore>(from: readonly S[], ...after: readonly MembershipStatus[]) =>
  Object.fromEntries(from.map((status) => [status, after])) as Record<S, readonly MembershipStatus[]>;

/**
 * The one transition table: from which statuses an event is possible, and to which it can lead. Money that comes late (`fillByBonus` of an
 * approved run, `correct`) is never turned away from a membership that has ended: it is refunded with the rest, or again.
 */
export const membershipSteps: Readonly<Record<MembershipEventKind, Step>> = {
  apply: { NONE: ['APPLIED'] },
  receive: { NONE: byBalance },
  accept: { APPLIED: ['ACTIVE_UNPAID'] },
  refuse: { APPLIED: ['REFUSED'] },
  pay: { ACTIVE_UNPAID: byBalance, EXPULSION_NOTICED: ['EXPULSION_NOTICED'] },
  fillByBonus: {
    ACTIVE_UNPAID: byBalance,
    ACTIVE_PAID: ['ACTIVE_PAID'],
    EXPULSION_NOTICED: ['EXPULSION_NOTICED'],
    ...staying,
    REFUNDED: endings,
  },
  remind: to(['ACTIVE_UNPAID'], 'ACTIVE_UNPAID'),
  endUnfilled: to(['ACTIVE_UNPAID'], 'TERMINATED_UNPAID'),
  resign: to(memberStatuses, 'RESIGNED'),
  noticeExpulsion: to(byBalance, 'EXPULSION_NOTICED'),
  decideExpulsion: to(['EXPULSION_NOTICED'], 'EXPULSION_NOTICED'),
  demandMeeting: to(['EXPULSION_NOTICED'], 'EXPULSION_NOTICED'),
  dropExpulsion: { EXPULSION_NOTICED: byBalance },
  expel: to(['EXPULSION_NOTICED'], 'EXPELLED'),
  die: to(memberStatuses, 'DECEASED'),
  transfer: to(byBalance, 'TRANSFERRED'),
  refund: to(endings, ...endings, 'REFUNDED'),
  refundExcess: { ACTIVE_PAID: ['ACTIVE_PAID'], EXPULSION_NOTICED: ['EXPULSION_NOTICED'], ...staying },
  correct: {
    ...to(byBalance, ...byBalance),
    EXPULSION_NOTICED: ['EXPULSION_NOTICED'],
    ...staying,
    REFUNDED: endings,
  },
};

/**
 * R49, R50: a member register holds who has become a member, and after the end until the share has been refunded.
 */
export const isListed = ({ from, until, refundDueOn }: Pick<Membership, 'from' | 'until' | 'refundDueOn'>): boolean =>
  from !== undefined && (until === undefined || refundDueOn !== undefined);
