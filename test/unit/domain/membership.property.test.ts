import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/calendar.ts';
import {
  endings,
  isListed,
  isMember,
  type MembershipEventKind,
  type MembershipStatus,
  membershipEventKinds,
  membershipStatuses,
  membershipSteps,
} from '../../../domain/membership.ts';
import { decide } from '../../../domain/membership-decision.ts';
import { dueOf } from '../../../domain/membership-due.ts';
import type { MembershipState } from '../../../domain/membership-events.ts';
import { balanceCents, type ShareEntry, sharesAgree } from '../../../domain/share-entry.ts';
import { anEvent, membershipRules as rules } from '../../fixtures/memberships.ts';

/** The model: nothing but the ledger, and how often the balance was drawn. */
type Model = { entries: ShareEntry[] };
/** The real thing: the membership as it is stored, and the clock. */
type Real = { state: MembershipState | undefined; today: string; steps: number; reached: Set<MembershipStatus> };

const first = '2024-01-10';
const amounts = fc.oneof(
  fc.constantFrom(-100, 0, 1, 499, 500, 1_999, 2_000, 8_000, 10_000, 10_001),
  fc.integer({ min: -12_000, max: 12_000 }),
);

/** One event, whatever the status: it is done as the table says, or refused and nothing has happened. */
class Happens implements fc.Command<Model, Real> {
  private readonly kind: MembershipEventKind;
  private readonly days: number;
  private readonly back: number;
  private readonly amountCents: number;
  private readonly pick: number;
  constructor(kind: MembershipEventKind, days: number, back: number, amountCents: number, pick: number) {
    this.kind = kind;
    this.days = days;
    this.back = back;
    this.amountCents = amountCents;
    this.pick = pick;
  }
  check = (): boolean => true;

  run(model: Model, real: Real): void {
    real.today = addDays(real.today, this.days);
    real.steps += 1;
    const before = real.state;
    const corrects = model.entries[this.pick % Math.max(1, model.entries.length)]?.sourceId ?? 'none';
    const event = anEvent(this.kind, {
      on: addDays(real.today, -this.back),
      ...{ sourceId: `s${real.steps}`, amountCents: this.amountCents, corrects, byMeeting: this.pick % 2 === 0 },
      ...{ notifiedOn: real.today, learnedOn: real.today },
    });
    const decision = decide(before, event, rules, real.today);
    const status: MembershipStatus | 'NONE' = before?.membership.status ?? 'NONE';
    const possible = membershipSteps[this.kind][status];
    if ('refused' in decision) {
      if (possible === undefined) expect(decision.refused.code).toBe('membershipNotInState');
      return;
    }
    expect(possible).toContain(decision.membership.status);
    model.entries.push(...decision.entries);
    real.state = { membership: decision.membership, entries: [...model.entries] };
    real.reached.add(decision.membership.status);
    holds(model, real);
  }
  toString = (): string => `${this.kind}(+${this.days} d, ${this.amountCents})`;
}

/** What is true of every membership, whatever has happened. */
function holds({ entries }: Model, { state, today }: Real): void {
  if (state === undefined) return;
  const { membership } = state;
  const { status, paidCents, from, until, endedAs, refundDueOn } = membership;
  expect(paidCents).toBe(balanceCents(entries));
  expect(paidCents).toBeGreaterThanOrEqual(0);
  expect(sharesAgree([membership], entries)).toBe(true);
  expect(new Set(entries.map(({ sourceId }) => sourceId)).size).toBe(entries.length);
  expect(entries.every(({ amountCents }) => amountCents !== 0)).toBe(true);
  expect(entries.map(({ entryNumber }) => entryNumber)).toEqual(entries.map((_, index) => index + 1));
  if (status === 'ACTIVE_PAID') expect(paidCents).toBeGreaterThanOrEqual(rules.shareContributionCents);
  if (status === 'ACTIVE_UNPAID') expect(paidCents).toBeLessThan(rules.shareContributionCents);
  if (status === 'REFUNDED' || status === 'APPLIED' || status === 'REFUSED') expect(paidCents).toBe(0);
  // Members have begun and not ended; whoever ended has an end and how.
  const over = (endings as readonly string[]).includes(status) || status === 'REFUNDED';
  expect(isMember(status)).toBe(from !== undefined && until === undefined);
  expect(over).toBe(until !== undefined && endedAs !== undefined);
  expect(over || status === 'REFUSED').toBe(until !== undefined);
  if (from !== undefined && until !== undefined) expect(until >= from).toBe(true);
  // Money of an ended membership is always due on some day, and then the register still lists it.
  if (over && paidCents > 0) expect(refundDueOn).toBeDefined();
  if (over && status !== 'REFUNDED' && status !== 'TRANSFERRED') expect(refundDueOn).toBeDefined();
  if (paidCents > 0) expect(isListed(membership)).toBe(true);
  for (const due of dueOf(membership, rules)) expect(due.on).toMatch(/^2\d{3}-/);
  expect(today >= first).toBe(true);
}

const events = membershipEventKinds.map((kind) =>
  fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 40 }), amounts, fc.nat(20))
    .map(([days, back, amountCents, pick]) => new Happens(kind, days, back % 3 === 0 ? back : 0, amountCents, pick)),
);

describe('the life of a membership', () => {
  it('has a balance that is the sum of the ledger, and a status that agrees with it, whatever happens', () => {
    const reached = new Set<MembershipStatus>();
    fc.assert(
      fc.property(fc.commands(events, { maxCommands: 60, size: '+1' }), (commands) => {
        const real: Real = { state: undefined, today: first, steps: 0, reached };
        fc.modelRun(() => ({ model: { entries: [] }, real }), commands);
      }),
      { numRuns: 500 },
    );
    expect([...reached].toSorted(), 'every status was tried').toEqual([...membershipStatuses].toSorted());
  });
});
