import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/calendar.ts';
import { endRight, grantRight, holdsOn, type RightPeriod } from '../../../domain/dated-right.ts';

const said = { source: { kind: 'phone' as const }, at: 1 };
const period = (from: string, lastDay?: string): RightPeriod => ({ from, ...(lastDay && { lastDay }), ...said });
const given = (outcome: ReturnType<typeof grantRight>) => ('periods' in outcome ? outcome.periods : outcome.refused);

describe('a right with dates', () => {
  it('holds from its first day through its last', () => {
    const periods = [period('2026-01-10', '2026-01-20'), period('2026-03-01')];
    const days = ['2026-01-09', '2026-01-10', '2026-01-20', '2026-01-21', '2026-03-01', '2099-12-31'];
    expect(days.map((day) => holdsOn(periods, day))).toEqual([false, true, true, false, true, true]);
  });

  it('is not given twice for a day', () => {
    const periods = [period('2026-01-10', '2026-01-20')];
    const refused = 'It is set already on some of these days; end that first.';
    expect(given(grantRight(periods, { from: '2026-01-20', ...said }))).toBe(refused);
    expect(given(grantRight(periods, { from: '2026-01-01', lastDay: '2026-01-10', ...said }))).toBe(refused);
    expect(given(grantRight(periods, { from: '2026-01-01', ...said }))).toBe(refused);
    expect(given(grantRight(periods, { from: '2026-01-21', ...said }))).toEqual([...periods, period('2026-01-21')]);
    expect(given(grantRight(periods, { from: '2026-01-02', lastDay: '2026-01-01', ...said }))).toMatch(/before/);
  });

  it('ends sooner, and what was planned stays readable', () => {
    const ended = endRight([period('2026-01-10', '2026-12-31')], {
      lastDay: '2026-02-01',
      source: { kind: 'email' },
      at: 2,
    });
    expect(ended).toEqual({
      periods: [
        { ...period('2026-01-10', '2026-12-31'), ended: { lastDay: '2026-02-01', source: { kind: 'email' }, at: 2 } },
      ],
    });
    const periods = given(ended) as RightPeriod[];
    expect([holdsOn(periods, '2026-02-01'), holdsOn(periods, '2026-02-02')]).toEqual([true, false]);
    expect(given(endRight(periods, { lastDay: '2026-01-15', ...said }))).toMatch(/before/);
    expect(given(endRight(periods, { lastDay: '2026-03-01', ...said }))).toBe('It is not set on that day.');
    expect(given(grantRight(periods, { from: '2026-02-02', ...said }))).toHaveLength(2);
  });

  it('after any acts holds on the days that a set of days says', () => {
    const day = fc.integer({ min: 0, max: 40 });
    const act = fc.record({ grant: fc.boolean(), from: day, length: fc.option(fc.integer({ min: 0, max: 10 })) });
    const start = '2026-01-01';
    const all = Array.from({ length: 60 }, (_, index) => index);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let periods: RightPeriod[] = [];
        for (const { grant, from, length } of acts) {
          const before = new Set(all.filter((index) => holdsOn(periods, addDays(start, index))));
          const first = addDays(start, from);
          const lastDay = length === null ? undefined : addDays(first, length);
          const outcome = grant
            ? grantRight(periods, { from: first, lastDay, ...said })
            : endRight(periods, { lastDay: first, ...said });
          const wanted = all.filter((index) => index >= from && (length === null || index <= from + length));
          if (grant) {
            expect('refused' in outcome).toBe(wanted.some((index) => before.has(index)));
          } else if (!before.has(from)) expect('refused' in outcome).toBe(true);
          if ('refused' in outcome) continue;
          periods = outcome.periods;
          const after = all.filter((index) => holdsOn(periods, addDays(start, index)));
          if (grant) expect(new Set(after)).toEqual(new Set([...before, ...wanted]));
          else expect(after.every((index) => before.has(index)) && after.includes(from)).toBe(true);
        }
      }),
    );
  });
});
