import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, monthEnd } from '../../../domain/calendar.ts';
import { type RunState, runStates } from '../../../domain/run.ts';
import { attemptToStart, checkTurn, type LiveRun, receiptsLive } from '../../../domain/run-order.ts';

const live = (period: string, state: RunState, attempt = '1'): LiveRun => ({ period, state, attempt });
const later = monthEnd('2026-06');
const begun = (period: string, runs: readonly LiveRun[], nowMs = later): unknown => {
  try {
    return attemptToStart(period, runs, nowMs);
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

  it('begins only after the month has ended in Helsinki', () => {
    expect(begun('2026-06', [], monthEnd('2026-06') - 1)).toBe('monthNotEnded');
    expect(begun('2026-06', [], monthEnd('2026-06'))).toEqual(fresh('1'));
  });

  it('refuses a month of which a receipt may have expired', () => {
    const expires = Date.parse('2028-06-01T00:00:00+03:00');
    expect(begun('2026-06', [], expires - 1)).toEqual(fresh('1'));
    expect(begun('2026-06', [], expires)).toBe('monthTooOld');
    expect([receiptsLive('2026-06', expires - 1), receiptsLive('2026-06', expires)]).toEqual([true, false]);
  });

  it.each(runStates)('of a month whose live attempt is %s', (state) => {
    const expected = state === 'CANCELLED' || state === 'REJECTED' ? fresh('4') : present('3');
    expect(begun('2026-03', [live('2026-03', state, '3')])).toEqual(expected);
  });

  it.each(runStates)('of the month after one that is %s', (state) => {
    const goesOn = ['FILES_WRITTEN', 'RELEASED', 'CLOSED'].includes(state);
    const noTrace = ['CANCELLED', 'REJECTED'].includes(state);
    expect(begun('2026-04', [live('2026-03', state)])).toEqual(goesOn || noTrace ? fresh('1') : 'runOutOfOrder');
  });

  it('leaves no gap and does not go back', () => {
    const paid = [live('2026-02', 'CLOSED'), live('2026-03', 'FILES_WRITTEN')];
    expect(begun('2026-05', paid)).toBe('runOutOfOrder');
    expect(begun('2026-01', paid)).toBe('runOutOfOrder');
    expect(begun('2026-04', paid)).toEqual(fresh('1'));
  });
});

describe('checkTurn', () => {
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
  const others = fc.array(fc.record({ period: fc.constantFrom(...months), state: fc.constantFrom(...runStates) }), {
    maxLength: 4,
  });
  const passes = (period: string, runs: readonly LiveRun[]): boolean => {
    try {
      checkTurn(period, runs);
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
        const list = runs.map((each) => ({ ...each, attempt: '1' }));
        if (!passes(period, list)) return;
        const rest = list.filter((each) => each.period !== period);
        expect(rest.every(({ state }) => !['DRAFT', 'CALCULATED', 'SUBMITTED', 'APPROVED'].includes(state))).toBe(true);
        const finished = rest
          .filter(({ state }) => !['CANCELLED', 'REJECTED'].includes(state))
          .map((each) => each.period);
        expect(finished.every((each) => each < period)).toBe(true);
        if (finished.length > 0) expect(finished).toContain(addMonths(period, -1));
      }),
    );
  });
});
