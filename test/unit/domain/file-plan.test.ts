import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFiles } from '../../../domain/file-plan.ts';

const mostPerFile = 50_000;
const counts = (...payments: number[]) => payments.map((each, shard) => ({ shard, payments: each }));
const shardsOf = (...payments: number[]): number[][] =>
  planFiles(counts(...payments), mostPerFile).map(({ shards }) => shards);

describe('planFiles', () => {
  it('fills a file up to its 50,000 payments and not one more', () => {
    expect(shardsOf(50_000)).toEqual([[0]]);
    expect(shardsOf(49_999, 1)).toEqual([[0, 1]]);
    expect(shardsOf(49_999, 2)).toEqual([[0], [1]]);
    expect(shardsOf(50_000, 1)).toEqual([[0], [1]]);
    expect(shardsOf(...Array.from({ length: 10 }, () => 5_000))).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    expect(shardsOf(...Array.from({ length: 11 }, () => 5_000))).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [10]]);
  });

  it('leaves shards without payments out, and makes no file of nothing', () => {
    expect(shardsOf()).toEqual([]);
    expect(shardsOf(0, 0)).toEqual([]);
    expect(shardsOf(0, 7, 0, 8)).toEqual([[1, 3]]);
  });

  it('gives a shard that is larger than a file a file of its own, and begins the next after it', () => {
    expect(shardsOf(1, 50_001, 1)).toEqual([[0], [1], [2]]);
  });

  const shards = fc.array(
    fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(49_999, 50_000, 50_001)),
    { maxLength: 60 },
  );

  it('names every payment once, in the order of the shards, whatever order they come in', () => {
    fc.assert(
      fc.property(shards, fc.integer(), (payments, turn) => {
        const all = counts(...payments);
        const files = planFiles(all, mostPerFile);
        expect(files.flatMap(({ shards: own }) => own)).toEqual(
          all.filter((each) => each.payments > 0).map(({ shard }) => shard),
        );
        expect(files.map(({ fileNumber }) => fileNumber)).toEqual(files.map((_, index) => index + 1));
        const shuffled = all.toSorted((a, b) => ((a.shard * 31 + turn) % 7) - ((b.shard * 31 + turn) % 7));
        expect(planFiles(shuffled, mostPerFile)).toEqual(files);
      }),
    );
  });

  it('passes the limit only with a single shard, and starts a new file only when the next shard does not fit', () => {
    fc.assert(
      fc.property(shards, (payments) => {
        const sizeOf = (own: readonly number[]): number => own.reduce((sum, shard) => sum + (payments[shard] ?? 0), 0);
        const files = planFiles(counts(...payments), mostPerFile);
        for (const [index, { shards: own }] of files.entries()) {
          expect(own.length === 1 || sizeOf(own) <= mostPerFile).toBe(true);
          const next = files[index + 1]?.shards[0];
          if (next !== undefined) expect(sizeOf([...own, next])).toBeGreaterThan(mostPerFile);
        }
      }),
    );
  });
});
