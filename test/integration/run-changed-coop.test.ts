import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import type { RunId } from '../../functions/table/keys.ts';
import { formerHouseholdKey } from '../../functions/table/keys.ts';
import { batchGet } from '../../functions/table/read.ts';
import { receiptOfItem } from '../../functions/table/receipt-item.ts';
import { assignReceipt, receiptsOfHouseholdMonth } from '../../functions/table/receipts.ts';
import { rematchReceipts } from '../../functions/workflow/rematch-receipts.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import {
  coop,
  coopItems,
  household,
  householdItems,
  outletItems,
  receipt,
  type TestHousehold,
} from '../fixtures/run-coop.ts';
import { copyInto, dump, load, move, record, runMonth } from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite, type Faults } from '../fixtures/run-faults.ts';
import { changeCoop, itemsToMove } from '../fixtures/run-moves.ts';
import { givenByHousehold, openingOf, owedByHousehold, run } from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';

const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
const [january, february] = months;
const mover = household(1);
const others = [household(2), household(6, { coopId: 'koivu' })];
const movedAt = Date.parse('2026-02-15T12:00+02:00');
const at = (local: string): number => Date.parse(`${local}+02:00`);
const havu = (period: string): RunId => run(period);
const koivu = (period: string): RunId => ({ ...run(period), coopId: 'koivu' });

/** Before the move, in its month before it and after it, and late: purchases of January and of early February that come in afterwards. */
const bought: Record<'january' | 'before' | 'after' | 'lateJanuary' | 'lateBefore', Receipt> = {
  january: receipt(1, '2026-01-10T12:00', 30_000),
  before: receipt(1, '2026-02-05T12:00', 20_000),
  after: receipt(1, '2026-02-20T12:00', 25_000),
  lateJanuary: receipt(1, '2026-01-20T12:00', 15_000),
  lateBefore: receipt(1, '2026-02-03T12:00', 12_000),
};
const strangers = [receipt(2, '2026-02-11T12:00', 30_000), receipt(6, '2026-02-12T12:00', 40_000)];

async function beforeTheMove(options: WorldOptions = {}, of: TestHousehold = mover): Promise<World> {
  const world = newWorld(options);
  await load(world, [
    ...['havu', 'koivu'].flatMap((coopId) => coopItems(coop({ coopId }))),
    ...outletItems('101'),
    ...[of, ...others].flatMap(householdItems),
    ...itemsToMove(of, ['koivu']),
  ]);
  await record(world, at('2026-01-10T13:00'), bought.january);
  for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(january), { coopId, period: january });
  await record(world, at('2026-02-12T13:00'), bought.before, ...strangers);
  return world;
}

/** What comes after the move, and the runs of both co-ops until April; the order is that of the schedule's luck. */
async function afterTheMove(world: World, order: readonly string[] = ['havu', 'koivu']): Promise<void> {
  await record(world, at('2026-02-20T13:00'), bought.after, bought.lateJanuary, bought.lateBefore);
  for (const period of months.slice(1))
    for (const [place, coopId] of order.entries())
      await runMonth(world, openingOf(period) + place * 7_200_000, { coopId, period });
}

async function givenTo(world: World, periods: readonly string[] = months) {
  const [atHavu, atKoivu] = await Promise.all([havu, koivu].map((of) => givenByHousehold(world, periods.map(of))));
  return { havu: atHavu?.[mover.householdId] ?? 0, koivu: atKoivu?.[mover.householdId] ?? 0 };
}
const owedFor = (...receipts: Receipt[]): number =>
  owedByHousehold(
    months,
    receipts.map((each) => ({ householdId: mover.householdId, receipt: each })),
  )[mover.householdId] ?? 0;
/** R34: all of February in the new co-op, all of January in the old one. */
const owed = {
  havu: owedFor(bought.january, bought.lateJanuary),
  koivu: owedFor(bought.before, bought.after, bought.lateBefore),
};
const orders = [
  ['havu', 'koivu'],
  ['koivu', 'havu'],
] as const;

/** The household alone says the new co-op, and its links from the moment on. */
async function naiveMove(world: World): Promise<void> {
  await changeCoop(world, world.others, movedAt, mover.householdId, 'koivu');
  const { client, tableName } = world.others;
  await client.send(new DeleteCommand({ TableName: tableName, Key: formerHouseholdKey(mover.householdId, 'havu') }));
}

/** Takes receipts along without a mark. */
const unmarked = ({ db, nowMs, newToken }: StepContext): Partial<Steps> => ({
  'rematch-receipts': step(stepInputs.rematchReceipts, async ({ run: id, cursor }) => {
    const indexed = await receiptsOfHouseholdMonth(db, mover.householdId, id.period);
    const items = await batchGet(
      db,
      indexed.map(({ key }) => key),
    );
    for (const item of items) {
      const found = receiptOfItem(item, nowMs());
      if (id.coopId !== 'koivu' || id.period !== february || found === undefined || found.coopId === 'koivu') continue;
      const placement = { householdId: mover.householdId, coopId: 'koivu', shard: 1, from: 0 };
      await assignReceipt(db, found, placement, openingOf(february) - 900_001);
    }
    return await rematchReceipts(db, id, cursor, newToken, nowMs());
  }),
});

describe('a household that changes its co-op', () => {
  it.each(orders)(
    'is paid for its whole month by the new co-op, for earlier ones by the old (runs: %s, then %s)',
    async (...order) => {
      const world = await beforeTheMove();
      expect(await changeCoop(world, world.others, movedAt, mover.householdId, 'koivu')).toEqual({
        month: february,
        receipts: 1,
      });
      await afterTheMove(world, order);
      expect(await givenTo(world)).toEqual(owed);
    },
  );

  it('naive, forgotten by the co-op that it left: the late purchase of January is lost', async () => {
    const world = await beforeTheMove();
    await naiveMove(world);
    await afterTheMove(world);
    expect((await givenTo(world)).havu).toBeLessThan(owed.havu);
  });

  it('is still paid by the old co-op what that owes it', async () => {
    const unpaid = household(1, { iban: undefined });
    const world = await beforeTheMove({}, unpaid);
    await changeCoop(world, world.others, movedAt, unpaid.householdId, 'koivu');
    await load(
      world,
      householdItems(mover).filter(({ sk }) => sk.startsWith('ACCOUNT#')),
    );
    await afterTheMove(world);
    expect(await givenTo(world)).toEqual(owed);
  });

  it('while the index stands still: the run takes along what was not seen', async () => {
    const world = await beforeTheMove();
    world.indexes.freeze();
    const early = receipt(1, '2026-02-14T12:00', 11_000);
    await record(world, movedAt - 1_000, early);
    await changeCoop(world, world.others, movedAt, mover.householdId, 'koivu');
    world.indexes.thaw();
    await afterTheMove(world);
    const koivu = owedFor(bought.before, bought.after, bought.lateBefore, early);
    expect(await givenTo(world)).toEqual({ ...owed, koivu });
  });

  it('gets and loses receipts afterwards: each counts in the co-op that had its month', async () => {
    const world = await beforeTheMove();
    const strangers = receipt(2, '2026-01-15T12:00', 10_000);
    await record(world, at('2026-02-13T12:00'), strangers);
    await changeCoop(world, world.others, movedAt, mover.householdId, 'koivu');
    expect(await move(world, at('2026-02-21T12:00'), strangers, mover.householdId)).toEqual({ moved: true });
    expect(await move(world, at('2026-02-22T12:00'), bought.before, 'H000002')).toEqual({ moved: true });
    await afterTheMove(world);
    expect(await move(world, openingOf('2026-04') + 86_400_000, bought.after, 'H000002')).toEqual({ moved: true });
    for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf('2026-05'), { coopId, period: '2026-05' });
    const given = await givenTo(world, [...months, '2026-05']);
    expect(given).toEqual({
      havu: owedFor(bought.january, bought.lateJanuary, strangers),
      koivu: owedFor(bought.lateBefore),
    });
  });

  it('and comes back: each month is paid once, by the co-op that had it', async () => {
    const world = await beforeTheMove();
    await changeCoop(world, world.others, movedAt, mover.householdId, 'koivu');
    await record(world, at('2026-02-20T13:00'), bought.after, bought.lateJanuary, bought.lateBefore);
    for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(february), { coopId, period: february });
    const [first, second] = [receipt(1, '2026-03-05T12:00', 33_000), receipt(1, '2026-03-25T12:00', 44_000)];
    await record(world, at('2026-03-06T12:00'), first);
    await changeCoop(world, world.others, at('2026-03-10T12:00'), mover.householdId, 'havu');
    await record(world, at('2026-03-26T12:00'), second, receipt(1, '2026-02-25T12:00', 9_000));
    for (const period of months.slice(2))
      for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(period), { coopId, period });
    expect(await givenTo(world)).toEqual({
      havu: owedFor(bought.january, bought.lateJanuary, first, second),
      koivu: owedFor(bought.before, bought.after, bought.lateBefore, receipt(1, '2026-02-25T12:00', 9_000)),
    });
  });
});

describe('a crash of the change of co-op', () => {
  /** The scene before the move, made once. */
  let scene: Awaited<ReturnType<typeof dump>>;
  beforeAll(async () => {
    scene = await dump(await beforeTheMove());
  });
  async function movedWith(faults: Faults, options: WorldOptions = {}): Promise<World> {
    const world = newWorld(options);
    await copyInto(world, scene);
    world.faults.current = faults;
    await changeCoop(world, world.db, movedAt, mover.householdId, 'koivu').catch((error) => {
      if (!(error instanceof Crash)) throw error;
    });
    world.faults.current = {};
    return world;
  }

  it('after any of its writes is made good by the runs, whichever co-op runs first', async () => {
    const count = counting();
    await movedWith(count);
    expect(count.writes()).toBe(4);
    for (let number = 1; number <= count.writes(); number += 1) {
      for (const order of orders) {
        const faults = crashAtWrite(number, 'after');
        const world = await movedWith(faults);
        expect(faults.crashed()).toBe(true);
        await afterTheMove(world, order);
        expect(await givenTo(world), `after write ${number}, ${order[0]} first`).toEqual(owed);
      }
    }
  });

  it('before its first write changes nothing', async () => {
    const world = await movedWith(crashAtWrite(1, 'before'));
    expect(await dump(world)).toEqual(scene);
  });

  it('naive, made good without marks: what the old co-op has paid already is paid twice', async () => {
    const world = await movedWith(crashAtWrite(1, 'after'), { instead: unmarked });
    await afterTheMove(world);
    const given = await givenTo(world);
    expect(given.havu + given.koivu).toBeGreaterThan(owed.havu + owed.koivu);
  });
});
