import type { LocalDate } from './calendar.ts';
import {
  type Ending,
  type Membership,
  type MembershipEventKind,
  type MembershipStatus,
  membershipSteps,
} from './membership.ts';
import type { MembershipEvent, MembershipState } from './membership-events.ts';
import { dayRefusal, type MembershipRefusal, ruleRefusal } from './membership-guards.ts';
import { estateUntilOf, fillByOf, type MembershipRules, refundDueOf, reminderAfter } from './membership-rules.ts';
import type { ShareEntry, ShareEntryReason } from './share-entry.ts';

/** What an event leads to: the membership after it, and what is added to the share's ledger. */
export type MembershipDecision = { membership: Membership; entries: ShareEntry[] } | { refused: MembershipRefusal };

/** The parts that an event changes; the status only where it is not decided by the balance. */
type Change = { set?: Partial<Membership>; clear?: readonly (keyof Membership)[]; entry?: NewEntry };
type NewEntry = Pick<ShareEntry, 'reason' | 'amountCents' | 'sourceId'> &
  Partial<Pick<ShareEntry, 'corrects' | 'note'>>;
type OutcomeOf<K extends MembershipEventKind> = (
  membership: Membership,
  event: MembershipEvent<K>,
  rules: MembershipRules,
  today: LocalDate,
) => Change;

const ended = (endedAs: Ending, until: LocalDate, refundDueOn: LocalDate): Change => ({
  set: { status: endedAs, endedAs, until, refundDueOn },
  clear: ['fillBy', 'nextReminderOn', 'expulsion'],
});
const money = (
  reason: ShareEntryReason,
  { amountCents, sourceId }: { amountCents: number; sourceId: string },
): NewEntry => ({ reason, amountCents, sourceId });

/** What comes when all was refunded already is due for refund at once. */
const late = (membership: Membership, today: LocalDate): Partial<Membership> => ({
  status: membership.endedAs ?? membership.status,
  refundDueOn: membership.refundDueOn ?? today,
});

const outcomes: { readonly [K in MembershipEventKind]: OutcomeOf<K> } = {
  apply: (_none, { on }) => ({ set: { status: 'APPLIED', appliedOn: on } }),
  receive: (_none, event, rules) => ({
    set: {
      from: event.on,
      transferredFrom: event.fromCoopId,
      ...fillingUntil(event.on, event.fillBy ?? fillByOf(event.on, rules), rules),
    },
    ...(event.amountCents > 0 ? { entry: money('TRANSFER_IN', event) } : {}),
  }),
  accept: (_applied, { on }, rules) => ({
    set: { status: 'ACTIVE_UNPAID', from: on, ...fillingUntil(on, fillByOf(on, rules), rules) },
  }),
  refuse: (_applied, { on }) => ({ set: { status: 'REFUSED', until: on } }),
  pay: (_membership, event) => ({ entry: money('PAYMENT', event) }),
  fillByBonus: (membership, event, _rules, today) => ({
    ...(membership.endedAs === undefined ? {} : { set: late(membership, today) }),
    entry: money('BONUS', event),
  }),
  remind: ({ fillBy = '', nextReminderOn = '' }, _event, rules) => reminded(nextReminderOn, fillBy, rules),
  endUnfilled: (_membership, { on }, rules) => ended('TERMINATED_UNPAID', on, refundDueOf(on, rules)),
  resign: (_membership, { on }, rules) => ended('RESIGNED', on, refundDueOf(on, rules)),
  noticeExpulsion: (_membership, { on }) => ({ set: { status: 'EXPULSION_NOTICED', expulsion: { noticedOn: on } } }),
  decideExpulsion: ({ expulsion }, { on, notifiedOn }) => ({
    set: { expulsion: { noticedOn: on, ...expulsion, decidedOn: on, notifiedOn } },
  }),
  demandMeeting: ({ expulsion }, { on }) => ({
    set: { expulsion: { noticedOn: on, ...expulsion, meetingDemandedOn: on } },
  }),
  dropExpulsion: () => ({ set: { status: 'ACTIVE_UNPAID' }, clear: ['expulsion'] }),
  expel: (_membership, { on }, rules) => ended('EXPELLED', on, refundDueOf(on, rules)),
  die: (_membership, { on, learnedOn }, rules) => {
    const { set, ...rest } = ended('DECEASED', on, refundDueOf(learnedOn, rules));
    return { set: { ...set, estateUntil: estateUntilOf(on) }, ...rest };
  },
  transfer: ({ paidCents }, { on, toCoopId, sourceId }) => ({
    set: { status: 'TRANSFERRED', endedAs: 'TRANSFERRED', until: on, transferredTo: toCoopId },
    clear: ['fillBy', 'nextReminderOn'],
    ...(paidCents > 0 ? { entry: { reason: 'TRANSFER_OUT', amountCents: -paidCents, sourceId } } : {}),
  }),
  refund: ({ paidCents }, { sourceId, amountCents = paidCents }) => ({
    ...(amountCents === paidCents ? { set: { status: 'REFUNDED' }, clear: ['refundDueOn'] } : {}),
    ...(amountCents > 0 ? { entry: { reason: 'REFUND', amountCents: -amountCents, sourceId } } : {}),
  }),
  refundExcess: ({ paidCents }, { sourceId, amountCents }, { shareContributionCents }) => ({
    entry: { reason: 'REFUND', amountCents: -(amountCents ?? paidCents - shareContributionCents), sourceId },
  }),
  correct: (membership, { corrects, note, ...event }, _rules, today) => ({
    ...(membership.endedAs === undefined ? {} : { set: late(membership, today) }),
    entry: { ...money('CORRECTION', event), corrects, note },
  }),
};

function fillingUntil(from: LocalDate, fillBy: LocalDate, rules: MembershipRules): Partial<Membership> {
  return { fillBy, ...reminded(from, fillBy, rules).set };
}

/** When the member is to be reminded after a day; a member who has had the last reminder has none to come. */
function reminded(day: LocalDate, fillBy: LocalDate, rules: MembershipRules): Change {
  const nextReminderOn = reminderAfter(day, fillBy, rules);
  return nextReminderOn === undefined ? { clear: ['nextReminderOn'] } : { set: { nextReminderOn } };
}

/**
 * What an event leads to. Pure: the clock is `today`, ids come with the event.
 * @param state undefined: there is no membership yet
 * @returns the membership and the new entries, or a refusal: membershipNotInState, membershipDateNotAllowed, shareAmountNotAllowed,
 *   unknownShareEntry
 */
export function decide(
  state: MembershipState | undefined,
  event: MembershipEvent,
  rules: MembershipRules,
  today: LocalDate,
): MembershipDecision {
  const before = state?.membership;
  const possible = membershipSteps[event.kind][before?.status ?? 'NONE'];
  if (possible === undefined) return { refused: notInState(before?.status) };
  const given = state ?? { membership: begun(event), entries: [] };
  const refused = dayRefusal(before, event, rules, today) ?? ruleRefusal(given, event, rules, today);
  if (refused !== undefined) return { refused };

  const outcome = outcomes[event.kind] as OutcomeOf<MembershipEventKind>;
  const { set, clear = [], entry } = outcome(given.membership, event, rules, today);
  const entries = entry === undefined ? [] : [completed(entry, given, event)];
  const paidCents = given.membership.paidCents + (entry?.amountCents ?? 0);
  const kept = Object.entries({ ...given.membership, ...set }).filter(([name]) => !clear.includes(name as never));
  const membership = byBalance({ ...(Object.fromEntries(kept) as Membership), paidCents }, rules);
  if (!possible.includes(membership.status))
    throw new Error(`${event.kind} led to ${membership.status}, which the table does not have`);
  return { membership, entries };
}

const notInState = (status: MembershipStatus | undefined): MembershipRefusal => ({
  code: 'membershipNotInState',
  detail:
    status === undefined ? 'There is no membership yet.' : `The membership is ${status}; this is not possible from it.`,
});

/** What a membership is before its first event has made it one. */
function begun(event: MembershipEvent): Membership {
  if (event.kind !== 'apply' && event.kind !== 'receive') throw new Error('only these begin a membership');
  const { coopId, memberNumber, sequence } = event;
  return { coopId, memberNumber, sequence, status: 'ACTIVE_UNPAID', paidCents: 0 };
}

/** A member's status says whether the share is full, whatever made or unmade it so. */
function byBalance(membership: Membership, { shareContributionCents }: MembershipRules): Membership {
  if (membership.status !== 'ACTIVE_UNPAID' && membership.status !== 'ACTIVE_PAID') return membership;
  return {
    ...membership,
    status: membership.paidCents >= shareContributionCents ? 'ACTIVE_PAID' : 'ACTIVE_UNPAID',
  };
}

function completed(entry: NewEntry, { membership, entries }: MembershipState, event: MembershipEvent): ShareEntry {
  const { coopId, memberNumber } = membership;
  const { on: date, source } = event;
  const entryNumber = entries.length + 1;
  return { coopId, memberNumber, entryNumber, date, ...entry, ...(source === undefined ? {} : { source }) };
}
