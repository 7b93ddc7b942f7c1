import { expect, it } from 'vitest';
import { lateMarkKey } from '../../functions/table/keys.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { dump, payoutsOf, record, runMonth } from '../fixtures/run-driver.ts';
import { openingOf, run, scene } from '../fixtures/run-scene.ts';

/** A till that sends its backlog again each night just when runs are opened: what is there already must not hide what came before. */
it('a late receipt is paid by the next run, however often and whenever it is sent again', async () => {
  const world = await scene({ households: [household(1)] });
  const inTime = receipt(1, '2026-01-10T12:00', 20_000);
  const late = receipt(1, '2026-01-20T12:00', 60_000);
  await record(world, inTime.purchasedAt + 60_000, inTime);
  await runMonth(world, openingOf('2026-01'), { period: '2026-01' });
  await record(world, Date.parse('2026-02-10T13:00+02:00'), late);

  const added: number[][] = [];
  for (const period of ['2026-02', '2026-03', '2026-04']) {
    await record(world, openingOf(period) - 5 * 60_000, late);
    await runMonth(world, openingOf(period), { period });
    const payout = (await payoutsOf(world, run(period))).get('H000001');
    added.push(payout?.late.map(({ addedAmountCents }) => addedAmountCents) ?? []);
  }
  // 800 € are paid 4.5 %, of which 1.5 % of 200 € were given before.
  expect(added).toEqual([[3_300], [], []]);

  const { pk, sk } = lateMarkKey('havu', 1, '2026-01', 'H000001');
  expect((await dump(world)).get(`${pk}|${sk}`)).toMatchObject({
    markedAtMs: openingOf('2026-04') - 5 * 60_000,
    sinceMs: Date.parse('2026-02-10T13:00+02:00'),
  });
});
