import { expect, it } from 'vitest';
import { paymentOf } from '../../functions/table/payments.ts';
import { unpaidBonusPage } from '../../functions/table/unpaid-bonus.ts';
import { itemOfAccount } from '../../scripts/demo/customer.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { load, record, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { openingOf, scene } from '../fixtures/run-scene.ts';
import { testSealer } from '../fixtures/sealing.ts';

const at = (day: string): number => Date.parse(`${day}T12:00+02:00`);
const without = [household(1, { iban: undefined }), household(2), household(3, { iban: undefined })];

async function unpaid(world: Awaited<ReturnType<typeof scene>>) {
  const all: [string, number, [string, number][]][] = [];
  let place: { shard: number; after: string | undefined } | undefined = { shard: 0, after: undefined };
  while (place !== undefined) {
    const page: Awaited<ReturnType<typeof unpaidBonusPage>> = await unpaidBonusPage(world.others, 'havu', place);
    for (const { payout, months } of page.households)
      all.push([payout.payeeId, payout.unpaidCents, months.map(({ period, amountCents }) => [period, amountCents])]);
    place = page.next;
  }
  return all;
}

it('tells which months the unpaid Bonus of each household is of, over all shards', async () => {
  const world = await scene({ households: without });
  for (const month of ['2026-01', '2026-02'] as const) {
    const bought = [1, 2, 3].map((serial) => receipt(serial, `${month}-10T12:00`, 20_000 * serial));
    await record(world, at(`${month}-20`), ...bought);
    await runMonth(world, openingOf(month), { period: month });
  }
  expect(await unpaid(world)).toEqual([
    [
      'H000001',
      600,
      [
        ['2026-01', 300],
        ['2026-02', 300],
      ],
    ],
    [
      'H000003',
      4_200,
      [
        ['2026-01', 2_100],
        ['2026-02', 2_100],
      ],
    ],
  ]);
  const account = { iban: 'FI7239390010000016', type: 'PAYMENT', from: '2026-03-01' } as const;
  await load(world, [itemOfAccount(account, '1100000001', 'havu', testSealer)]);
  await record(world, at('2026-03-20'), receipt(3, '2026-03-10T12:00', 20_000));
  await runMonth(world, openingOf('2026-03'), { period: '2026-03' });
  expect((await unpaid(world)).map(([householdId, , months]) => [householdId, months.length])).toEqual([
    ['H000003', 3],
  ]);
});

it('leaves out what was held back after the signature: that is a payment of its own', async () => {
  const world = await scene({ households: [household(2)] });
  await record(world, at('2026-01-20'), receipt(2, '2026-01-10T12:00', 40_000));
  const calculated = await start(world, openingOf('2026-01'), { period: '2026-01' });
  const another = { iban: 'FI7239390010000016', type: 'PAYMENT', from: '2026-02-01' } as const;
  await load(world, [itemOfAccount(another, '1100000002', 'havu', testSealer)]);
  await release(world, openingOf('2026-01') + 2, await sign(world, openingOf('2026-01') + 1, calculated));
  expect(await unpaid(world)).toEqual([]);
  expect(await paymentOf(world.others, 'B202601havu-H000002-0-1')).toMatchObject({
    state: 'HELD',
    reason: 'ACCOUNT_CHANGED',
  });
});
