import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LocalDate, localDateOf, monthEnd, monthOf, monthStart } from '../../../domain/calendar.ts';
import { type HouseholdCandidate, type HouseholdState, presentPersons } from '../../../domain/household.ts';
import {
  decideHousehold,
  foundHousehold,
  type HouseholdAction,
  type HouseholdOutcome,
} from '../../../domain/household-decision.ts';
import { type HouseholdLink, linkAt, relinked, replacedLinks } from '../../../domain/household-link.ts';

const numbers = ['100001', '100002', '100003', '100004', '100005', '100006'];
const coops = ['havu', 'koivu'];
const begin = Date.parse('2026-01-30T12:00+02:00');
const rules = { invitationDays: 3 };

/** A federation of six people and what the table would hold of them. */
class Model {
  atMs = begin;
  readonly households = new Map<string, HouseholdState>();
  readonly links = new Map<string, HouseholdLink[]>(numbers.map((number) => [number, []]));
  readonly members = new Map<string, Set<string>>(numbers.map((number) => [number, new Set(['havu'])]));
  readonly moves = new Map<string, string>();
  done = 0;

  freshId(): { householdId: string } {
    return { householdId: `H${this.households.size}` };
  }

  person(customerNumber: string): HouseholdCandidate {
    const isMinor = customerNumber === '100006';
    const householdId = linkAt(this.links.get(customerNumber), this.atMs)?.householdId;
    const memberOf = [...(this.members.get(customerNumber) ?? [])];
    return { customerNumber, kind: 'PERSON', isAlive: true, isMinor, memberOf, householdId };
  }

  apply(outcome: HouseholdOutcome | { refused: string }): void {
    if ('refused' in outcome) return;
    this.done += 1;
    const { household, other, goes, moved } = outcome;
    for (const state of [household, other]) if (state !== undefined) this.households.set(state.householdId, state);
    for (const { customerNumber, to } of goes)
      this.links.set(customerNumber, relinked(this.links.get(customerNumber) ?? [], this.atMs, to));
    if (moved === undefined) return;
    this.moves.set(household.householdId, moved.month);
    for (const [number, links] of this.links)
      this.links.set(number, replacedLinks(links, moved.to, monthStart(moved.month)));
  }
}

const hour = 3_600_000;
const kinds = [
  'found',
  'membership',
  'join',
  'invite',
  'addMinor',
  'accept',
  'decline',
  'leave',
  'remove',
  'split',
  'merge',
  'nameHead',
  'dissolve',
  'move',
] as const;
type Command = { kind: (typeof kinds)[number]; a: number; b: number; coop: number; waitMs: number };
const commands = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    a: fc.nat({ max: 5 }),
    b: fc.nat({ max: 5 }),
    coop: fc.nat({ max: 1 }),
    waitMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 5 * hour }),
      fc.integer({ min: 1, max: 40 * 24 * hour }),
    ),
  }),
  { minLength: 20, maxLength: 60 },
);

type Decided = HouseholdOutcome | { refused: string };
type Given = { model: Model; first: HouseholdCandidate; second: HouseholdCandidate; coopId: string; shard: number };
/** The household that somebody is in, or is invited to, or else any. */
const householdFor = (
  { model, first, second }: Given,
  wants: 'in' | 'invited' | 'other',
): HouseholdState | undefined => {
  const all = [...model.households.values()];
  const of = ({ householdId }: HouseholdCandidate) => all.find((one) => one.householdId === householdId);
  const open = all.find(({ invitations }) =>
    invitations.some(({ customerNumber, answer }) => customerNumber === first.customerNumber && answer === undefined),
  );
  return { in: of(first) ?? all[0], invited: open ?? all[0], other: of(second) ?? all.at(-1) }[wants];
};
const decided = <A extends HouseholdAction>(
  { model }: Given,
  action: A,
  of: HouseholdState | undefined,
  details: object,
): Decided =>
  of === undefined ? { refused: 'none' } : decideHousehold(action, of, details as never, model.atMs, rules);
const headOf = ({ model }: Given, of: HouseholdState | undefined) =>
  of?.headCustomerNumber === undefined ? undefined : model.person(of.headCustomerNumber);

const acts: Record<Command['kind'], (given: Given) => Decided> = {
  membership: ({ model, first, coopId }) => {
    const of = model.members.get(first.customerNumber);
    if (of?.delete(coopId) !== true) of?.add(coopId);
    return { refused: 'no operation' };
  },
  found: ({ model, first, coopId, shard }) => foundHousehold({ ...model.freshId(), coopId, shard }, first, model.atMs),
  join: (given) => {
    given.model.apply(acts.invite(given));
    return acts.accept(given);
  },
  invite: (given) => decided(given, 'invite', householdFor(given, 'other'), { person: given.first }),
  addMinor: (given) =>
    decided(given, 'addMinor', householdFor(given, 'in'), {
      person: given.model.person('100006'),
      guardianCustomerNumber: given.first.customerNumber,
    }),
  accept: (given) => decided(given, 'accept', householdFor(given, 'invited'), { person: given.first }),
  decline: (given) => decided(given, 'decline', householdFor(given, 'invited'), { person: given.first }),
  leave: (given) => decided(given, 'leave', householdFor(given, 'in'), { person: given.first }),
  remove: (given) => decided(given, 'remove', householdFor(given, 'in'), { person: given.first }),
  split: (given) => {
    const { model, first, second, coopId, shard } = given;
    const others = second.householdId === first.householdId ? [second] : [];
    const founded = { ...model.freshId(), coopId, shard };
    return decided(given, 'split', householdFor(given, 'in'), { person: first, others, founded });
  },
  merge: (given) => decided(given, 'merge', householdFor(given, 'in'), { other: householdFor(given, 'other') }),
  nameHead: (given) => decided(given, 'nameHead', householdFor(given, 'in'), { person: given.first }),
  dissolve: (given) => {
    const of = householdFor(given, 'in');
    return decided(given, 'dissolve', of, { head: headOf(given, of) });
  },
  move: (given) => {
    const of = householdFor(given, 'in');
    const to = { householdId: of?.householdId, coopId: given.coopId, shard: given.shard };
    const lastMove = given.model.moves.get(of?.householdId ?? '');
    return decided(given, 'move', of, { head: headOf(given, of), to, lastMove });
  },
};

function act(model: Model, { kind, a, b, coop, waitMs }: Command): void {
  model.atMs += waitMs;
  const [first, second] = [model.person(numbers[a] ?? ''), model.person(numbers[b] ?? '')];
  model.apply(acts[kind]({ model, first, second, coopId: coops[coop] ?? 'havu', shard: coop }));
}

type Dated = { from: LocalDate | number; until?: LocalDate | number | undefined };
const isEmpty = ({ from, until }: Dated): boolean => until !== undefined && until <= from;
const overlap = (one: Dated, other: Dated): boolean =>
  !isEmpty(one) &&
  !isEmpty(other) &&
  (other.until === undefined || one.from < other.until) &&
  (one.until === undefined || other.from < one.until);
const overlapping = <T extends Dated>(all: readonly T[]): T[] =>
  all.filter((one, index) => all.some((other, place) => place > index && overlap(one, other)));

describe('households after any sequence of operations', () => {
  it('hold each person once a day, have one head while they live, and each purchase finds at most one', () => {
    let applied = 0;
    fc.assert(
      fc.property(commands, (sequence) => {
        const model = new Model();
        for (const a of [0, 2, 4]) act(model, { kind: 'found', a, b: 0, coop: 0, waitMs: 0 });
        for (const command of sequence) {
          const before = model.done;
          act(model, command);
          if (model.done > before) check(model);
        }
        applied += model.done;
      }),
      { numRuns: 300 },
    );
    // What is always refused would prove nothing.
    expect(applied).toBeGreaterThan(1_500);
  });

  it('would be found out: a person taken in twice', () => {
    const model = new Model();
    model.apply(foundHousehold({ householdId: 'H0', coopId: 'havu', shard: 0 }, model.person('100001'), model.atMs));
    const second = foundHousehold(
      { householdId: 'H1', coopId: 'havu', shard: 0 },
      { ...model.person('100001'), householdId: undefined },
      model.atMs,
    );
    model.apply(second);
    expect(() => check(model)).toThrow();
  });
});

function demand(isSo: boolean, sentence: string): void {
  if (!isSo) throw new Error(sentence);
}

function check(model: Model): void {
  const today = localDateOf(model.atMs);
  const all = [...model.households.values()];
  const isPresent = (household: HouseholdState, number: string | undefined): boolean =>
    presentPersons(household).some(({ customerNumber }) => customerNumber === number);
  for (const number of numbers) {
    const entries = all.flatMap(({ persons }) => persons.filter(({ customerNumber }) => customerNumber === number));
    demand(overlapping(entries).length === 0, 'a person is in two households on one day');
    const links = model.links.get(number) ?? [];
    demand(overlapping(links).length === 0, 'a purchase is counted twice');
    const present = all.filter((household) => isPresent(household, number));
    demand(present.length <= 1, 'a person is in two households');
    const link = linkAt(links, model.atMs);
    demand(link?.householdId === present[0]?.householdId, 'purchases go elsewhere than the person');
    demand(link?.coopId === present[0]?.coopId, 'purchases go to another co-op than the household');
  }
  for (const household of all) {
    const { heads, headCustomerNumber, endedOn, householdId } = household;
    demand(overlapping(heads).length === 0, 'two heads on one day');
    demand(
      heads.every(({ until }, index) => until === heads[index + 1]?.from || endedOn !== undefined),
      'a day without a head',
    );
    const now = heads.filter(({ from, until }) => from <= today && until === undefined);
    if (endedOn === undefined) {
      demand(now.length === 1 && now[0]?.customerNumber === headCustomerNumber, 'not one head');
      demand(isPresent(household, headCustomerNumber), 'the head is not in the household');
    } else demand(now.length === 0 && presentPersons(household).length === 0, 'somebody is in a household that ended');
    demand(oneCoopAMonth([...model.links.values()].flat(), householdId), 'a month counts in two co-ops (R34)');
  }
}

function oneCoopAMonth(links: readonly HouseholdLink[], householdId: string): boolean {
  const own = links.filter((link) => link.householdId === householdId && !isEmpty(link));
  return own.every((link) => {
    const month = monthOf(link.from);
    const during = { from: monthStart(month), until: monthEnd(month) };
    return own.every((other) => !overlap(other, during) || other.coopId === link.coopId);
  });
}
