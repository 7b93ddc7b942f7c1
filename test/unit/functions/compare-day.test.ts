import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDay } from '../../../functions/api/pos/compare-day.ts';
import { receiptItem, receiptOfItem } from '../../../functions/table/receipt-item.ts';
import { aLink, aReceipt, noon } from '../../fixtures/recording.ts';

const recorded = (receiptId: string, totalCents: number, matched = true) => {
  const receipt = aReceipt({ receiptId, totalCents });
  const found = receiptOfItem(receiptItem(receipt, matched ? aLink() : undefined, noon), noon);
  if (found === undefined) throw new Error('it has expired');
  return found;
};
const told = (receipts: readonly [string, number][], overrides: object = {}) => ({
  outletId: '31782',
  terminalId: '1',
  businessDay: '2026-10-30',
  count: receipts.length,
  totalCents: receipts.reduce((sum, [, cents]) => sum + cents, 0),
  receipts: receipts.map(([receiptId, totalCents]) => ({ receiptId, totalCents })),
  ...overrides,
});

describe('a day compared', () => {
  it('matches when count, total and list agree, also while others are on their way', () => {
    const register = [recorded('a', 5), recorded('b', -5, false)];
    for (const queued of [false, true]) {
      expect(
        compareDay(
          told([
            ['b', -5],
            ['a', 5],
          ]),
          register,
          2,
          queued,
        ),
      ).toEqual({
        result: 'match',
        till: { count: 2, totalCents: 0 },
        register: { count: 2, totalCents: 0, unmatched: 1, conflicts: 2 },
        missing: [],
        extra: [],
        different: [],
      });
    }
  });

  it('an empty day matches an empty day', () => {
    expect(compareDay(told([]), [], 0, false)).toMatchObject({ result: 'match' });
  });

  it.each<[string, object]>([
    ['count', { count: 3 }],
    ['total', { totalCents: 11 }],
  ])('differs, or is pending, when only the %s does', (_name, overrides) => {
    const register = [recorded('a', 5), recorded('b', 5)];
    const day = told(
      [
        ['a', 5],
        ['b', 5],
      ],
      overrides,
    );
    expect(compareDay(day, register, 0, false).result).toBe('differs');
    expect(compareDay(day, register, 0, true).result).toBe('pending');
    const { receipts: _list, ...withoutList } = day;
    expect(compareDay(withoutList, register, 0, false)).toMatchObject({ result: 'differs', missing: [], extra: [] });
  });

  it('differs when sums agree by chance and the lists do not', () => {
    const found = compareDay(
      told([
        ['a', 5],
        ['b', 7],
        ['c', 0],
      ]),
      [recorded('a', 7), recorded('b', 5), recorded('d', 0)],
      0,
      false,
    );
    expect(found).toMatchObject({
      result: 'differs',
      missing: ['c'],
      extra: ['d'],
      different: [
        { receiptId: 'a', tillTotalCents: 5, registerTotalCents: 7 },
        { receiptId: 'b', tillTotalCents: 7, registerTotalCents: 5 },
      ],
    });
  });

  it('each receipt is in one place: agreed, missing, extra or different', () => {
    const day = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(day, day, fc.boolean(), (till, register, queued) => {
        const found = compareDay(
          told(Object.entries(till)),
          Object.entries(register).map(([id, cents]) => recorded(id, cents)),
          0,
          queued,
        );
        const different = found.different.map(({ receiptId }) => receiptId);
        const agreed = Object.keys(till).filter((id) => till[id] === register[id]);
        const all = [...found.missing, ...found.extra, ...different, ...agreed].toSorted();
        expect(all).toEqual([...new Set([...Object.keys(till), ...Object.keys(register)])].toSorted());
        expect(found.result === 'match').toBe(
          JSON.stringify(till, Object.keys(till).toSorted()) ===
            JSON.stringify(register, Object.keys(register).toSorted()),
        );
      }),
    );
  });
});
