import type { LocalDate } from './calendar.ts';
import { addDays, addMonthsToDate } from './calendar.ts';
import type { ErrorCode } from './errors.ts';
import type { Membership, MembershipEventKind } from './membership.ts';
import type { MembershipEvent, MembershipState } from './membership-events.ts';
import { expulsionDecisionFrom, expulsionEffectiveOn, type MembershipRules } from './membership-rules.ts';
import { correctedCents } from './share-entry.ts';

/** Why an event is not possible, in one sentence without personal data. */
export type MembershipRefusal = { code: ErrorCode; detail: string };

type Bound = { from: LocalDate | undefined; says: string };
type BoundOf = (membership: Membership, rules: MembershipRules) => Bound;

const afterBeginning: BoundOf = ({ from, appliedOn }) => ({
  from: from ?? appliedOn,
  says: 'That day is before the membership began: see `from`.',
});
const whenDue: BoundOf = ({ refundDueOn }) => ({
  from: refundDueOn,
  says: 'The refund is not due yet: see `refundDueOn` (osuuskuntalaki 17:2).',
});

/** The first day on which an event can have happened; nothing happens in the future. Bonus comes from an approved run, whatever its day. */
const bounds: { readonly [K in MembershipEventKind]?: BoundOf } = {
  accept: ({ appliedOn }) => ({ from: appliedOn, says: 'That day is before the application.' }),
  refuse: ({ appliedOn }) => ({ from: appliedOn, says: 'That day is before the application.' }),
  pay: afterBeginning,
  remind: ({ nextReminderOn }) => ({ from: nextReminderOn ?? never, says: 'No reminder is due yet.' }),
  endUnfilled: ({ fillBy }) => ({
    from: fillBy === undefined ? never : addDays(fillBy, 1),
    says: 'The share may still be filled: see `fillBy`.',
  }),
  resign: ({ from = never }, { resignationBarMonths }) => ({
    from: addMonthsToDate(from, resignationBarMonths),
    says: 'The member cannot resign yet by the rules of the co-op (osuuskuntalaki 3:2).',
  }),
  noticeExpulsion: afterBeginning,
  decideExpulsion: ({ expulsion }) => ({
    from: expulsion && expulsionDecisionFrom(expulsion.noticedOn),
    says: 'An expulsion can be decided one month after the notice at the earliest (osuuskuntalaki 3:3).',
  }),
  demandMeeting: ({ expulsion }) => ({
    from: expulsion?.notifiedOn ?? never,
    says: 'The member was not told of a decision by that day.',
  }),
  dropExpulsion: ({ expulsion }) => ({ from: expulsion?.noticedOn, says: 'That day is before the notice.' }),
  die: afterBeginning,
  transfer: afterBeginning,
  refund: whenDue,
  refundExcess: afterBeginning,
  correct: afterBeginning,
};
/** Later than any day: what has not been prepared cannot happen. */
const never = '9999-01-01';

/** The bounds of the day of an event. */
export function dayRefusal(
  membership: Membership | undefined,
  event: MembershipEvent,
  rules: MembershipRules,
  today: LocalDate,
): MembershipRefusal | undefined {
  if (event.kind === 'fillByBonus') return undefined;
  const refused = (detail: string): MembershipRefusal => ({ code: 'membershipDateNotAllowed', detail });
  if (event.on > today) return refused('That day has not come yet.');
  const bound = membership && bounds[event.kind]?.(membership, rules);
  if (bound?.from !== undefined && event.on < bound.from) return refused(bound.says);
  return undefined;
}

type GuardOf<K extends MembershipEventKind> = (
  state: MembershipState,
  event: MembershipEvent<K>,
  rules: MembershipRules,
  today: LocalDate,
) => MembershipRefusal | undefined;

const amount = (detail: string): MembershipRefusal => ({ code: 'shareAmountNotAllowed', detail });
const date = (detail: string): MembershipRefusal => ({ code: 'membershipDateNotAllowed', detail });

/** What else must hold for an event: its amount, or a day beside that of the event itself. */
const guards: { readonly [K in MembershipEventKind]?: GuardOf<K> } = {
  pay: ({ membership }, { amountCents }, { shareContributionCents, leastSharePaymentCents }) => {
    const missing = shareContributionCents - membership.paidCents;
    if (amountCents <= 0) return amount('A payment is more than nothing.');
    if (amountCents > missing) return amount('That is more than the share is missing: see `missingCents`.');
    if (amountCents < Math.min(leastSharePaymentCents, missing))
      return amount('A payment is at least the smallest part payment, or all that the share is missing.');
    return undefined;
  },
  fillByBonus: (_state, { amountCents }) =>
    amountCents > 0 ? undefined : amount('Bonus fills a share with more than nothing.'),
  decideExpulsion: ({ membership: { expulsion } }, { on, notifiedOn }, _rules, today) => {
    if (expulsion?.decidedOn !== undefined)
      return { code: 'membershipNotInState', detail: 'The expulsion is decided already.' };
    return notifiedOn < on || notifiedOn > today
      ? date('The member is told of a decision after it, and not in the future.')
      : undefined;
  },
  demandMeeting: ({ membership: { expulsion } }, { on }) => {
    if (expulsion?.meetingDemandedOn !== undefined)
      return { code: 'membershipNotInState', detail: 'The member has demanded the general meeting already.' };
    return expulsion?.notifiedOn !== undefined && on > expulsionEffectiveOn(expulsion.notifiedOn)
      ? date('The general meeting can be demanded within one month of the notification (osuuskuntalaki 3:3).')
      : undefined;
  },
  expel: ({ membership: { expulsion } }, { on, byMeeting }) => {
    const { notifiedOn, meetingDemandedOn } = expulsion ?? {};
    if (notifiedOn === undefined)
      return { code: 'membershipNotInState', detail: 'The expulsion is not decided yet, or the member not told.' };
    if (meetingDemandedOn !== undefined && !byMeeting)
      return { code: 'membershipNotInState', detail: 'The member has demanded that the general meeting decides.' };
    const effective = meetingDemandedOn ?? expulsionEffectiveOn(notifiedOn);
    return on < effective
      ? date('The decision takes effect one month after the notification (osuuskuntalaki 3:4).')
      : undefined;
  },
  die: (_state, { on, learnedOn }, _rules, today) =>
    learnedOn < on || learnedOn > today
      ? date('The co-op learns of a death on its day or later, and not in the future.')
      : undefined,
  transfer: ({ membership }, { toCoopId }) =>
    toCoopId === membership.coopId
      ? { code: 'membershipNotInState', detail: 'The membership is in that co-op already.' }
      : undefined,
  refund: ({ membership: { paidCents } }, { amountCents = paidCents, writtenOffCents = 0 }) =>
    amountCents < 0 || writtenOffCents < 0 || amountCents + writtenOffCents > paidCents
      ? amount('A refund is at most what is paid of the share.')
      : undefined,
  refundExcess: ({ membership: { paidCents } }, { amountCents = 1 }, { shareContributionCents }) =>
    amountCents <= 0 || paidCents - amountCents < shareContributionCents
      ? amount('No more is paid than a full share.')
      : undefined,
  correct: ({ membership, entries }, { corrects, amountCents }, { shareContributionCents }) => {
    const wrong = entries.find(({ sourceId }) => sourceId === corrects);
    if (wrong === undefined || wrong.reason === 'CORRECTION')
      return { code: 'unknownShareEntry', detail: 'The share has no entry under this id that could be corrected.' };
    const corrected = correctedCents(entries, wrong) + amountCents;
    if (amountCents === 0 || corrected * Math.sign(wrong.amountCents) < 0)
      return amount('A correction changes an entry, at most to nothing: money out does not become money in.');
    const balance = membership.paidCents + amountCents;
    if (balance < 0) return amount('The balance of a share is never below nothing.');
    return amountCents > 0 && balance > shareContributionCents
      ? amount('The balance would be more than a full share.')
      : undefined;
  },
};

/** What the event's own rule has against it. */
export function ruleRefusal(
  state: MembershipState,
  event: MembershipEvent,
  rules: MembershipRules,
  today: LocalDate,
): MembershipRefusal | undefined {
  const guard = guards[event.kind] as GuardOf<MembershipEventKind> | undefined;
  return guard?.(state, event, rules, today);
}
