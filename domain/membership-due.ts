import { addDays, type LocalDate } from './calendar.ts';
import type { Membership } from './membership.ts';
import { expulsionDecisionFrom, expulsionEffectiveOn, type MembershipRules } from './membership-rules.ts';

/** What is to be done with a membership, and from which day on. */
export const dueKinds = [
  'REMINDER',
  'FILL_TIME_PASSED',
  'EXPULSION_DECISION',
  'EXPULSION_EFFECTIVE',
  'EXCESS',
  'REFUND',
] as const;
export type DueKind = (typeof dueKinds)[number];
export type Due = { kind: DueKind; on: LocalDate };

type DueRule = {
  kind: DueKind;
  on: (membership: Membership, rules: MembershipRules) => LocalDate | undefined;
};

const rules: readonly DueRule[] = [
  {
    kind: 'REMINDER',
    on: ({ status, nextReminderOn }) => (status === 'ACTIVE_UNPAID' ? nextReminderOn : undefined),
  },
  {
    kind: 'FILL_TIME_PASSED',
    on: ({ status, fillBy }) => (status === 'ACTIVE_UNPAID' && fillBy !== undefined ? addDays(fillBy, 1) : undefined),
  },
  {
    kind: 'EXPULSION_DECISION',
    on: ({ expulsion }) =>
      expulsion !== undefined && expulsion.decidedOn === undefined
        ? expulsionDecisionFrom(expulsion.noticedOn)
        : undefined,
  },
  {
    kind: 'EXPULSION_EFFECTIVE',
    on: ({ expulsion }) =>
      expulsion?.notifiedOn === undefined
        ? undefined
        : (expulsion.meetingDemandedOn ?? expulsionEffectiveOn(expulsion.notifiedOn)),
  },
  {
    kind: 'EXCESS',
    on: ({ status, paidCents, from }, { shareContributionCents }) =>
      status === 'ACTIVE_PAID' && paidCents > shareContributionCents ? from : undefined,
  },
  { kind: 'REFUND', on: ({ refundDueOn }) => refundDueOn },
];

/** All that is to be done with a membership, the earliest first. */
export const dueOf = (membership: Membership, of: MembershipRules): Due[] =>
  rules
    .flatMap(({ kind, on }) => {
      const day = on(membership, of);
      return day === undefined ? [] : [{ kind, on: day }];
    })
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
