import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUnitsOfBatch, readUnitsOfItem, readUnitsOfPage, writeUnits } from '../../../bench/rules/capacity.ts';
import { indexEntryBytes, itemBytes } from '../../../bench/rules/item-size.ts';
import { mean, median, medianRatio } from '../../../bench/rules/statistics.ts';
import { registerTable } from '../../../functions/table/keys.ts';
import { receiptItem } from '../../../functions/table/receipt-item.ts';

describe('item bytes by the size rules', () => {
  it.each([
    ['a text in UTF-8', { ab: 'ä' }, 2 + 2],
    ['binary raw', { s: new Uint8Array(16) }, 1 + 16],
    ['a number: a byte for two digits and one more', { n: 12_345 }, 1 + 3 + 1],
    ['no zeros at the end', { n: 1_200_000 }, 1 + 1 + 1],
    ['no zeros in front', { n: 0.000_12 }, 1 + 1 + 1],
    ['zero', { n: 0 }, 1 + 1],
    ['a sign', { n: -12 }, 1 + 1 + 1 + 1],
    ['true and null', { t: true, u: null }, 2 * (1 + 1)],
    ['an empty list', { l: [] }, 1 + 3],
    ['a list: 3 bytes and one for each element', { l: ['ab', 7] }, 1 + 3 + 1 + 2 + 1 + 2],
    ['a map: 3 bytes and one for each element', { m: { a: 'b' } }, 1 + 3 + 1 + 1 + 1],
    ['nothing for what is absent', { a: 'b', gone: undefined, m: { x: undefined } }, 2 + 1 + 3],
  ])('%s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });

  it('is the sum over its attributes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (item) => {
        const each = Object.entries(item).map(([name, value]) => itemBytes({ [name]: value }));
        expect(itemBytes(item)).toBe(each.reduce((sum, bytes) => sum + bytes, 0));
      }),
    );
  });
});

describe('index entry bytes', () => {
  const table = { partitionKey: 'pk', sortKey: 'sk' };
  const index = { partitionKey: 'h', sortKey: 't', carries: ['m'] };

  it('are both keys and what is carried', () => {
    const item = { pk: 'p', sk: 's', h: 'h', t: 1, m: 5, i: 'not carried' };
    expect(indexEntryBytes(item, table, index)).toBe(itemBytes({ pk: 'p', sk: 's', h: 'h', t: 1, m: 5 }));
  });

  it('are none for an item that is not in the index', () => {
    expect(indexEntryBytes({ pk: 'p', sk: 's', m: 5 }, table, index)).toBe(0);
  });

  it('of a matched receipt is smaller than its item', () => {
    const receipt = {
      outletId: '319',
      businessDay: '2026-10-01',
      terminalId: '1',
      receiptId: '31198705046',
      purchasedAt: 1_790_832_627_000,
      identifier: { kind: 'card', value: '2465000000000004' },
      totalCents: 3_000,
      cardUse: 'shown',
      bonusBaseCents: 3_000,
      paymentBenefitBaseCents: 0,
      fuelCents: 0,
      fuelMillilitres: 0,
      campaignCents: 0,
    } as const;
    const link = { householdId: 'H000001', coopId: 'havu', shard: 0, from: 0 };
    const item = receiptItem(receipt, link, receipt.purchasedAt + 1_234);
    expect(itemBytes(item)).toBeLessThanOrEqual(200);
    expect(indexEntryBytes(item, registerTable, registerTable.byHousehold)).toBeLessThan(itemBytes(item));
  });
});

describe('capacity units', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1_024, 1],
    [1_025, 2],
  ])('%d bytes are written with %d units', (bytes, units) => {
    expect(writeUnits(bytes)).toBe(units);
  });

  it.each([
    [0, 'strong', 1],
    [4_096, 'strong', 1],
    [4_097, 'strong', 2],
    [0, 'eventual', 0.5],
    [4_097, 'eventual', 1],
  ] as const)('%d bytes are read %s with %d units', (bytes, mode, units) => {
    expect(readUnitsOfItem(bytes, mode)).toBe(units);
  });

  it('a batch rounds each item, a page their sum', () => {
    const items = Array.from({ length: 10 }, () => 400);
    expect(readUnitsOfBatch(items, 'eventual')).toBe(5);
    expect(readUnitsOfPage(items, 'eventual')).toBe(0.5);
    expect(readUnitsOfPage([], 'strong')).toBe(1);
  });
});

describe('statistics', () => {
  it('the median is the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(() => median([])).toThrow(RangeError);
  });

  it('the mean is the sum by the number', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(() => mean([])).toThrow(RangeError);
  });

  it('a ratio is taken within each round, so that a slow round does not count', () => {
    expect(
      medianRatio([
        [10, 10],
        [90, 60],
        [12, 10],
      ]),
    ).toBe(1.2);
  });
});
