import { describe, expect, it } from 'vitest';
import { startOfDay } from '../../domain/calendar.ts';
import type { HouseholdLink } from '../../domain/household-link.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Register } from '../../functions/table/client.ts';
import { identifierKey } from '../../functions/table/keys.ts';
import { markLate } from '../../functions/table/late-marks.ts';
import { gatherReceipts } from '../../functions/table/receipt-gathering.ts';
import { assignReceipt, findReceipt } from '../../functions/table/receipts.ts';
import {
  cardOf,
  coop,
  coopItems,
  household,
  householdItems,
  linkOf,
  outletItems,
  receipt,
} from '../fixtures/run-coop.ts';
import { dump, identityOf, load, record, runMonth } from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite, type Faults } from '../fixtures/run-faults.ts';
import { givenByHousehold, openingOf, owedByHousehold, run } from '../fixtures/run-scene.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const months = ['2026-01', '2026-02', '2026-03'] as const;
const waiting = household(5, { cardKnown: false });
const registeredAt = Date.parse('2026-02-10T12:00+02:00');
const link: HouseholdLink = { ...linkOf(waiting), from: startOfDay('2026-01-11') };
const card = { kind: 'card', value: cardOf(5) } as const;
const tooEarly = receipt(5, '2026-01-10T23:00', 10_000);
const january = [receipt(5, '2026-01-11T00:00', 30_000), receipt(5, '2026-01-25T12:00', 20_000)];
const february = [receipt(5, '2026-02-03T12:00', 40_000), receipt(5, '2026-02-09T12:00', 5_000)];
const owed = owedByHousehold(
  months,
  [...january, ...february].map((each) => ({ householdId: waiting.householdId, receipt: each })),
);

/** January is paid already; the card's purchases of both months wait. Then its link is there, 30 days back. */
async function registered(waitingSince: readonly Receipt[] = january): Promise<World> {
  const world = newWorld();
  await load(world, [...coopItems(coop()), ...outletItems('101'), ...[household(1), waiting].flatMap(householdItems)]);
  await record(
    world,
    Date.parse('2026-01-28T12:00+02:00'),
    tooEarly,
    ...waitingSince,
    receipt(1, '2026-01-12T12:00', 30_000),
  );
  await runMonth(world, openingOf('2026-01'), { period: '2026-01' });
  await record(world, Date.parse('2026-02-10T11:00+02:00'), ...february);
  await load(world, [{ ...identifierKey(card), links: [link] }]);
  return world;
}
const gather = (world: World, db: Register, atMs = registeredAt) =>
  gatherReceipts(db, card, [link], link.from, { nowMs: atMs, newToken: world.newToken });
async function given(world: World): Promise<Record<string, number>> {
  for (const period of months.slice(1)) await runMonth(world, openingOf(period), { period });
  const { H000005 } = await givenByHousehold(
    world,
    months.map((period) => run(period)),
  );
  return H000005 === undefined ? {} : { H000005 };
}
async function crashed(world: World, faults: Faults, work: (db: Register) => Promise<unknown>): Promise<void> {
  world.faults.current = faults;
  await work(world.db).catch((error) => {
    if (!(error instanceof Crash)) throw error;
  });
  world.faults.current = {};
}

/** The mark comes after what it stands for. */
async function naiveGather(world: World, db: Register): Promise<void> {
  const waits = async (each: Receipt) => await findReceipt(db, identityOf(each), registeredAt);
  for (const each of [...january, ...february]) {
    const found = await waits(each);
    if (found === undefined || found.householdId !== undefined) continue;
    await assignReceipt(db, found, link, registeredAt);
    await markLate(db, { ...link, month: found.month }, world.newToken(), registeredAt);
  }
}

describe('a card whose link begins up to 30 days back', () => {
  it('gathers what waited since then, and ended months are paid by the next run', async () => {
    const world = await registered();
    expect(await gather(world, world.others)).toBe(4);
    expect((await findReceipt(world.others, identityOf(tooEarly), registeredAt))?.householdId).toBeUndefined();
    expect(await gather(world, world.others, registeredAt + 1)).toBe(0);
    expect(await given(world)).toEqual(owed);
  });

  it('killed after any write and done again, it comes to the same', async () => {
    const count = counting();
    await crashed(await registered(), count, (db) => gather(newWorld(), db));
    expect(count.writes()).toBe(6);
    for (let number = 1; number <= count.writes(); number += 1) {
      const world = await registered();
      const faults = crashAtWrite(number, 'after');
      await crashed(world, faults, (db) => gather(world, db));
      expect(faults.crashed()).toBe(true);
      await gather(world, world.others, registeredAt + 60_000);
      expect(await given(world), `after write ${number}`).toEqual(owed);
    }
  });

  it('killed after any write and never done again, nothing that was gathered is lost, and the month’s run takes the rest of its own', async () => {
    for (const number of [2, 4]) {
      const world = await registered();
      await crashed(world, crashAtWrite(number, 'after'), (db) => gather(world, db));
      const table = await dump(world);
      const assigned = january.filter((each) =>
        [...table.values()].some((item) => item.sk === `${each.terminalId}#${each.receiptId}` && item.c === 'havu'),
      );
      const expected = owedByHousehold(
        months,
        [...assigned, ...february].map((each) => ({ householdId: waiting.householdId, receipt: each })),
      );
      expect(await given(world), `after write ${number}`).toEqual(expected);
    }
  });

  it('naive, marked afterwards: killed between the two, the ended month is never paid', async () => {
    const [first] = january;
    const world = await registered(first === undefined ? [] : [first]);
    await crashed(world, crashAtWrite(1, 'after'), (db) => naiveGather(world, db));
    await naiveGather(world, world.others);
    const paidFor = february.map((each) => ({ householdId: waiting.householdId, receipt: each }));
    expect(await given(world)).toEqual(owedByHousehold(months, paidFor));
  });
});
