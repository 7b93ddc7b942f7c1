import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstUnpaidMonth, surplusRefund, withheldForShare, yearAggregate } from '../../../domain/surplus-refund.ts';

describe('surplusRefund (R41)', () => {
  it.each([
    ['the published example: 4,812.37 € at 2.5 % (domain.md 4.7)', 481_237, 250, 12_031],
    ['half a cent up', 20, 250, 1],
    ['less than half a cent', 19, 250, 0],
    ['no purchases', 0, 250, 0],
    ['more brought back than bought', -10_000, 250, 0],
    ['a rate of nothing', 481_237, 0, 0],
  ])('%s', (_name, ownOutletCents, rateBasisPoints, refund) => {
    expect(surplusRefund(ownOutletCents, rateBasisPoints)).toBe(refund);
  });

  it('is within half a cent of the exact percentage', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000_000_00 }), fc.nat({ max: 10_000 }), (cents, rate) => {
        expect(Math.abs(surplusRefund(cents, rate) * 10_000 - cents * rate)).toBeLessThanOrEqual(5_000);
      }),
    );
  });
});

describe('withheldForShare (R42)', () => {
  it.each([
    ['half, when the share misses more', 12_030, 10_000, true, 6_015],
    ['the odd cent too', 12_031, 10_000, true, 6_016],
    ['what is missing, when that is less than half', 12_031, 500, true, 500],
    ['nothing of a full share', 12_031, 0, true, 0],
    ['nothing, if the rules say otherwise', 12_031, 10_000, false, 0],
    ['nothing of nothing', 0, 10_000, true, 0],
    ['nothing of less than nothing', -100, 10_000, true, 0],
  ])('%s', (_name, refundCents, missingCents, halfToShare, withheld) => {
    expect(withheldForShare(refundCents, missingCents, halfToShare)).toBe(withheld);
  });

  it('never takes more than half and a cent, nor more than is missing', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (refundCents, missingCents) => {
        const withheld = withheldForShare(refundCents, missingCents, true);
        expect(withheld).toBeLessThanOrEqual(missingCents);
        expect(2 * withheld).toBeLessThanOrEqual(refundCents + 1);
      }),
    );
  });
});

describe('firstUnpaidMonth, of a co-op that has just begun', () => {
  it('is none if December was its first month', () => {
    expect(firstUnpaidMonth('2026', ['2026-12'])).toBeUndefined();
    expect(firstUnpaidMonth('2026', ['2026-11', '2027-01'])).toBe('2026-12');
    expect(() => firstUnpaidMonth('2026', ['2027-01'])).toThrow(expect.objectContaining({ code: 'runOutOfOrder' }));
  });
});

describe('yearAggregate (domain.md 6 #29)', () => {
  it('is the newest of each month of the year, whatever order the months are in', () => {
    const posted = [
      { month: '2025-12', ownOutletCents: 900 },
      { month: '2026-01', ownOutletCents: 100 },
      { month: '2026-02', ownOutletCents: 20 },
      { month: '2026-01', ownOutletCents: 150 },
      { month: '2027-01', ownOutletCents: 7 },
      { month: '2026-02', ownOutletCents: -30 },
    ];
    expect(yearAggregate('2026', posted)).toBe(120);
    expect(yearAggregate('2024', posted)).toBe(0);
  });
});

describe('firstUnpaidMonth', () => {
  const months = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `2026-${String(from + index).padStart(2, '0')}`);

  it.each<[string, string[], string | undefined]>([
    ['all months are paid', months(1, 12), undefined],
    ['the last is not', months(1, 11), '2026-12'],
    ['one in between is not', [...months(1, 4), ...months(6, 12)], '2026-05'],
    ['the co-op began in the year', months(6, 12), undefined],
    ['the co-op began before it', ['2025-12', ...months(1, 3)], '2026-04'],
    ['only the year before is paid', ['2025-11', '2025-12'], '2026-01'],
    ['the year after is paid too', [...months(1, 12), '2027-01'], undefined],
  ])('%s', (_name, posted, missing) => {
    expect(firstUnpaidMonth('2026', posted)).toBe(missing);
  });

  it.each([[[]], [['2027-01']]])('refuses a year of which nothing was paid here: %j', (posted) => {
    expect(() => firstUnpaidMonth('2026', posted)).toThrow('No month of 2026 has been paid here');
  });
});
