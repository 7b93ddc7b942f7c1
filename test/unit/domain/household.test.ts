import { describe, expect, it } from 'vitest';
import { startOfDay } from '../../../domain/calendar.ts';
import {
  type HouseholdCandidate,
  type HouseholdState,
  householdRefusals,
  presentPersons,
  stateOfInvitation,
} from '../../../domain/household.ts';
import { decideHousehold, foundHousehold } from '../../../domain/household-decision.ts';

const rules = { invitationDays: 14 };
const today = '2026-10-31';
const now = Date.parse('2026-10-31T12:00+02:00');
const placement = { householdId: 'H1', coopId: 'havu', shard: 0 };
const founded = { householdId: 'H9', coopId: 'havu', shard: 1 };
const elsewhere = { householdId: 'H1', coopId: 'koivu', shard: 1 };

const person = (customerNumber: string, overrides: Partial<HouseholdCandidate> = {}): HouseholdCandidate => ({
  customerNumber,
  kind: 'PERSON',
  isAlive: true,
  isMinor: false,
  memberOf: [],
  householdId: undefined,
  ...overrides,
});
const inside = (customerNumber: string, overrides: Partial<HouseholdCandidate> = {}) =>
  person(customerNumber, { householdId: 'H1', ...overrides });
const [head, spouse, stranger] = [inside('100001', { memberOf: ['havu'] }), inside('100002'), person('100003')];
const household = (overrides: Partial<HouseholdState> = {}): HouseholdState => ({
  ...placement,
  headCustomerNumber: head.customerNumber,
  heads: [{ customerNumber: head.customerNumber, from: '2026-01-01' }],
  endedOn: undefined,
  mergedInto: undefined,
  persons: [
    { customerNumber: head.customerNumber, from: '2026-01-01', joined: 'FOUNDED' },
    { customerNumber: spouse.customerNumber, from: '2026-02-01', joined: 'INVITED' },
  ],
  invitations: [],
  ...overrides,
});
const ended = { endedOn: '2026-10-01' };
const decide: typeof decideHousehold extends (action: infer A, ...rest: never[]) => infer R
  ? (action: A, details: object, of?: HouseholdState, atMs?: number) => R
  : never = (action, details, of = household(), atMs = now) =>
  decideHousehold(action, of, details as never, atMs, rules);
function allowed(...args: Parameters<typeof decide>) {
  const decided = decide(...args);
  if ('refused' in decided) throw new Error(decided.refused);
  return decided;
}
const numbersIn = (state: HouseholdState | undefined) =>
  state && presentPersons(state).map(({ customerNumber }) => customerNumber);

describe('refusals', () => {
  const invited = { customerNumber: stranger.customerNumber, invitedAt: now - 1, expiresAt: now + 1 };
  const open = { invitations: [invited] };
  const cases: [
    refusal: keyof typeof householdRefusals,
    action: Parameters<typeof decide>[0],
    object,
    Partial<HouseholdState>?,
  ][] = [
    ['ended', 'invite', { person: stranger }, ended],
    ['ended', 'addMinor', { person: stranger, guardianCustomerNumber: head.customerNumber }, ended],
    ['ended', 'accept', { person: stranger }, { ...ended, ...open }],
    ['ended', 'remove', { person: spouse }, ended],
    ['ended', 'split', { person: spouse, others: [], founded }, ended],
    ['ended', 'merge', { other: household({ householdId: 'H2' }) }, ended],
    ['ended', 'merge', { other: household({ householdId: 'H2', ...ended }) }],
    ['ended', 'nameHead', { person: spouse }, ended],
    ['ended', 'dissolve', { head: undefined }, ended],
    ['ended', 'move', { head, to: elsewhere }, ended],
    ['notAlive', 'invite', { person: person('100003', { isAlive: false }) }],
    ['notAlive', 'accept', { person: person('100003', { isAlive: false }) }, open],
    ['notAPerson', 'invite', { person: person('100003', { kind: 'COMPANY' }) }],
    ['inHousehold', 'invite', { person: spouse }],
    ['inHousehold', 'accept', { person: { ...stranger, householdId: 'H2' } }, open],
    ['isMinor', 'invite', { person: person('100003', { isMinor: true }) }],
    ['invitedAlready', 'invite', { person: stranger }, open],
    ['isAdult', 'addMinor', { person: stranger, guardianCustomerNumber: head.customerNumber }],
    [
      'isAdult',
      'addMinor',
      { person: person('100003', { isMinor: undefined }), guardianCustomerNumber: head.customerNumber },
    ],
    [
      'guardianNotInHousehold',
      'addMinor',
      { person: person('100003', { isMinor: true }), guardianCustomerNumber: '100009' },
    ],
    ['notInvited', 'accept', { person: stranger }],
    [
      'notInvited',
      'accept',
      { person: stranger },
      { invitations: [{ ...invited, answer: 'DECLINED', answeredAt: now }] },
    ],
    ['notInvited', 'decline', { person: stranger }],
    ['invitationExpired', 'accept', { person: stranger }, { invitations: [{ ...invited, expiresAt: now }] }],
    ['notInHousehold', 'leave', { person: stranger }],
    ['isHead', 'leave', { person: head }],
    ['isHead', 'remove', { person: head }],
    ['isHead', 'split', { person: { ...spouse, memberOf: ['havu'] }, others: [head], founded }],
    ['notAMember', 'split', { person: spouse, others: [], founded }],
    ['notInHousehold', 'split', { person: { ...spouse, memberOf: ['havu'] }, others: [stranger], founded }],
    ['sameHousehold', 'merge', { other: household() }],
    ['isHeadAlready', 'nameHead', { person: head }],
    ['notAMember', 'nameHead', { person: { ...spouse, memberOf: ['koivu'] } }],
    ['notInHousehold', 'nameHead', { person: { ...stranger, memberOf: ['havu'] } }],
    ['headIsMember', 'dissolve', { head }],
    ['notDissolved', 'payLastHead', {}],
    ['notDissolved', 'payLastHead', {}, { ...ended, mergedInto: 'H000002' }],
    ['headIsMemberElsewhere', 'dissolve', { head: { ...head, memberOf: ['koivu'] } }],
    ['sameCoop', 'move', { head, to: { ...elsewhere, coopId: 'havu' } }],
    ['notAMember', 'move', { head, to: elsewhere }],
    ['movedThisMonth', 'move', { head: { ...head, memberOf: ['koivu'] }, to: elsewhere, lastMove: '2026-10' }],
  ];
  it.each(cases)('%s: %s', (refusal, action, details, overrides) => {
    expect(decide(action, details, household(overrides))).toEqual({ refused: refusal });
  });

  it('are each shown at least once, here or at the founding', () => {
    const shown = new Set(cases.map(([refusal]) => refusal));
    expect(Object.keys(householdRefusals).filter((refusal) => !shown.has(refusal as never))).toEqual([]);
  });

  it('at the founding: dead, in a household, no member', () => {
    const member = person('100003', { memberOf: ['havu'] });
    expect(foundHousehold(placement, { ...member, isAlive: false }, now)).toEqual({ refused: 'notAlive' });
    expect(foundHousehold(placement, { ...member, householdId: 'H2' }, now)).toEqual({ refused: 'inHousehold' });
    expect(foundHousehold(placement, { ...member, memberOf: ['koivu'] }, now)).toEqual({ refused: 'notAMember' });
  });
});

describe('operations', () => {
  it('an invitation lasts its days to the end and is accepted once', () => {
    const { household: invited } = allowed('invite', { person: stranger });
    const [invitation] = invited.invitations;
    expect(invitation).toMatchObject({ invitedAt: now, expiresAt: startOfDay('2026-11-15') });
    if (invitation === undefined) throw new Error('no invitation');
    expect(stateOfInvitation(invitation, startOfDay('2026-11-15') - 1)).toBe('OPEN');
    expect(stateOfInvitation(invitation, startOfDay('2026-11-15'))).toBe('EXPIRED');
    const joined = allowed('accept', { person: stranger }, invited);
    expect(numbersIn(joined.household)).toEqual(['100001', '100002', '100003']);
    expect(joined.goes).toEqual([{ customerNumber: '100003', to: placement }]);
    expect(decide('accept', { person: stranger }, joined.household)).toEqual({ refused: 'notInvited' });
  });

  it('a declined or expired invitation can be made anew', () => {
    const { household: invited } = allowed('invite', { person: stranger });
    const { household: declined } = allowed('decline', { person: stranger }, invited);
    expect(declined.invitations).toMatchObject([{ answer: 'DECLINED', answeredAt: now }]);
    for (const [of, atMs] of [
      [declined, now],
      [invited, startOfDay('2026-12-01')],
    ] as const)
      expect(allowed('invite', { person: stranger }, of, atMs).household.invitations).toHaveLength(1);
  });

  it('a minor comes in by a guardian, who is kept', () => {
    const minor = person('100003', { isMinor: true });
    const details = { person: minor, guardianCustomerNumber: spouse.customerNumber };
    expect(allowed('addMinor', details).household.persons.at(-1)).toEqual({
      customerNumber: '100003',
      from: today,
      joined: 'GUARDIAN',
      guardianCustomerNumber: '100002',
    });
  });

  it('who leaves is there through the day before', () => {
    const { household: left, goes } = allowed('leave', { person: spouse });
    expect(left.persons[1]).toMatchObject({ from: '2026-02-01', until: today });
    expect(goes).toEqual([{ customerNumber: '100002', to: undefined }]);
  });

  it('who leaves and comes back on one day has one entry for it', () => {
    const { household: left } = allowed('leave', { person: spouse });
    const { household: invited } = allowed('invite', { person: { ...spouse, householdId: undefined } }, left);
    const { household: back } = allowed('accept', { person: { ...spouse, householdId: undefined } }, invited);
    const { household: again } = allowed('leave', { person: spouse }, back);
    expect(again.persons.slice(1)).toEqual([
      { customerNumber: '100002', from: '2026-02-01', until: today, joined: 'INVITED' },
      { customerNumber: '100002', from: today, until: today, joined: 'INVITED' },
    ]);
  });

  it('a split founds a household with the person as its head and takes others along', () => {
    const child = inside('100004');
    const three = household({ persons: [...household().persons, { customerNumber: '100004', from: '2026-03-01' }] });
    const details = { person: { ...spouse, memberOf: ['havu'] }, others: [child], founded };
    const { household: left, other, goes } = allowed('split', details, three);
    expect([numbersIn(left), numbersIn(other)]).toEqual([['100001'], ['100002', '100004']]);
    expect(other).toMatchObject({ ...founded, headCustomerNumber: '100002', heads: [{ from: today }] });
    expect(goes.map(({ to }) => to)).toEqual([founded, founded]);
  });

  it('a merge ends one household and moves its persons; its last head stays known for what is due', () => {
    const other = household({ householdId: 'H2', persons: [{ customerNumber: '100007', from: '2026-01-01' }] });
    const { household: gone, other: next, goes } = allowed('merge', { other });
    expect(gone).toMatchObject({ endedOn: today, mergedInto: 'H2', headCustomerNumber: '100001' });
    expect([numbersIn(gone), numbersIn(next)]).toEqual([[], ['100007', '100001', '100002']]);
    expect(goes.map(({ to }) => to?.householdId)).toEqual(['H2', 'H2']);
  });

  it('a new head follows the old one without a gap, also twice a day', () => {
    const member = { ...spouse, memberOf: ['havu'] };
    const { household: once } = allowed('nameHead', { person: member });
    expect(once.heads).toEqual([
      { customerNumber: '100001', from: '2026-01-01', until: today },
      { customerNumber: '100002', from: today },
    ]);
    expect(allowed('nameHead', { person: head }, once).household.heads).toEqual([
      { customerNumber: '100001', from: '2026-01-01', until: today },
      { customerNumber: '100001', from: today },
    ]);
  });

  it('pays its last head once somebody has said so, and nobody goes anywhere', () => {
    const { household: after, goes } = allowed('payLastHead', {}, household(ended));
    expect([after.paysLastHead, goes]).toEqual([true, []]);
  });

  it('dissolves when the head’s membership has ended: all are without household, payment cards end (R33)', () => {
    for (const past of [undefined, { ...head, memberOf: [] }]) {
      const { household: gone, goes, endsPaymentCards } = allowed('dissolve', { head: past });
      expect([numbersIn(gone), gone.endedOn, endsPaymentCards]).toEqual([[], today, true]);
      expect(goes.map(({ to }) => to)).toEqual([undefined, undefined]);
    }
  });

  it('a change of co-op takes the whole month along (R34)', () => {
    const moved = allowed('move', { head: { ...head, memberOf: ['koivu'] }, to: elsewhere, lastMove: '2026-09' });
    expect(moved.household).toMatchObject({ coopId: 'koivu', shard: 1 });
    expect(moved).toMatchObject({ goes: [], moved: { month: '2026-10', to: elsewhere } });
  });
});
