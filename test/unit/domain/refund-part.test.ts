import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { financialYearOf } from '../../../domain/membership-rules.ts';
import type { RefundInForce } from '../../../domain/refund-decision.ts';
import { dividedSoFar, partOfShare, refundYearOf } from '../../../domain/refund-part.ts';
import type { ShareEntry } from '../../../domain/share-entry.ts';
import { settings } from '../../fixtures/settings.ts';

const part = (partBasisPoints: number, isFinal = false): RefundInForce => ({ version: 1, partBasisPoints, isFinal });
const untouched = (balanceCents: number) => ({ balanceCents, refundedCents: 0, writtenOffCents: 0 });

describe('the part of a share that is refunded (R30)', () => {
  it.each([
    ['all of it without a decision', untouched(10_000), undefined, [10_000, 0, 0]],
    ['half, and the rest stays', untouched(10_000), part(5_000), [5_000, 0, 5_000]],
    ['rounded down to the cent', untouched(9_999), part(3_333), [3_332, 0, 6_667]],
    ['nothing', untouched(10_000), part(0), [0, 0, 10_000]],
    ['what a later decision gives more', { ...untouched(5_000), refundedCents: 5_000 }, part(8_000), [3_000, 0, 2_000]],
    ['nothing more by the same', { ...untouched(5_000), refundedCents: 5_000 }, part(5_000), [0, 0, 5_000]],
    [
      'the last, with the rest to the co-op',
      { ...untouched(5_000), refundedCents: 5_000 },
      part(6_000, true),
      [1_000, 4_000, 0],
    ],
    [
      'of what came late, the same part',
      { balanceCents: 500, refundedCents: 6_000, writtenOffCents: 4_000 },
      part(6_000, true),
      [300, 200, 0],
    ],
    ['a share of nothing is closed', untouched(0), part(5_000), [0, 0, 0]],
  ])('%s', (_what, share, inForce, [refundCents, writtenOffCents, leftCents]) => {
    expect(partOfShare(share, inForce)).toEqual({ refundCents, writtenOffCents, leftCents });
  });

  it('comes in the end to one rounding of the whole, however often decided, and nothing is lost', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), parts, (wholeCents, given) => {
        const decisions = given.toSorted((a, b) => a - b).map((each, at) => part(each, at === given.length - 1));
        let share = untouched(wholeCents);
        for (const inForce of decisions) {
          const { refundCents, writtenOffCents, leftCents } = partOfShare(share, inForce);
          expect(refundCents + writtenOffCents + leftCents).toBe(share.balanceCents);
          share = {
            balanceCents: leftCents,
            refundedCents: share.refundedCents + refundCents,
            writtenOffCents: share.writtenOffCents + writtenOffCents,
          };
          expect(share.refundedCents).toBe(Math.floor((wholeCents * inForce.partBasisPoints) / 10_000));
        }
        expect(share.balanceCents).toBe(0);
        expect(share.refundedCents + share.writtenOffCents).toBe(wholeCents);
      }),
    );
  });

  it('refuses what cannot be', () => {
    expect(() => partOfShare(untouched(-1), part(5_000))).toThrow('the parts of a share are not its balance');
  });
});

describe('what a share was divided into so far', () => {
  const entry = (over: Partial<ShareEntry>): ShareEntry => ({
    coopId: 'havu',
    memberNumber: '600000001',
    entryNumber: 1,
    date: '2027-01-08',
    sourceId: 'refund-1',
    amountCents: -5_000,
    reason: 'REFUND',
    ...over,
  });

  it('counts refunds and what was written off since the end, with their corrections', () => {
    const entries = [
      entry({ date: '2024-01-01', sourceId: 'excess', amountCents: -150 }),
      entry({}),
      entry({ sourceId: 'put-right', reason: 'CORRECTION', corrects: 'refund-1', amountCents: 1_000 }),
      entry({ sourceId: 'rest', reason: 'WRITTEN_OFF', amountCents: -2_000 }),
      entry({ sourceId: 'late', reason: 'BONUS', amountCents: 500 }),
    ];
    expect(dividedSoFar(entries, '2025-03-01')).toEqual({ refundedCents: 4_000, writtenOffCents: 2_000 });
    expect(dividedSoFar([], '2025-03-01')).toEqual({ refundedCents: 0, writtenOffCents: 0 });
  });
});

describe('the financial year', () => {
  it('is named by the year in which it ends', () => {
    const june = { ...settings, financialYearEndsInMonth: 6 };
    expect(financialYearOf('2025-12-31', settings)).toBe('2025');
    expect([financialYearOf('2025-06-30', june), financialYearOf('2025-07-01', june)]).toEqual(['2025', '2026']);
  });

  it('of a refund is that of the end, or of the day on which the co-op learned of the death', () => {
    const ended = { coopId: 'havu', memberNumber: '600000001', sequence: 1, status: 'DECEASED', paidCents: 0 } as const;
    expect(refundYearOf({ ...ended, until: '2025-12-30', refundYear: '2026' }, settings)).toBe('2026');
    expect(refundYearOf({ ...ended, until: '2025-12-30' }, settings)).toBe('2025');
  });
});
