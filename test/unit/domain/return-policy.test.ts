import { describe, expect, it } from 'vitest';
import { lowersOriginal, type ReturnCase } from '../../../domain/return-policy.ts';

const now = Date.parse('2026-11-15T12:00+02:00');

const aReturn = (overrides: Partial<ReturnCase> = {}): ReturnCase => ({
  purchasedAt: Date.parse('2026-11-10T12:00+02:00'),
  totalCents: -1_000,
  householdId: 'H1',
  original: { householdId: 'H1', month: '2026-10' },
  policy: 'monthOfPurchase',
  isPaidHere: true,
  ...overrides,
});
const of = (month: string, householdId = 'H1') => ({ original: { householdId, month } });

describe('lowersOriginal', () => {
  it.each<[string, Partial<ReturnCase>, boolean]>([
    ['a return of last month', {}, true],
    ['as built, it counts in its own month', { policy: 'monthOfReturn' }, false],
    ['the original is unknown', { original: undefined }, false],
    ['the original is of another household', of('2026-10', 'H2'), false],
    ['the original waits for its card', { original: { month: '2026-10' } }, false],
    ['the original is of the same month', of('2026-11'), false],
    ['the original says a later month', of('2026-12'), false],
    ['nothing comes back', { totalCents: 0 }, false],
    ['something is bought', { totalCents: 1 }, false],
    ['this register has not paid that month', { isPaidHere: false }, false],
    ['twenty-one months back', of('2025-02'), true],
    ['its receipts would be gone before runs have looked', of('2025-01'), false],
  ])('%s', (_name, overrides, lowers) => {
    expect(lowersOriginal(aReturn(overrides), now)).toBe(lowers);
  });
});
