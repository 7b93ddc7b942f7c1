import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { householdListing } from '../../functions/table/keys.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { dump, payoutsOf, record, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { openingOf, run, scene } from '../fixtures/run-scene.ts';
import type { World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
const bought = () => receipt(1, '2026-01-10T12:00', 50_000);

/** Changes what is stored of household 1. */
async function change(world: World, fields: Record<string, unknown>): Promise<void> {
  const item = (await dump(world)).get('HOUSEHOLD#H000001|HOUSEHOLD');
  await world.db.client.send(
    new PutCommand({
      TableName: world.db.tableName,
      Item: { ...item, l: householdListing('havu', 1), k: 'H000001', ...fields },
    }),
  );
}

const world = async (): Promise<World> => {
  const made = await scene({ households: [household(1), household(3)] });
  await record(made, Date.parse('2026-01-12T12:00+02:00'), bought(), receipt(3, '2026-01-10T12:00', 50_000));
  return made;
};

it('is held while nobody has looked, and goes to the last head once somebody has', async () => {
  const made = await world();
  await change(made, { endedOn: '2026-01-31' });
  const first = await runMonth(made, openingOf(january), { period: january });
  expect((await payoutsOf(made, first)).get('H000001')).toMatchObject({
    toAccountCents: 0,
    unpaidCents: 1_500,
    reason: 'HOUSEHOLD_ENDED',
  });
  await change(made, { endedOn: '2026-01-31', paysLastHead: true });
  const second = await runMonth(made, openingOf(february), { period: february });
  expect((await payoutsOf(made, second)).get('H000001')).toMatchObject({
    openingUnpaidCents: 1_500,
    toAccountCents: 1_500,
  });
});

it('goes to the head of one that was merged into another', async () => {
  const made = await world();
  await change(made, { endedOn: '2026-01-31', mergedInto: 'H000003' });
  const first = await runMonth(made, openingOf(january), { period: january });
  expect((await payoutsOf(made, first)).get('H000001')).toMatchObject({ toAccountCents: 1_500, outcome: 'PAID' });
});

it('is left out of the files of a run that was signed before, and its share is filled only as signed', async () => {
  const made = await world();
  const calculated = await start(made, openingOf(january), { period: january });
  await change(made, { endedOn: '2026-02-02' });
  const written = await sign(made, openingOf(january), calculated);
  expect(written).toMatchObject({ state: 'FILES_WRITTEN', held: { count: 1, sumCents: 1_500 } });
  const released = await release(made, openingOf(january), written);
  expect(released.postedAtMs).toBeDefined();
  const [file = ''] = [...made.files.values()].filter((text) => text.includes('<CstmrCdtTrfInitn>'));
  expect(file).toContain('B202601havu-H000003-0-1');
  expect(file).not.toContain('H000001');
  const payment = (await dump(made)).get('PAYMENT#B202601havu-H000001-0-1|PAYMENT');
  expect(payment).toMatchObject({ state: 'HELD', reason: 'HOUSEHOLD_ENDED', amountCents: 1_500 });
  expect((await payoutsOf(made, run(january))).get('H000001')?.unpaidCents).toBe(0);
});
