import { describe, expect, it } from 'vitest';
import { runOf } from '../../functions/table/runs.ts';
import { givenByHousehold } from '../fixtures/run-scene.ts';
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

describe('a year by chance', () => {
  const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

  it.each(seeds)(
    'seed %i: what every household was paid and is still owed is what its receipts come to',
    async (seed) => {
      const year = await yearByChance(seed);
      expect(await given(year)).toEqual(year.owed);

      const runs = await Promise.all([...year.runs.havu, ...year.runs.koivu].map((id) => runOf(year.world.db, id)));
      const accountCents = runs.reduce((sum, { totals }) => sum + (totals?.toAccountCents ?? 0), 0);
      const paid = paidInFiles(year.world.files);
      expect([...paid.values()].filter((amounts) => amounts.length > 1)).toEqual([]);
      expect([...paid.values()].flat().reduce((sum, cents) => sum + cents, 0)).toBe(accountCents);
    },
  );
});
