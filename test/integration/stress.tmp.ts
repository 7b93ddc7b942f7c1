import { yearByChance } from '../fixtures/run-year.ts';
import { givenByHousehold } from '../fixtures/run-scene.ts';
import { isDeepStrictEqual } from 'node:util';
const [from, to] = process.argv.slice(2).map(Number) as [number, number];
for (let seed = from; seed < to; seed += 1) {
  try {
    const year = await yearByChance(seed);
    const a = await givenByHousehold(year.world, year.runs.havu); const b = await givenByHousehold(year.world, year.runs.koivu);
    const all: Record<string, number> = {};
    for (const [k, v] of [...Object.entries(a), ...Object.entries(b)]) all[k] = (all[k] ?? 0) + v;
    const given = Object.fromEntries(Object.entries(all).filter(([, v]) => v !== 0).sort(([x], [y]) => (x < y ? -1 : 1)));
    console.log(seed, isDeepStrictEqual(given, year.owed) ? 'ok' : `DIFF ${JSON.stringify(given)} ${JSON.stringify(year.owed)}`);
  } catch (error) { console.log(seed, 'ERROR', (error as Error).stack?.split('\n').slice(0, 6).join(' | ')); }
}
