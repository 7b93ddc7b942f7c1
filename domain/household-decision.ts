import { addDays, type LocalDate, localDateOf, type Month, monthOf, startOfDay } from './calendar.ts';
import {
  type HouseholdCandidate,
  type HouseholdPerson,
  type HouseholdRefusal,
  type HouseholdState,
  type Invitation,
  presentPersons,
  stateOfInvitation,
} from './household.ts';
import type { HouseholdPlacement } from './household-link.ts';

/** What can be done with a household, and what each needs to be told. All of it happens now: the past stays as it was. */
type Details = {
  invite: { person: HouseholdCandidate };
  addMinor: { person: HouseholdCandidate; guardianCustomerNumber: string };
  accept: { person: HouseholdCandidate };
  decline: { person: HouseholdCandidate };
  leave: { person: HouseholdCandidate };
  remove: { person: HouseholdCandidate };
  /** `person` is the head of the new one and takes the others along. */
  split: { person: HouseholdCandidate; others: readonly HouseholdCandidate[]; founded: HouseholdPlacement };
  /** All persons of this household go into the other. */
  merge: { other: HouseholdState };
  nameHead: { person: HouseholdCandidate };
  dissolve: { head: HouseholdCandidate | undefined };
  /** What a dissolved household is still owed goes to its last head. */
  payLastHead: object;
  /** R34: the membership has gone to the new co-op before. */
  move: { head: HouseholdCandidate | undefined; to: HouseholdPlacement; lastMove: Month | undefined };
};
export type HouseholdAction = keyof Details;
export type HouseholdRules = { invitationDays: number };
type Case<A extends HouseholdAction> = Details[A] & {
  household: HouseholdState;
  atMs: number;
  today: LocalDate;
  rules: HouseholdRules;
};

/** What an operation leads to. Who is named in `goes` has all cards and numbers linked to another household from now on, or to none. */
export type HouseholdOutcome = {
  household: HouseholdState;
  /** The household that was founded, or that took the persons in. */
  other?: HouseholdState;
  goes: readonly { customerNumber: string; to: HouseholdPlacement | undefined }[];
  /** R34: from the month's beginning on purchases count in the new co-op. */
  moved?: { month: Month; to: HouseholdPlacement };
  /** R33: persons without a household lose their payment cards. */
  endsPaymentCards?: true;
};

type Demand<A extends HouseholdAction> = readonly [refusal: HouseholdRefusal, isSo: (one: Case<A>) => boolean];
type Operation<A extends HouseholdAction> = {
  demands: readonly Demand<A>[];
  outcome: (one: Case<A>) => HouseholdOutcome;
};
type WithPerson = Pick<Case<'invite'>, 'household' | 'person'>;

const isIn = ({ household, person }: WithPerson): boolean =>
  presentPersons(household).some(({ customerNumber }) => customerNumber === person.customerNumber);
const isHead = ({ household, person }: WithPerson): boolean => household.headCustomerNumber === person.customerNumber;
const invitationOf = ({ household, person }: WithPerson): Invitation | undefined =>
  household.invitations.find(({ customerNumber }) => customerNumber === person.customerNumber);
const isOpenFor = (one: WithPerson & { atMs: number }): boolean => {
  const invitation = invitationOf(one);
  return invitation !== undefined && stateOfInvitation(invitation, one.atMs) === 'OPEN';
};

const lives = ['ended', ({ household }: { household: HouseholdState }) => household.endedOn === undefined] as const;
const alive = ['notAlive', ({ person }: WithPerson) => person.isAlive] as const;
const natural = ['notAPerson', ({ person }: WithPerson) => person.kind === 'PERSON'] as const;
const free = ['inHousehold', ({ person }: WithPerson) => person.householdId === undefined] as const;
const inside = ['notInHousehold', isIn] as const;
const notHead = ['isHead', (one: WithPerson) => !isHead(one)] as const;
const invited = [
  'notInvited',
  (one: WithPerson) => invitationOf(one)?.answer === undefined && invitationOf(one) !== undefined,
] as const;

/** The one table of what may be done with a household (R33, R34, R43, R44). Demands are looked at in their order. */
const operations: { readonly [A in HouseholdAction]: Operation<A> } = {
  invite: {
    demands: [
      lives,
      alive,
      natural,
      free,
      ['isMinor', ({ person }) => person.isMinor !== true],
      ['invitedAlready', (one) => !isOpenFor(one)],
    ],
    outcome: ({ household, person, atMs, today, rules }) => ({
      household: answered(household, {
        customerNumber: person.customerNumber,
        invitedAt: atMs,
        expiresAt: startOfDay(addDays(today, rules.invitationDays + 1)),
      }),
      goes: [],
    }),
  },
  addMinor: {
    demands: [
      lives,
      alive,
      natural,
      free,
      ['isAdult', ({ person }) => person.isMinor === true],
      [
        'guardianNotInHousehold',
        ({ household, guardianCustomerNumber }) =>
          presentPersons(household).some(
            ({ customerNumber, joined }) => customerNumber === guardianCustomerNumber && joined !== 'GUARDIAN',
          ),
      ],
    ],
    outcome: ({ household, person, guardianCustomerNumber, today }) =>
      taken(household, [{ ...entryOf(person, today, 'GUARDIAN'), guardianCustomerNumber }]),
  },
  accept: {
    demands: [lives, alive, invited, ['invitationExpired', isOpenFor], free],
    outcome: (one) => {
      const { household, person, atMs, today } = one;
      const { household: joined, goes } = taken(household, [entryOf(person, today, 'INVITED')]);
      return { household: answered(joined, answerOf(one, 'ACCEPTED', atMs)), goes };
    },
  },
  decline: {
    demands: [invited],
    outcome: (one) => ({ household: answered(one.household, answerOf(one, 'DECLINED', one.atMs)), goes: [] }),
  },
  leave: { demands: [inside, notHead], outcome: leaving },
  remove: { demands: [lives, inside, notHead], outcome: leaving },
  split: {
    demands: [
      lives,
      alive,
      inside,
      notHead,
      ['notAMember', ({ person, founded }) => person.memberOf.includes(founded.coopId)],
      ['notInHousehold', ({ household, others }) => others.every((person) => isIn({ household, person }))],
      ['isHead', ({ household, others }) => others.every((person) => !isHead({ household, person }))],
    ],
    outcome: ({ household, person, others, founded, today }) => {
      const going = [person, ...others.filter(({ customerNumber }) => customerNumber !== person.customerNumber)];
      const made = foundedBy(founded, person, today, 'SPLIT');
      const { household: other, goes } = taken(
        made,
        going.slice(1).map((one) => entryOf(one, today, 'SPLIT')),
      );
      const own = { customerNumber: person.customerNumber, to: founded };
      return { household: without(household, going, today), other, goes: [own, ...goes] };
    },
  },
  merge: {
    demands: [
      lives,
      ['sameHousehold', ({ household, other }) => household.householdId !== other.householdId],
      ['ended', ({ other }) => other.endedOn === undefined],
    ],
    outcome: ({ household, other, today }) => {
      const going = presentPersons(household);
      const { household: next, goes } = taken(
        other,
        going.map((one) => entryOf(one, today, 'MERGED')),
      );
      const emptied = ended(without(household, going, today), today);
      return { household: { ...emptied, mergedInto: other.householdId }, other: next, goes };
    },
  },
  nameHead: {
    demands: [
      lives,
      alive,
      inside,
      ['isHeadAlready', (one) => !isHead(one)],
      ['notAMember', ({ household, person }) => person.memberOf.includes(household.coopId)],
    ],
    outcome: ({ household, person, today }) => ({
      household: {
        ...household,
        headCustomerNumber: person.customerNumber,
        heads: [...endedHeads(household, today), { customerNumber: person.customerNumber, from: today }],
      },
      goes: [],
    }),
  },
  dissolve: {
    demands: [
      lives,
      ['headIsMember', ({ household, head }) => head === undefined || !head.memberOf.includes(household.coopId)],
      // R34: a transfer is no resignation; the household follows its head.
      ['headIsMemberElsewhere', ({ head }) => head === undefined || head.memberOf.length === 0],
    ],
    outcome: ({ household, today }) => {
      const going = presentPersons(household);
      return {
        household: ended(without(household, going, today), today),
        goes: going.map(({ customerNumber }) => ({ customerNumber, to: undefined })),
        endsPaymentCards: true,
      };
    },
  },
  payLastHead: {
    demands: [
      ['notDissolved', ({ household }) => household.endedOn !== undefined && household.mergedInto === undefined],
    ],
    outcome: ({ household }) => ({ household: { ...household, paysLastHead: true }, goes: [] }),
  },
  move: {
    demands: [
      lives,
      ['sameCoop', ({ household, to }) => household.coopId !== to.coopId],
      ['notAMember', ({ head, to }) => head?.memberOf.includes(to.coopId) === true],
      ['movedThisMonth', ({ lastMove, atMs }) => lastMove === undefined || lastMove < monthOf(atMs)],
    ],
    outcome: ({ household, to, atMs }) => ({
      household: { ...household, coopId: to.coopId, shard: to.shard },
      goes: [],
      moved: { month: monthOf(atMs), to },
    }),
  },
};

/**
 * Decides an operation on a household that is there.
 * @returns the households after it and who goes where, or why it cannot be
 */
export function decideHousehold<A extends HouseholdAction>(
  action: A,
  household: HouseholdState,
  details: Details[A],
  atMs: number,
  rules: HouseholdRules,
): HouseholdOutcome | { refused: HouseholdRefusal } {
  const { demands, outcome } = operations[action] as Operation<A>;
  const one = { ...details, household, atMs, today: localDateOf(atMs), rules } as Case<A>;
  const broken = demands.find(([, isSo]) => !isSo(one));
  return broken === undefined ? outcome(one) : { refused: broken[0] };
}

/** Founds a household with its head, who must be a member and in no other (R43, R44). */
export function foundHousehold(
  placement: HouseholdPlacement,
  head: HouseholdCandidate,
  atMs: number,
): HouseholdOutcome | { refused: HouseholdRefusal } {
  if (!head.isAlive) return { refused: 'notAlive' };
  if (head.householdId !== undefined) return { refused: 'inHousehold' };
  if (!head.memberOf.includes(placement.coopId)) return { refused: 'notAMember' };
  const household = foundedBy(placement, head, localDateOf(atMs), 'FOUNDED');
  return { household, goes: [{ customerNumber: head.customerNumber, to: placement }] };
}

type Joining = NonNullable<HouseholdPerson['joined']>;
const entryOf = ({ customerNumber }: { customerNumber: string }, from: LocalDate, joined: Joining) => ({
  customerNumber,
  from,
  joined,
});

function foundedBy(
  placement: HouseholdPlacement,
  { customerNumber }: HouseholdCandidate,
  today: LocalDate,
  joined: Joining,
): HouseholdState {
  return {
    ...placement,
    headCustomerNumber: customerNumber,
    heads: [{ customerNumber, from: today }],
    endedOn: undefined,
    mergedInto: undefined,
    persons: [entryOf({ customerNumber }, today, joined)],
    invitations: [],
  };
}

const isSameEntry = (a: HouseholdPerson, b: HouseholdPerson): boolean =>
  a.customerNumber === b.customerNumber && a.from === b.from;

/** Persons come in. Who left today and comes back today has never been away: an entry is named by person and first day. */
function taken(
  household: HouseholdState,
  entries: readonly HouseholdPerson[],
): { household: HouseholdState; goes: HouseholdOutcome['goes'] } {
  const { householdId, coopId, shard } = household;
  const others = household.persons.filter((person) => !entries.some((entry) => isSameEntry(entry, person)));
  return {
    household: { ...household, persons: [...others, ...entries] },
    goes: entries.map(({ customerNumber }) => ({ customerNumber, to: { householdId, coopId, shard } })),
  };
}

/** Persons go: through the day before, or not for a day if they came today. */
const without = (
  household: HouseholdState,
  going: readonly { customerNumber: string }[],
  today: LocalDate,
): HouseholdState => ({
  ...household,
  persons: household.persons.map((person) =>
    person.until === undefined && going.some(({ customerNumber }) => customerNumber === person.customerNumber)
      ? { ...person, until: today }
      : person,
  ),
});

function leaving({ household, person, today }: Case<'leave' | 'remove'>): HouseholdOutcome {
  return {
    household: without(household, [person], today),
    goes: [{ customerNumber: person.customerNumber, to: undefined }],
  };
}

const endedHeads = ({ heads }: HouseholdState, today: LocalDate) =>
  heads
    .filter(({ from, until }) => until !== undefined || from < today)
    .map((period) => (period.until === undefined ? { ...period, until: today } : period));

const ended = (household: HouseholdState, today: LocalDate): HouseholdState => ({
  ...household,
  heads: endedHeads(household, today),
  endedOn: today,
});

const answered = (household: HouseholdState, invitation: Invitation): HouseholdState => ({
  ...household,
  invitations: [
    ...household.invitations.filter(({ customerNumber }) => customerNumber !== invitation.customerNumber),
    invitation,
  ],
});

function answerOf(one: WithPerson, answer: NonNullable<Invitation['answer']>, answeredAt: number): Invitation {
  const invitation = invitationOf(one);
  if (invitation === undefined) throw new Error('an answer without an invitation');
  return { ...invitation, answer, answeredAt };
}
