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
import {
  estateUntilOf,
  fillByOf,
  financialYearOf,
  type MembershipRules,
  refundDueOf,
  reminderAfter,
} from './membership-rules.ts';
import { balanceCents, type ShareEntry, type ShareEntryReason } from './share-entry.ts';

/** What an event leads to: the membership after it, and what is added to the share's ledger. */
export type MembershipDecision = { membership: Membership; entries: ShareEntry[] } | { refused: MembershipRefusal };

/** The parts that an event changes; the status only where it is not decided by the balance. */
type Change = {
  set?: Partial<Membership>;
  clear?: readonly (keyof Membership)[];
  entries?: readonly (NewEntry | undefined)[];
};
type NewEntry = Pick<ShareEntry, 'reason' | 'amountCents' | 'sourceId'> &
  Partial<Pick<ShareEntry, 'corrects' | 'note'>>;
type OutcomeOf<K extends MembershipEventKind> = (
  membership: Membership,
  event: MembershipEvent<K>,
  rules: MembershipRules,
  today: LocalDate,
) => Change;

/** @param countsFrom the day by whose financial year the share is refunded */
const ended = (endedAs: Ending, until: LocalDate, countsFrom: LocalDate, rules: MembershipRules): Change => ({
  set: {
    status: endedAs,
    endedAs,
    until,
    refundDueOn: refundDueOf(countsFrom, rules),
    refundYear: financialYearOf(countsFrom, rules),
  },
  clear: ['fillBy', 'nextReminderOn', 'expulsion'],
});
/** Money that goes out of a share; none if there is nothing to go. */
const out = (reason: ShareEntryReason, amountCents: number, sourceId: string): NewEntry | undefined =>
  amountCents > 0 ? { reason, amountCents: -amountCents, sourceId } : undefined;
const money = (
  reason: ShareEntryReason,
  { amountCents, sourceId }: { amountCents: number; sourceId: string },
): NewEntry => ({ reason, amountCents, sourceId });

/** Under which id the rest of a share is written off that a refund leaves. */
export const restSourceId = (refundSourceId: string): string => `${refundSourceId}-REST`;

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
    entries: [event.amountCents > 0 ? money('TRANSFER_IN', event) : undefined],
  }),
  accept: (_applied, { on }, rules) => ({
    set: { status: 'ACTIVE_UNPAID', from: on, ...fillingUntil(on, fillByOf(on, rules), rules) },
  }),
  refuse: (_applied, { on }) => ({ set: { status: 'REFUSED', until: on } }),
  pay: (_membership, event) => ({ entries: [money('PAYMENT', event)] }),
  fillByBonus: (membership, event, _rules, today) => ({
    ...(membership.endedAs === undefined ? {} : { set: late(membership, today) }),
    entries: [money('BONUS', event)],
  }),
  remind: ({ fillBy = '', nextReminderOn = '' }, _event, rules) => reminded(nextReminderOn, fillBy, rules),
  endUnfilled: (_membership, { on }, rules) => ended('TERMINATED_UNPAID', on, on, rules),
  resign: (_membership, { on }, rules) => ended('RESIGNED', on, on, rules),
  noticeExpulsion: (_membership, { on }) => ({ set: { status: 'EXPULSION_NOTICED', expulsion: { noticedOn: on } } }),
  decideExpulsion: ({ expulsion }, { on, notifiedOn }) => ({
    set: { expulsion: { noticedOn: on, ...expulsion, decidedOn: on, notifiedOn } },
  }),
  demandMeeting: ({ expulsion }, { on }) => ({
    set: { expulsion: { noticedOn: on, ...expulsion, meetingDemandedOn: on } },
  }),
  dropExpulsion: () => ({ set: { status: 'ACTIVE_UNPAID' }, clear: ['expulsion'] }),
  expel: (_membership, { on }, rules) => ended('EXPELLED', on, on, rules),
  die: (_membership, { on, learnedOn }, rules) => {
    const { set, ...rest } = ended('DECEASED', on, learnedOn, rules);
    return { set: { ...set, estateUntil: estateUntilOf(on) }, ...rest };
  },
  transfer: ({ paidCents }, { on, toCoopId, sourceId }) => ({
    set: { status: 'TRANSFERRED', endedAs: 'TRANSFERRED', until: on, transferredTo: toCoopId },
    clear: ['fillBy', 'nextReminderOn'],
    entries: [out('TRANSFER_OUT', paidCents, sourceId)],
  }),
  refund: ({ paidCents }, { sourceId, amountCents = paidCents, writtenOffCents = 0 }) => ({
    ...(amountCents + writtenOffCents === paidCents ? { set: { status: 'REFUNDED' }, clear: ['refundDueOn'] } : {}),
    entries: [out('REFUND', amountCents, sourceId), out('WRITTEN_OFF', writtenOffCents, restSourceId(sourceId))],
  }),
  refundExcess: ({ paidCents }, { sourceId, amountCents }, { shareContributionCents }) => ({
    entries: [out('REFUND', amountCents ?? paidCents - shareContributionCents, sourceId)],
  }),
  correct: (membership, { corrects, note, ...event }, _rules, today) => ({
    ...(membership.endedAs === undefined ? {} : { set: late(membership, today) }),
    entries: [{ ...money('CORRECTION', event), corrects, note }],
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
  const { set, clear = [], entries: moved = [] } = outcome(given.membership, event, rules, today);
  const entries = moved
    .filter((entry) => entry !== undefined)
    .map((entry, index) => completed(entry, given, event, index + 1));
  const paidCents = given.membership.paidCents + balanceCents(entries);
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

/** @param place of the entry among those of the event, from 1 */
function completed(
  entry: NewEntry,
  { membership, entries }: MembershipState,
  event: MembershipEvent,
  place: number,
): ShareEntry {
  const { coopId, memberNumber } = membership;
  const { on: date, source } = event;
  const entryNumber = entries.length + place;
  return { coopId, memberNumber, entryNumber, date, ...entry, ...(source === undefined ? {} : { source }) };
}
