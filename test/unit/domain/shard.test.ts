import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { householdsPerShard, shardCountFor, shardOf } from '../../../domain/shard.ts';

describe('shardOf', () => {
  it('is the published FNV-1a, for ever: households are stored under it', () => {
    // http://www.isthe.com/chongo/src/fnv/test_fnv.c: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968
    expect([shardOf('', 2 ** 32), shardOf('a', 2 ** 32), shardOf('foobar', 2 ** 32)]).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });

  it('is a shard that there is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{1,14}$/), fc.integer({ min: 1, max: 300 }), (householdId, count) => {
        const shard = shardOf(householdId, count);
        expect(Number.isInteger(shard) && shard >= 0 && shard < count).toBe(true);
        expect(shardOf(householdId, count)).toBe(shard);
      }),
    );
  });

  it('spreads running numbers evenly: no shard of 20 is a tenth beyond its part', () => {
    const sizes = new Map<number, number>();
    for (let serial = 0; serial < 100_000; serial += 1) {
      const shard = shardOf(`H${String(serial).padStart(6, '0')}`, 20);
      sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
    }
    expect(sizes.size).toBe(20);
    expect(Math.max(...sizes.values())).toBeLessThan(householdsPerShard * 1.1);
  });
});

describe('shardCountFor', () => {
  it.each([
    [0, 1],
    [1, 1],
    [5_000, 1],
    [5_001, 2],
    [1_300_000, 260],
  ])('%i households: %i', (households, shards) => {
    expect(shardCountFor(households)).toBe(shards);
  });
});
