import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBarred, limitationDate, unpaidByMonth } from '../../../domain/unclaimed.ts';

describe('limitation (R60)', () => {
  it('is three years after the day when it was due', () => {
    expect(limitationDate('2026-11-10', 3)).toBe('2029-11-10');
    expect(limitationDate('2028-02-29', 3)).toBe('2031-02-28');
  });

  it('lets the claim live on its last day', () => {
    expect(isBarred('2026-11-10', 3, '2029-11-10')).toBe(false);
    expect(isBarred('2026-11-10', 3, '2029-11-11')).toBe(true);
  });
});

const link = (period: string, addedCents: number, paidCents: number) => ({
  period,
  dueOn: `${period}-10`,
  addedCents,
  paidCents,
});

describe('unpaidByMonth', () => {
  it('names the months whose money is left, the oldest paid first', () => {
    const chain = [link('2026-01', 500, 0), link('2026-02', 300, 600), link('2026-03', 100, 0)];
    expect(unpaidByMonth(chain)).toEqual([
      { period: '2026-02', dueOn: '2026-02-10', amountCents: 200 },
      { period: '2026-03', dueOn: '2026-03-10', amountCents: 100 },
    ]);
  });

  it('takes what a month takes back from the oldest, or from what comes', () => {
    expect(unpaidByMonth([link('2026-01', 500, 0), link('2026-02', -200, 0)])).toEqual([
      { period: '2026-01', dueOn: '2026-01-10', amountCents: 300 },
    ]);
    expect(unpaidByMonth([link('2026-01', -200, 0), link('2026-02', 500, 0)])).toEqual([
      { period: '2026-02', dueOn: '2026-02-10', amountCents: 300 },
    ]);
  });

  it('adds up to what the chain leaves', () => {
    const runs = fc.array(
      fc.record({ added: fc.integer({ min: -500, max: 900 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(runs, (script) => {
        let openCents = 0;
        const chain = script.map(({ added, share }, index) => {
          openCents += added;
          const paid = openCents > 0 ? Math.floor(openCents * share) : 0;
          openCents -= paid;
          return link(
            `20${String(10 + Math.floor(index / 12))}-${String((index % 12) + 1).padStart(2, '0')}`,
            added,
            paid,
          );
        });
        const unpaid = unpaidByMonth(chain);
        expect(unpaid.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(Math.max(0, openCents));
        expect(unpaid.every(({ amountCents }) => amountCents > 0)).toBe(true);
        expect(unpaid.map(({ period }) => period)).toEqual(unpaid.map(({ period }) => period).toSorted());
      }),
    );
  });
});
