import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Membership } from '../../../domain/membership.ts';
import type { ShareEntry } from '../../../domain/share-entry.ts';
import { type Entitlement, entitlementOf, type InterestRules, interestCents } from '../../../domain/share-interest.ts';

const rules: InterestRules = {
  shareContributionCents: 10_000,
  interestFormer: 'NONE',
  interestEstate: true,
  interestMovedShare: true,
  interestProration: 'NONE',
};
const payDay = '2026-06-15';

const aMembership = (over: Partial<Membership> = {}): Membership => ({
  coopId: 'havu',
  memberNumber: '20000001',
  sequence: 1,
  status: 'ACTIVE_PAID',
  paidCents: 10_000,
  from: '2024-03-15',
  ...over,
});
const paid = (date: string, amountCents: number, over: Partial<ShareEntry> = {}): ShareEntry => ({
  coopId: 'havu',
  memberNumber: '20000001',
  entryNumber: 1,
  date,
  sourceId: `s${date}.${amountCents}`,
  amountCents,
  reason: 'PAYMENT',
  ...over,
});
const entitled = (
  entries: ShareEntry[],
  over: Partial<Membership> = {},
  { deceasedOn, ...ruled }: Partial<InterestRules> & { deceasedOn?: string } = {},
  others: Membership[] = [],
): Entitlement => {
  const membership = aMembership(over);
  const holder = { memberships: [...others, membership], entries, deceasedOn };
  return entitlementOf(membership, holder, '2025', payDay, { ...rules, ...ruled });
};
const full = [paid('2024-03-15', 10_000)];

describe('who gets interest of 2025 in 2026', () => {
  it('had a share that moved here with its history, and no other share that looks like it', () => {
    const moved = { from: '2025-06-01', transferredFrom: 'kuusi' };
    const predecessor = (memberNumber: string, over: Partial<Membership>): Membership =>
      aMembership({
        ...{ coopId: 'kuusi', memberNumber, status: 'TRANSFERRED', endedAs: 'TRANSFERRED', from: '2019-01-01' },
        ...{ until: '2025-06-01', transferredTo: 'havu' },
        ...over,
      });
    const others = [
      predecessor('3', { coopId: 'laine' }),
      predecessor('4', { transferredTo: 'laine' }),
      predecessor('5', { until: '2024-01-01' }),
      predecessor('6', {}),
    ];
    const entries = [
      paid('2025-06-01', 10_000, { reason: 'TRANSFER_IN' }),
      ...['3', '4', '5'].map((memberNumber) => paid('2020-01-01', 10_000, { memberNumber })),
      paid('2023-02-01', 10_000, { memberNumber: '6' }),
      paid('2025-06-01', -10_000, { memberNumber: '6', reason: 'TRANSFER_OUT' }),
    ];
    expect(entitled(entries, moved, {}, others)).toMatchObject({ as: 'MEMBER', fullSince: '2023-02-01' });
    expect(entitled(entries, moved, { interestMovedShare: false }, others)).toMatchObject({ fullSince: '2025-06-01' });
    // Moved on the very day of the payment: a member here from that day on.
    const today = { ...moved, from: payDay };
    const till = others.map((one) => ({ ...one, until: one.until === '2025-06-01' ? payDay : (one.until ?? '') }));
    const later = entries.map((one) => (one.date === '2025-06-01' ? { ...one, date: payDay } : one));
    expect(entitled(later, today, {}, till)).toMatchObject({ as: 'MEMBER', fullSince: '2023-02-01' });
  });

  it('is paid nothing where the share has left, even where former members are paid', () => {
    const gone = {
      status: 'TRANSFERRED',
      endedAs: 'TRANSFERRED',
      until: '2026-01-31',
      transferredTo: 'laine',
    } as const;
    expect(entitled(full, gone, { interestFormer: 'UNTIL_REFUND' })).toEqual({ refused: 'NOT_MEMBER_ON_PAY_DAY' });
  });

  it('is no estate of which nobody knows since when', () => {
    const died = { status: 'DECEASED', endedAs: 'DECEASED', until: '2026-01-31' } as const;
    expect(entitled(full, died)).toEqual({ refused: 'ESTATE_TOO_LATE' });
  });

  it('has a share that was full on the last day of 2025', () => {
    expect(entitled(full)).toEqual({ as: 'MEMBER', baseCents: 10_000, fullSince: '2024-03-15' });
    expect(entitled([paid('2025-01-02', 2_000), paid('2025-12-31', 8_000)])).toMatchObject({ fullSince: '2025-12-31' });
  });

  it('goes by the dated entries, not by the balance of today', () => {
    expect(entitled([paid('2025-01-02', 2_000), paid('2026-01-01', 8_000)])).toEqual({ refused: 'SHARE_NOT_FULL' });
    expect(entitled([])).toEqual({ refused: 'SHARE_NOT_FULL' });
    // Full at the cut-off, and less today: what was paid back since does not take it away.
    expect(entitled([...full, paid('2026-02-01', -4_000, { reason: 'REFUND' })])).toMatchObject({ as: 'MEMBER' });
  });

  it('counts a correction on the day of the entry that it corrects', () => {
    const wrong = paid('2025-11-30', 8_000);
    const corrected = paid('2026-03-01', -8_000, { reason: 'CORRECTION', corrects: wrong.sourceId, sourceId: 'c1' });
    expect(entitled([paid('2025-01-02', 2_000), wrong])).toMatchObject({ fullSince: '2025-11-30' });
    expect(entitled([paid('2025-01-02', 2_000), wrong, corrected])).toEqual({ refused: 'SHARE_NOT_FULL' });
  });

  it('pays no more than the contribution of a share that holds more', () => {
    expect(entitled([paid('2024-03-15', 12_000)])).toMatchObject({ baseCents: 10_000 });
  });

  it('is still a member on the day of payment; others as the rules say', () => {
    const left = { status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-06-15' } as const;
    expect(entitled(full, left)).toEqual({ refused: 'NOT_MEMBER_ON_PAY_DAY' });
    expect(entitled(full, { ...left, until: '2026-06-16' })).toMatchObject({ as: 'MEMBER' });
    expect(entitled(full, left, { interestFormer: 'UNTIL_REFUND' })).toMatchObject({ as: 'FORMER_MEMBER' });
    expect(entitled(full, { ...left, status: 'REFUNDED' }, { interestFormer: 'UNTIL_REFUND' })).toEqual({
      refused: 'NOT_MEMBER_ON_PAY_DAY',
    });
    expect(entitled(full, { from: '2026-07-01' })).toEqual({ refused: 'NOT_MEMBER_ON_PAY_DAY' });
    const applied: Membership = aMembership({ status: 'APPLIED', paidCents: 0 });
    delete applied.from;
    expect(entitlementOf(applied, { memberships: [applied], entries: full }, '2025', payDay, rules)).toEqual({
      refused: 'NEVER_MEMBER',
    });
  });

  it('pays an estate within its year, whoever told of the death', () => {
    const died = { status: 'DECEASED', endedAs: 'DECEASED', until: '2025-07-01', estateUntil: '2026-07-01' } as const;
    expect(entitled(full, died)).toMatchObject({ as: 'ESTATE' });
    expect(entitled(full, { ...died, estateUntil: '2026-06-14' })).toEqual({ refused: 'ESTATE_TOO_LATE' });
    expect(entitled(full, died, { interestEstate: false })).toEqual({ refused: 'NOT_MEMBER_ON_PAY_DAY' });
    expect(entitled(full, {}, { deceasedOn: '2025-06-15' })).toMatchObject({ as: 'ESTATE' });
    expect(entitled(full, {}, { deceasedOn: '2025-06-14' })).toEqual({ refused: 'ESTATE_TOO_LATE' });
  });

  it('pays a share that moved where it is now, since it was full where it was', () => {
    const left = aMembership({
      coopId: 'koivu',
      memberNumber: '10000001',
      status: 'TRANSFERRED',
      endedAs: 'TRANSFERRED',
      until: '2026-02-01',
      transferredTo: 'havu',
      paidCents: 0,
    });
    const moved = { from: '2026-02-01', transferredFrom: 'koivu' };
    const out = { coopId: 'koivu', memberNumber: '10000001' };
    const entries = [
      paid('2024-03-15', 10_000, out),
      paid('2026-02-01', -10_000, { ...out, reason: 'TRANSFER_OUT' }),
      paid('2026-02-01', 10_000, { reason: 'TRANSFER_IN' }),
    ];
    expect(entitled(entries, moved, {}, [left])).toMatchObject({ as: 'MEMBER', fullSince: '2024-03-15' });
    expect(entitled(entries, moved, { interestMovedShare: false }, [left])).toEqual({ refused: 'SHARE_NOT_FULL' });
    const holder = { memberships: [left], entries };
    expect(entitlementOf(left, holder, '2025', payDay, rules)).toEqual({ refused: 'NOT_MEMBER_ON_PAY_DAY' });
  });
});

describe('the interest', () => {
  const base = { baseCents: 10_000, fullSince: '2024-03-15' };

  /** domain.md 4.7 and R39. */
  it.each([
    [1_000, 1_000],
    [1_250, 1_250],
    [1, 1],
    [5, 5],
  ])('at %i basis points of 100 euros is %i cents', (rate, cents) => {
    expect(interestCents(base, '2025', rate, rules)).toBe(cents);
  });

  it('is the whole percentage whenever in the year the share was filled, unless the days count', () => {
    const late = { baseCents: 10_000, fullSince: '2025-12-31' };
    const byDays = { interestProration: 'DAYS' } as const;
    expect(interestCents(late, '2025', 1_000, rules)).toBe(1_000);
    expect(interestCents(late, '2025', 1_000, byDays)).toBe(3);
    expect(interestCents({ ...late, fullSince: '2025-07-02' }, '2025', 1_000, byDays)).toBe(501);
    expect(interestCents(base, '2024', 1_000, byDays)).toBe(798);
    expect(interestCents(base, '2025', 1_000, byDays)).toBe(1_000);
  });

  it('by days is never more than the whole, and grows with the days', () => {
    const day = fc
      .integer({ min: 0, max: 364 })
      .map((count) => new Date(Date.UTC(2025, 0, 1 + count)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 10_000 }), (a, b, rate) => {
        const [earlier = a, later = b] = [a, b].toSorted();
        const of = (fullSince: string) =>
          interestCents({ baseCents: 10_000, fullSince }, '2025', rate, { interestProration: 'DAYS' });
        expect(of(earlier)).toBeGreaterThanOrEqual(of(later));
        expect(of(earlier)).toBeLessThanOrEqual(interestCents(base, '2025', rate, rules));
      }),
    );
  });
});
