import { describe, expect, it } from 'vitest';
import {
  isListed,
  type MembershipEventKind,
  membershipEventKinds,
  membershipStatuses,
  membershipSteps,
  type StatusBefore,
} from '../../../domain/membership.ts';
import { decide } from '../../../domain/membership-decision.ts';
import { dueOf } from '../../../domain/membership-due.ts';
import type { MembershipEvent, MembershipState } from '../../../domain/membership-events.ts';
import { balanceCents } from '../../../domain/share-entry.ts';
import {
  anEntry,
  anEvent,
  decided,
  longAfter,
  membershipRules,
  refusalCode,
  stateBefore,
  stateIn,
  stateOf,
} from '../../fixtures/memberships.ts';

const every = (['NONE', ...membershipStatuses] as StatusBefore[]).flatMap((status) =>
  membershipEventKinds.map((kind) => ({ status, kind })),
);

/** The table written a second time, by event: from where it is possible. */
const members = ['ACTIVE_UNPAID', 'ACTIVE_PAID', 'EXPULSION_NOTICED'];
const balanced = ['ACTIVE_UNPAID', 'ACTIVE_PAID'];
const over = ['RESIGNED', 'EXPELLED', 'DECEASED', 'TERMINATED_UNPAID', 'TRANSFERRED'];
const possibleFrom: Record<MembershipEventKind, readonly string[]> = {
  apply: ['NONE'],
  receive: ['NONE'],
  accept: ['APPLIED'],
  refuse: ['APPLIED'],
  pay: ['ACTIVE_UNPAID', 'EXPULSION_NOTICED'],
  fillByBonus: [...members, ...over, 'REFUNDED'],
  remind: ['ACTIVE_UNPAID'],
  endUnfilled: ['ACTIVE_UNPAID'],
  resign: members,
  noticeExpulsion: balanced,
  decideExpulsion: ['EXPULSION_NOTICED'],
  demandMeeting: ['EXPULSION_NOTICED'],
  dropExpulsion: ['EXPULSION_NOTICED'],
  expel: ['EXPULSION_NOTICED'],
  die: members,
  transfer: balanced,
  refund: over,
  refundExcess: ['ACTIVE_PAID', 'EXPULSION_NOTICED', ...over],
  correct: [...members, ...over, 'REFUNDED'],
};
const isPossible = ({ status, kind }: (typeof every)[number]): boolean => possibleFrom[kind].includes(status);
const on = (status: StatusBefore, kind: MembershipEventKind) =>
  decide(stateBefore(status), anEvent(kind), membershipRules, longAfter);

/** Where more than the status must fit. */
const fitting: Record<string, { state?: MembershipState; event?: MembershipEvent }> = {
  decideExpulsion: { state: stateOf({ status: 'EXPULSION_NOTICED', expulsion: { noticedOn: '2024-06-01' } }) },
  demandMeeting: { event: anEvent('demandMeeting', { on: '2024-08-01' }) },
  refundExcess: { state: stateOf({ status: 'ACTIVE_PAID', paidCents: 10_001 }) },
  ...Object.fromEntries(
    (['EXPULSION_NOTICED', 'RESIGNED', 'EXPELLED', 'DECEASED', 'TERMINATED_UNPAID', 'TRANSFERRED'] as const).map(
      (status) => {
        const { membership, entries } = stateIn[status]();
        return [`refundExcess ${status}`, { state: { membership: { ...membership, paidCents: 10_001 }, entries } }];
      },
    ),
  ),
  'correct TRANSFERRED': { event: anEvent('correct', { amountCents: 100 }) },
  'correct REFUNDED': { event: anEvent('correct', { amountCents: 100 }) },
};

describe('the transition table', () => {
  it.each(every.filter((pair) => !isPossible(pair)))('refuses $kind in $status', ({ status, kind }) => {
    const decision = on(status, kind);
    expect(refusalCode(decision)).toBe('membershipNotInState');
  });

  it.each(every.filter(isPossible))('has a way for $kind in $status', ({ status, kind }) => {
    const { state, event } = {
      state: stateBefore(status),
      event: anEvent(kind),
      ...fitting[kind],
      ...fitting[`${kind} ${status}`],
    };
    const { membership } = decided(decide(state, event, membershipRules, longAfter));
    expect(membershipSteps[kind][status]).toContain(membership.status);
  });

  it('leads nowhere from a refused application', () => {
    expect(every.filter((pair) => pair.status === 'REFUSED' && isPossible(pair))).toEqual([]);
  });
});

const rules = membershipRules;
const at = (state: ReturnType<typeof stateOf>, event: ReturnType<typeof anEvent>, today = longAfter, of = rules) =>
  decide(state, event, of, today);

describe('joining (R24, R25)', () => {
  it('begins at the acceptance, with two years to fill the share and reminders at 18 and 23 months', () => {
    const { membership, entries } = decided(at(stateIn.APPLIED(), anEvent('accept', { on: '2024-03-15' })));
    expect(membership).toMatchObject({ status: 'ACTIVE_UNPAID', from: '2024-03-15', fillBy: '2026-03-15' });
    expect(membership.nextReminderOn).toBe('2025-09-15');
    expect(entries).toEqual([]);
  });

  it('takes part payments of at least 20 €, the last one smaller, and never more than is missing', () => {
    const paid = (paidCents: number, amountCents: number) =>
      at(stateOf({ paidCents }), anEvent('pay', { amountCents, on: '2024-04-01' }));
    expect(refusalCode(paid(0, 1_999))).toBe('shareAmountNotAllowed');
    expect(decided(paid(0, 2_000)).membership).toMatchObject({ status: 'ACTIVE_UNPAID', paidCents: 2_000 });
    expect(decided(paid(0, 10_000)).membership).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_000 });
    expect(decided(paid(9_500, 500)).membership).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_000 });
    expect(refusalCode(paid(9_500, 499))).toBe('shareAmountNotAllowed');
    expect(refusalCode(paid(9_500, 501))).toBe('shareAmountNotAllowed');
    expect(refusalCode(paid(0, -2_000))).toBe('shareAmountNotAllowed');
    const full = stateOf({ status: 'EXPULSION_NOTICED', paidCents: 10_000, expulsion: { noticedOn: '2024-06-01' } });
    for (const amountCents of [0, 1])
      expect(refusalCode(at(full, anEvent('pay', { amountCents })))).toBe('shareAmountNotAllowed');
  });

  it('is filled by Bonus of any size; what is too much stays the member’s and is due for refund', () => {
    const state = stateOf({ paidCents: 9_900 });
    const { membership, entries } = decided(at(state, anEvent('fillByBonus', { amountCents: 250 })));
    expect(membership).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_150 });
    expect(entries).toMatchObject([{ reason: 'BONUS', amountCents: 250, sourceId: 'BONUS-2024-05-H1' }]);
    expect(dueOf(membership, rules)).toEqual([{ kind: 'EXCESS', on: '2024-03-15' }]);
    const back = decided(at({ membership, entries: [...state.entries, ...entries] }, anEvent('refundExcess')));
    expect([back.membership.paidCents, back.entries[0]?.amountCents]).toEqual([10_000, -150]);
  });

  it('reminds twice, then ends what is not filled in time, not a day sooner (R26)', () => {
    let state = stateOf({ paidCents: 2_000 });
    expect(refusalCode(at(state, anEvent('remind', { on: '2025-09-14' })))).toBe('membershipDateNotAllowed');
    const due: unknown[] = [];
    for (const day of ['2025-09-15', '2026-02-15']) {
      state = { ...state, ...decided(at(state, anEvent('remind', { on: day }))), entries: state.entries };
      due.push(state.membership.nextReminderOn);
    }
    expect(due).toEqual(['2026-02-15', undefined]);
    expect(refusalCode(at(state, anEvent('remind')))).toBe('membershipDateNotAllowed');
    expect(dueOf(state.membership, rules)).toEqual([{ kind: 'FILL_TIME_PASSED', on: '2026-03-16' }]);
    expect(refusalCode(at(state, anEvent('endUnfilled', { on: '2026-03-15' })))).toBe('membershipDateNotAllowed');
    const { membership } = decided(at(state, anEvent('endUnfilled', { on: '2026-03-16' })));
    expect(membership).toMatchObject({
      status: 'TERMINATED_UNPAID',
      until: '2026-03-16',
      refundDueOn: '2027-12-31',
      paidCents: 2_000,
    });
  });
});

describe('leaving (R27–R31)', () => {
  it.each([
    [12, 12, '2027-12-31'],
    [6, 12, '2027-06-30'],
    [12, 2, '2028-02-29'],
    [12, 3, '2027-03-31'],
  ])('a refund %i months after a financial year that ends in month %i', (shareRefundMonths, month, due) => {
    const of = { ...rules, shareRefundMonths, financialYearEndsInMonth: month };
    const { membership } = decided(at(stateOf(), anEvent('resign', { on: '2026-03-15' }), longAfter, of));
    expect(membership).toMatchObject({ status: 'RESIGNED', until: '2026-03-15', refundDueOn: due });
  });

  it('refuses a resignation of the future, before the beginning, or within the bar of the co-op’s rules', () => {
    const resign = (day: string, of = rules) =>
      refusalCode(at(stateOf(), anEvent('resign', { on: day }), longAfter, of));
    expect(resign('2026-09-02')).toBe('membershipDateNotAllowed');
    expect(resign('2024-03-14')).toBe('membershipDateNotAllowed');
    expect(resign('2026-03-14', { ...rules, resignationBarMonths: 24 })).toBe('membershipDateNotAllowed');
    expect(resign('2026-03-15', { ...rules, resignationBarMonths: 24 })).toBeUndefined();
  });

  it('refunds what a run has paid, and the rest stays due; never more than there is', () => {
    const state = stateIn.RESIGNED();
    const part = decided(at(state, anEvent('refund', { amountCents: 1_500 })));
    expect(part.membership).toMatchObject({ status: 'RESIGNED', refundDueOn: '2025-12-31', paidCents: 500 });
    expect(part.entries).toMatchObject([{ reason: 'REFUND', amountCents: -1_500 }]);
    const all = decided(at(state, anEvent('refund', { amountCents: 2_000 })));
    expect(all.membership).toMatchObject({ status: 'REFUNDED', paidCents: 0 });
    expect(refusalCode(at(state, anEvent('refund', { amountCents: 2_001 })))).toBe('shareAmountNotAllowed');
    expect(refusalCode(at(state, anEvent('refund', { amountCents: -1 })))).toBe('shareAmountNotAllowed');
  });

  it('refunds what is beyond a full share also of who is leaving, and never the share with it', () => {
    const state = stateOf({ status: 'RESIGNED', endedAs: 'RESIGNED', paidCents: 10_150 });
    const { membership, entries } = decided(at(state, anEvent('refundExcess', { amountCents: 100 })));
    expect(membership).toMatchObject({ status: 'RESIGNED', paidCents: 10_050 });
    expect(entries).toMatchObject([{ amountCents: -100 }]);
    for (const amountCents of [151, 0])
      expect(refusalCode(at(state, anEvent('refundExcess', { amountCents })))).toBe('shareAmountNotAllowed');
  });

  it('refunds the whole balance when it is due, and then the member is off the register', () => {
    const state = stateIn.RESIGNED();
    expect(refusalCode(at(state, anEvent('refund', { on: '2025-12-30' })))).toBe('membershipDateNotAllowed');
    expect(isListed(state.membership)).toBe(true);
    const { membership, entries } = decided(at(state, anEvent('refund', { on: '2025-12-31' })));
    expect(membership).toMatchObject({ status: 'REFUNDED', endedAs: 'RESIGNED', paidCents: 0 });
    expect(entries).toMatchObject([{ reason: 'REFUND', amountCents: -2_000 }]);
    expect(isListed(membership)).toBe(false);
    const nothing = decided(at(stateOf({ ...state.membership, paidCents: 0 }), anEvent('refund')));
    expect([nothing.membership.status, nothing.entries]).toEqual(['REFUNDED', []]);
  });

  it('expels by the calendar of R28: notice 1.4., decision from 1.5., told 10.5., effective 10.6.', () => {
    const noticed = decided(at(stateOf(), anEvent('noticeExpulsion', { on: '2026-04-01' }))).membership;
    expect(dueOf({ ...noticed, fillBy: '2099-01-01' }, rules)).toEqual([
      { kind: 'EXPULSION_DECISION', on: '2026-05-01' },
    ]);
    const step = (membership: typeof noticed, event: ReturnType<typeof anEvent>) =>
      at({ membership, entries: [] }, event);
    const decide1 = (day: string) => step(noticed, anEvent('decideExpulsion', { on: day, notifiedOn: '2026-05-10' }));
    expect(refusalCode(decide1('2026-04-30'))).toBe('membershipDateNotAllowed');
    expect(refusalCode(step(noticed, anEvent('expel', { on: '2026-06-10' })))).toBe('membershipNotInState');
    const told = decided(decide1('2026-05-01')).membership;
    expect(refusalCode(step(told, anEvent('decideExpulsion', { on: '2026-06-01' })))).toBe('membershipNotInState');
    expect(dueOf(told, rules)).toEqual([{ kind: 'EXPULSION_EFFECTIVE', on: '2026-06-10' }]);
    expect(refusalCode(step(told, anEvent('expel', { on: '2026-06-09' })))).toBe('membershipDateNotAllowed');
    expect(decided(step(told, anEvent('expel', { on: '2026-06-10' }))).membership).toMatchObject({
      status: 'EXPELLED',
      until: '2026-06-10',
      refundDueOn: '2027-12-31',
    });
    expect(refusalCode(step(told, anEvent('demandMeeting', { on: '2026-06-11' })))).toBe('membershipDateNotAllowed');
    const demanded = decided(step(told, anEvent('demandMeeting', { on: '2026-06-10' }))).membership;
    expect(refusalCode(step(demanded, anEvent('expel', { on: '2026-07-01' })))).toBe('membershipNotInState');
    expect(decided(step(demanded, anEvent('expel', { on: '2026-07-01', byMeeting: true }))).membership.status).toBe(
      'EXPELLED',
    );
    const dropped = decided(step(demanded, anEvent('dropExpulsion', { on: '2026-07-01' }))).membership;
    expect([dropped.status, dropped.expulsion]).toEqual(['ACTIVE_UNPAID', undefined]);
  });

  it('counts a refund after a death from the year in which the co-op learned of it, and gives the heirs a year (R29, R30)', () => {
    const { membership } = decided(at(stateOf(), anEvent('die', { on: '2025-12-30', learnedOn: '2026-01-07' })));
    expect(membership).toMatchObject({
      status: 'DECEASED',
      until: '2025-12-30',
      refundDueOn: '2027-12-31',
      estateUntil: '2026-12-30',
    });
    const early = at(stateOf(), anEvent('die', { on: '2026-01-07', learnedOn: '2026-01-06' }));
    expect(refusalCode(early)).toBe('membershipDateNotAllowed');
  });

  it('moves the share to another co-op, where the time to fill it goes on (R34)', () => {
    const { membership: out, entries } = decided(
      at(stateOf({ paidCents: 2_000 }), anEvent('transfer', { on: '2025-06-01' })),
    );
    expect(out).toMatchObject({ status: 'TRANSFERRED', until: '2025-06-01', paidCents: 0, transferredTo: 'other' });
    expect([entries[0]?.amountCents, isListed(out), out.refundDueOn]).toEqual([-2_000, false, undefined]);
    const moved = { amountCents: 2_000, fillBy: '2026-03-15', on: '2025-06-01', coopId: 'other' };
    const into = decided(decide(undefined, anEvent('receive', moved), rules, longAfter));
    expect(into.membership).toMatchObject({
      coopId: 'other',
      status: 'ACTIVE_UNPAID',
      from: '2025-06-01',
      fillBy: '2026-03-15',
      nextReminderOn: '2025-09-15',
      paidCents: 2_000,
    });
    const full = decided(decide(undefined, anEvent('receive', { amountCents: 10_000 }), rules, longAfter));
    expect(full.membership.status).toBe('ACTIVE_PAID');
    expect(refusalCode(at(stateOf(), anEvent('transfer', { toCoopId: 'demo' })))).toBe('membershipNotInState');
  });
});

describe('what comes late', () => {
  it('stays the member’s: Bonus of an approved run opens a refunded share again, due at once', () => {
    const bonus = anEvent('fillByBonus');
    const { membership } = decided(at(stateIn.REFUNDED(), bonus, '2026-09-03'));
    expect(membership).toMatchObject({ status: 'RESIGNED', paidCents: 700, refundDueOn: '2026-09-03' });
    expect(decided(at(stateIn.EXPELLED(), bonus)).membership).toMatchObject({
      status: 'EXPELLED',
      paidCents: 2_700,
      refundDueOn: '2025-12-31',
    });
    const moved = decided(at(stateIn.TRANSFERRED(), bonus, '2026-09-03')).membership;
    expect(moved).toMatchObject({ status: 'TRANSFERRED', paidCents: 700, refundDueOn: '2026-09-03' });
  });
});

describe('a correction', () => {
  const correct = (paidCents: number, overrides: object, entries = [anEntry({ amountCents: paidCents })]) =>
    at(
      {
        membership: stateOf({ paidCents, status: paidCents >= 10_000 ? 'ACTIVE_PAID' : 'ACTIVE_UNPAID' }).membership,
        entries,
      },
      anEvent('correct', overrides),
    );

  it('is an entry of its own that names the wrong one and says why; the status follows the balance', () => {
    const { membership, entries } = decided(correct(10_000, { amountCents: -8_000 }));
    expect(membership).toMatchObject({ status: 'ACTIVE_UNPAID', paidCents: 2_000, fillBy: '2026-03-15' });
    expect(entries).toEqual([
      {
        coopId: 'demo',
        memberNumber: '60000001',
        entryNumber: 2,
        date: longAfter,
        sourceId: 'corrected',
        amountCents: -8_000,
        reason: 'CORRECTION',
        corrects: 'joining',
        note: 'typed wrong',
      },
    ]);
  });

  it('takes an entry to nothing at most, with all its corrections, and the balance neither below nothing nor over a share', () => {
    expect(refusalCode(correct(2_000, { amountCents: -2_001 }))).toBe('shareAmountNotAllowed');
    expect(refusalCode(correct(2_000, { amountCents: 0 }))).toBe('shareAmountNotAllowed');
    expect(refusalCode(correct(2_000, { amountCents: 8_001 }))).toBe('shareAmountNotAllowed');
    const before = [
      anEntry(),
      anEntry({ sourceId: 'c1', reason: 'CORRECTION', corrects: 'joining', amountCents: -1_500 }),
      anEntry({ sourceId: 'second', amountCents: 3_000 }),
    ];
    expect(balanceCents(before)).toBe(3_500);
    expect(refusalCode(correct(3_500, { amountCents: -501 }, before))).toBe('shareAmountNotAllowed');
    expect(decided(correct(3_500, { amountCents: -500 }, before)).membership.paidCents).toBe(3_000);
  });

  it('names an entry that is there and is no correction itself', () => {
    expect(refusalCode(correct(2_000, { corrects: 'nothing' }))).toBe('unknownShareEntry');
    const entries = [
      anEntry(),
      anEntry({ sourceId: 'c1', reason: 'CORRECTION', corrects: 'joining', amountCents: 500 }),
    ];
    expect(refusalCode(correct(2_500, { corrects: 'c1' }, entries))).toBe('unknownShareEntry');
  });

  it('of a refund that came back opens the share again', () => {
    const { membership } = decided(
      at(stateIn.REFUNDED(), anEvent('correct', { corrects: 'back', amountCents: 2_000 })),
    );
    expect(membership).toMatchObject({ status: 'RESIGNED', paidCents: 2_000, refundDueOn: longAfter });
  });
});
