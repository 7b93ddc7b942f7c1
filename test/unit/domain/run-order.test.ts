import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../domain/calendar.ts';
import { type RunKind, type RunState, runStates } from '../../../domain/run.ts';
import { attemptToStart, checkReceiptsLive, checkTurn, type LiveRun, receiptsLive } from '../../../domain/run-order.ts';

const live = (period: string, state: RunState, attempt = '1', posted = true): LiveRun => ({
  period,
  state,
  attempt,
  posted,
});
const begun = (period: string, runs: readonly LiveRun[], kind: RunKind = 'BONUS'): unknown => {
  try {
    return attemptToStart(kind, period, runs);
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const fresh = (attempt: string) => ({ attempt, isNew: true });
const present = (attempt: string) => ({ attempt, isNew: false });

describe('attemptToStart', () => {
  it('begins anywhere if there was no run yet', () => {
    expect(begun('2026-03', [])).toEqual(fresh('1'));
  });

  it('refuses a month of which a receipt may have expired', () => {
    const expires = Date.parse('2028-06-01T00:00:00+03:00');
    expect(() => checkReceiptsLive('2026-06', expires - 1)).not.toThrow();
    expect(() => checkReceiptsLive('2026-06', expires)).toThrow(expect.objectContaining({ code: 'monthTooOld' }));
    expect([receiptsLive('2026-06', expires - 1), receiptsLive('2026-06', expires)]).toEqual([true, false]);
  });

  it.each(runStates)('of a month whose live attempt is %s', (state) => {
    const expected = state === 'CANCELLED' || state === 'REJECTED' ? fresh('4') : present('3');
    expect(begun('2026-03', [live('2026-03', state, '3')])).toEqual(expected);
  });

  it.each(runStates)('of the month after one that is %s', (state) => {
    const goesOn = ['RELEASED', 'CLOSED'].includes(state);
    const noTrace = ['CANCELLED', 'REJECTED'].includes(state);
    expect(begun('2026-04', [live('2026-03', state)])).toEqual(goesOn || noTrace ? fresh('1') : 'runOutOfOrder');
  });

  it('leaves no gap and does not go back', () => {
    const paid = [live('2026-02', 'CLOSED'), live('2026-03', 'RELEASED')];
    expect(begun('2026-05', paid)).toBe('runOutOfOrder');
    expect(begun('2026-01', paid)).toBe('runOutOfOrder');
    expect(begun('2026-04', paid)).toEqual(fresh('1'));
  });
});

describe('a kind that is not of months in a row', () => {
  it('waits for what is under way, and may leave a gap or go back', () => {
    expect(begun('2025', [live('2023', 'CLOSED')], 'INTEREST')).toEqual(fresh('1'));
    expect(begun('2022', [live('2023', 'CLOSED')], 'INTEREST')).toEqual(fresh('1'));
    expect(begun('2025', [live('2024', 'APPROVED')], 'INTEREST')).toBe('runOutOfOrder');
    expect(begun('2026-05-02', [live('2026-04-30', 'RELEASED')], 'CORRECTION')).toEqual(fresh('1'));
  });

  it('waits until a release is booked completely', () => {
    expect(begun('2026-05-02', [live('2026-04-30', 'RELEASED', '1', false)], 'CORRECTION')).toBe('runOutOfOrder');
    expect(begun('2026-04', [live('2026-03', 'RELEASED', '1', false)])).toBe('runOutOfOrder');
  });
});

describe('what is refused', () => {
  it('says what to do first', () => {
    const submitted = [live('2026-03', 'SUBMITTED')];
    expect(() => checkTurn('BONUS', '2026-04', submitted)).toThrow(
      'Finish or cancel the run of 2026-03 first; it is SUBMITTED.',
    );
    expect(() => checkTurn('BONUS', '2026-05', [{ ...live('2026-03', 'CLOSED'), posted: true }])).toThrow(
      'The last paid month is 2026-03; the next to run is 2026-04.',
    );
    expect(() => checkReceiptsLive('2026-06', Date.parse('2028-06-01T00:00:00+03:00'))).toThrow(
      'Receipts of 2026-06 are older than their two years.',
    );
  });

  it('is not for a month because of its own run', () => {
    expect(checkTurn('BONUS', '2026-03', [live('2026-03', 'DRAFT')])).toBeUndefined();
    expect(
      checkTurn('BONUS', '2026-04', [live('2026-04', 'DRAFT'), { ...live('2026-03', 'CLOSED'), posted: true }]),
    ).toBe(undefined);
  });
});

describe('checkTurn', () => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
  const others = fc.array(fc.record({ period: fc.constantFrom(...months), state: fc.constantFrom(...runStates) }), {
    maxLength: 4,
  });
  const passes = (period: string, runs: readonly LiveRun[]): boolean => {
    try {
      checkTurn('BONUS', period, runs);
      return true;
    } catch {
      return false;
    }
  };

  it('never lets two months go on beside each other, whichever of them looks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...months), fc.constantFrom(...months), (one, other) => {
        fc.pre(one !== other);
        const both = [live(one, 'DRAFT'), live(other, 'DRAFT')];
        expect([passes(one, both), passes(other, both)]).toEqual([false, false]);
      }),
    );
  });

  it('lets a month pass only if nothing else is under way and it follows the last that is finished', () => {
    fc.assert(
      fc.property(fc.constantFrom(...months), others, (period, runs) => {
        const list = runs.map((each) => ({ ...each, attempt: '1', posted: true }));
        if (!passes(period, list)) return;
        const rest = list.filter((each) => each.period !== period);
        expect(
          rest.every(({ state }) => !['DRAFT', 'CALCULATED', 'SUBMITTED', 'APPROVED', 'FILES_WRITTEN'].includes(state)),
        ).toBe(true);
        const finished = rest
          .filter(({ state }) => !['CANCELLED', 'REJECTED'].includes(state))
          .map((each) => each.period);
        expect(finished.every((each) => each < period)).toBe(true);
        if (finished.length > 0) expect(finished).toContain(addMonths(period, -1));
      }),
    );
  });
});
