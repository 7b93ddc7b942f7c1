import { describe, expect, it } from 'vitest';
import { simulate } from '../../simulator/simulate.ts';
import { newSummary, type Summary, taken } from '../../simulator/summary.ts';

/** What a failure prints: which seed, what it breaks, how to replay it, and how it came to that. */
const toldOf = (seed: number, violations: readonly string[], trace: readonly string[]): string =>
  [violations[0], `npm run simulate -- --seeds 1 --from ${seed}`, ...trace.slice(-80)].join('\n');

const chunks = [1, 101, 201, 301, 401];
const perChunk = 100;

describe('seeds', () => {
  it.each(chunks)(
    'from %i: no invariant is broken, whatever goes wrong',
    async (from) => {
      let summary: Summary = newSummary();
      for (let seed = from; seed < from + perChunk; seed += 1) {
        const outcome = await simulate(seed);
        if (outcome.violations.length > 0) expect.fail(toldOf(seed, outcome.violations, outcome.trace));
        summary = taken(summary, outcome);
      }
      expect(summary).toMatchObject({ seeds: perChunk, violations: 0 });
      expect(summary.receipts).toBeGreaterThan(3_000);
      expect(summary.payments).toBeGreaterThan(300);
      expect(summary.faults).toBeGreaterThan(2_000);
    },
    300_000,
  );

  it('played again, a seed is the same story to the last word', async () => {
    const [once, again] = [await simulate(7), await simulate(7)];
    expect(again).toEqual(once);
    expect(once.trace.length).toBeGreaterThan(100);
  }, 30_000);
});
