import { describe, expect, it } from 'vitest';
import { deleteMark, lateMarksThrough } from '../../functions/table/late-marks.ts';
import { runOf } from '../../functions/table/runs.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { givenByHousehold } from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import { type Year, yearByChance } from '../fixtures/run-year.ts';

/** Everything that left in payment files, by end-to-end id. */
function paidInFiles(files: ReadonlyMap<string, string>): Map<string, number[]> {
  const paid = new Map<string, number[]>();
  for (const text of files.values()) {
    for (const [, id = '', euros = ''] of text.matchAll(
      /<EndToEndId>([^<]*)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">([^<]*)</g,
    ))
      paid.set(id, [...(paid.get(id) ?? []), Math.round(Number(euros) * 100)]);
  }
  return paid;
}

async function given(year: Year): Promise<Record<string, number>> {
  const [havu, koivu] = await Promise.all([
    givenByHousehold(year.world, year.runs.havu),
    givenByHousehold(year.world, year.runs.koivu),
  ]);
  const all = new Map(
    [...Object.entries(havu), ...Object.entries(koivu)].map(([id]) => [id, (havu[id] ?? 0) + (koivu[id] ?? 0)]),
  );
  return Object.fromEntries([...all].filter(([, cents]) => cents !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Lets a mark go once one run has looked at what it stands for, through an index that may lag. */
const oneLook = ({ db, settings }: StepContext): Partial<Steps> => ({
  'post-shard': step(stepInputs.postShard, async ({ run: id, shard, cursor }) => {
    const { cutOffMs } = await runOf(db, id);
    for (const mark of await lateMarksThrough(db, id.coopId, shard, id.period, cutOffMs))
      await deleteMark(db, { coopId: id.coopId, shard, month: mark.month, householdId: mark.householdId }, mark.token);
    return await postShard(db, id, shard, cursor, settings);
  }),
});

describe('a year by chance', () => {
  it('naive: with one look at late months, what the index did not show in time is lost', async () => {
    const year = await yearByChance(1, { instead: oneLook });
    expect(await given(year)).not.toEqual(year.owed);
  });

  const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

  it.each(seeds)(
    'seed %i: what every household was paid and is still owed is what its receipts come to',
    async (seed) => {
      const year = await yearByChance(seed);
      expect(year.events).toBeGreaterThan(100);
      expect(await given(year)).toEqual(year.owed);

      const runs = await Promise.all([...year.runs.havu, ...year.runs.koivu].map((id) => runOf(year.world.db, id)));
      const accountCents = runs.reduce((sum, { totals }) => sum + (totals?.toAccountCents ?? 0), 0);
      const paid = paidInFiles(year.world.files);
      expect([...paid.values()].filter((amounts) => amounts.length > 1)).toEqual([]);
      expect([...paid.values()].flat().reduce((sum, cents) => sum + cents, 0)).toBe(accountCents);
    },
  );
});
