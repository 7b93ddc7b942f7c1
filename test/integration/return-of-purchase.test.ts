import { describe, expect, it } from 'vitest';
import type { Month } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { ReturnPolicy } from '../../domain/return-policy.ts';
import { recordMessage } from '../../functions/queue/record-message.ts';
import type { Register } from '../../functions/table/client.ts';
import { gatherReceipts } from '../../functions/table/receipt-gathering.ts';
import { findReceipt, recordReceipt } from '../../functions/table/receipts.ts';
import { randomOf } from '../../scripts/demo/random.ts';
import {
  cardItem,
  cardOf,
  coop,
  coopItems,
  household,
  householdItems,
  linkOf,
  outletItems,
  receipt,
} from '../fixtures/run-coop.ts';
import { dump, identityOf, load, move, payoutsOf, record, runMonth } from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite } from '../fixtures/run-faults.ts';
import { changeCoop, itemsToMove } from '../fixtures/run-moves.ts';
import { givenByHousehold, openingOf, owedByHousehold, run } from '../fixtures/run-scene.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';

const months = ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04'] as const;
const [december, january, february, march, april] = months;
const at = (local: string): number => Date.parse(`${local}+02:00`);
const own = household(1);
const waiting = household(5, { cardKnown: false });

type Options = WorldOptions & { returnPolicy?: ReturnPolicy };

/** A co-op that has paid December, and where a return lowers the month of its purchase unless said otherwise. */
async function opened({ returnPolicy = 'monthOfPurchase', ...options }: Options = {}): Promise<World> {
  const world = newWorld(options);
  await load(world, [
    ...coopItems(coop({ returnPolicy })),
    ...coopItems(coop({ coopId: 'koivu', returnPolicy })),
    ...outletItems('101'),
    ...[own, household(2), waiting, household(6, { coopId: 'koivu' })].flatMap(householdItems),
    ...itemsToMove(own, ['koivu']),
  ]);
  for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(december), { coopId, period: december });
  return world;
}

const bought = (month: Month, cents: number, serial = 1): Receipt => receipt(serial, `${month}-10T12:00`, cents);
const broughtBack = (original: Receipt, when: string, cents: number, overrides: Partial<Receipt> = {}): Receipt =>
  receipt(1, when, -cents, { returnOf: identityOf(original), ...overrides });
/** The same return as if it had been made when the purchase was: what an oracle that knows no policy counts. */
const asOf = (returned: Receipt, original: Receipt): Receipt => ({ ...returned, purchasedAt: original.purchasedAt });

const payMonths = async (world: World, ...periods: Month[]): Promise<void> => {
  for (const period of periods) await runMonth(world, openingOf(period), { period });
};
const givenTo = async (world: World, coopId = 'havu'): Promise<Record<string, number>> =>
  await givenByHousehold(
    world,
    months.map((period) => ({ ...run(period), coopId })),
  );
const owedTo = (householdId: string, ...receipts: Receipt[]) =>
  owedByHousehold(
    months,
    receipts.map((each) => ({ householdId, receipt: each })),
  );
const marksOf = async (world: World) => [...(await dump(world)).keys()].filter((key) => key.startsWith('LATE#'));

describe('a return that names a purchase of an earlier month', () => {
  const purchase = bought(january, 90_000);
  const later = bought(february, 40_000);
  const returned = broughtBack(purchase, '2026-02-20T12:00', 50_000);

  it('takes back exactly what the purchase earned, as a revision of its month', async () => {
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), purchase);
    await payMonths(world, january);
    await record(world, at('2026-02-20T13:00'), later, returned);
    await payMonths(world, february, march, april);
    // January: 900 € at 5 % are 45.00 €, 400 € at 2.5 % are 10.00 €; February keeps its 400 €.
    expect((await payoutsOf(world, run(february))).get(own.householdId)).toMatchObject({
      receipts: 1,
      purchases: { bonusCents: 40_000 },
      amountCents: 1_000,
      late: [{ month: january, revision: 1, receipts: 2, purchases: { bonusCents: 40_000 }, addedAmountCents: -3_500 }],
      payableCents: -2_500,
      reason: 'NEGATIVE',
    });
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase, later, asOf(returned, purchase)));
    expect(await marksOf(world)).toEqual([]);
  });

  it('carries all its bases: campaign, fuel and payment benefit are taken back at the rates of that month', async () => {
    const bases = {
      fuelCents: 20_000,
      fuelMillilitres: 100_000,
      campaignCents: 10_000,
      paymentBenefitBaseCents: 90_000,
    };
    const full = receipt(1, `${january}-10T12:00`, 90_000, bases);
    const all = broughtBack(full, '2026-02-20T12:00', 90_000, {
      bonusBaseCents: -90_000,
      fuelCents: -20_000,
      fuelMillilitres: -100_000,
      campaignCents: -10_000,
      paymentBenefitBaseCents: -90_000,
    });
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), full);
    await payMonths(world, january);
    const { amountCents = 0 } = (await payoutsOf(world, run(january))).get(own.householdId) ?? {};
    await record(world, at('2026-02-20T13:00'), all);
    await payMonths(world, february, march, april);
    expect((await payoutsOf(world, run(february))).get(own.householdId)?.late).toMatchObject([
      { month: january, amountCents: 0, addedAmountCents: -amountCents },
    ]);
    expect(amountCents).toBeGreaterThan(0);
    expect(await givenTo(world)).toEqual({});
  });

  it('as built, counts in the month of the return', async () => {
    const world = await opened({ returnPolicy: 'monthOfReturn' });
    await record(world, at('2026-01-10T13:00'), purchase);
    await payMonths(world, january);
    await record(world, at('2026-02-20T13:00'), later, returned);
    await payMonths(world, february, march, april);
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase, later, returned));
    expect((await payoutsOf(world, run(february))).get(own.householdId)).toMatchObject({ receipts: 2, late: [] });
  });

  it('naive, put without its mark: it takes nothing back', async () => {
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), purchase);
    await payMonths(world, january);
    const place = { ...linkOf(own), month: january };
    await recordReceipt(world.others, returned, place, at('2026-02-20T13:00'));
    await payMonths(world, february, march, april);
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase));
  });

  it('before the month of the purchase has been paid: its own run and both roads leave it out, and the next posts it', async () => {
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), purchase);
    const soon = broughtBack(purchase, '2026-02-01T10:00', 50_000);
    await record(world, at('2026-02-01T11:00'), soon);
    await payMonths(world, january);
    expect((await payoutsOf(world, run(january))).get(own.householdId)).toMatchObject({
      receipts: 1,
      amountCents: 4_500,
    });
    await payMonths(world, february, march);
    expect((await payoutsOf(world, run(february))).get(own.householdId)?.late).toMatchObject([
      { month: january, addedAmountCents: -3_500 },
    ]);
    expect((await payoutsOf(world, run(march))).get(own.householdId)?.late).toEqual([]);
    await payMonths(world, april);
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase, asOf(soon, purchase)));
    expect(await marksOf(world)).toEqual([]);
  });

  it.each([1, 2, 4, 6, 9])('recorded before step %i of a run that counts: it is taken back once', async (number) => {
    let step = 0;
    const world: World = await opened({
      onStep: async ({ when, input }) => {
        const { period } = (input.run ?? {}) as { period?: string };
        if (when !== 'before' || period !== february) return;
        step += 1;
        if (step === number) await record(world, openingOf(february) + 300_000, returned);
      },
    });
    await record(world, at('2026-01-10T13:00'), purchase);
    await payMonths(world, january);
    await record(world, at('2026-02-10T13:00'), later);
    await payMonths(world, february, march, april);
    expect(step).toBeGreaterThan(number);
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase, later, asOf(returned, purchase)));
  });

  it('recorded by a process that is killed at any write, and delivered again', async () => {
    const recordIn = (db: Register, world: World) =>
      recordMessage(
        db,
        { version: 1, receipts: [returned] },
        {
          nowMs: at('2026-02-20T13:00'),
          newToken: world.newToken,
          abortSignal: new AbortController().signal,
          parallelWrites: 1,
        },
      );
    const paid = async (): Promise<World> => {
      const world = await opened();
      await record(world, at('2026-01-10T13:00'), purchase);
      await payMonths(world, january);
      return world;
    };
    const count = counting();
    const whole = await paid();
    whole.faults.current = count;
    await recordIn(whole.db, whole);
    expect(count.writes()).toBe(2);
    for (const when of ['before', 'after'] as const) {
      for (let number = 1; number <= count.writes(); number += 1) {
        const world = await paid();
        world.faults.current = crashAtWrite(number, when);
        await expect(recordIn(world.db, world)).rejects.toThrow(Crash);
        world.faults.current = {};
        await record(world, at('2026-02-20T13:05'), returned);
        await payMonths(world, february, march, april);
        expect(await givenTo(world), `${when} write ${number}`).toEqual(
          owedTo(own.householdId, purchase, asOf(returned, purchase)),
        );
      }
    }
  });
});

describe('where such a return stays in the month in which it was brought back', () => {
  const purchase = bought(january, 90_000);
  const inOwnMonth = async (world: World, returned: Receipt): Promise<string | undefined> =>
    (await findReceipt(world.others, identityOf(returned), at('2026-02-25T12:00')))?.month;

  it.each<[string, (world: World) => Promise<Receipt>]>([
    ['the original is unknown', async () => broughtBack(purchase, '2026-02-20T12:00', 10_000)],
    [
      'the original is of another household',
      async (world) => {
        const others = bought(january, 90_000, 2);
        await record(world, at('2026-01-10T13:00'), others);
        return broughtBack(others, '2026-02-20T12:00', 10_000);
      },
    ],
    [
      'the original waits for its card',
      async (world) => {
        const unmatched = bought(january, 90_000, 5);
        await record(world, at('2026-01-10T13:00'), unmatched);
        return broughtBack(unmatched, '2026-02-20T12:00', 10_000);
      },
    ],
    [
      'its month is before the co-op’s first run',
      async (world) => {
        const early = bought('2025-11', 90_000);
        await record(world, at('2025-11-10T13:00'), early);
        return broughtBack(early, '2026-02-20T12:00', 10_000);
      },
    ],
    [
      'it is of the same month',
      async (world) => {
        const same = bought(february, 90_000);
        await record(world, at('2026-02-10T13:00'), same);
        return broughtBack(same, '2026-02-20T12:00', 10_000);
      },
    ],
    [
      'it takes nothing back',
      async (world) => {
        await record(world, at('2026-01-10T13:00'), purchase);
        return broughtBack(purchase, '2026-02-20T12:00', -10_000);
      },
    ],
  ])('%s', async (_name, made) => {
    const world = await opened();
    const returned = await made(world);
    await payMonths(world, january);
    await record(world, at('2026-02-20T13:00'), returned);
    expect(await inOwnMonth(world, returned)).toBe(february);
  });
});

describe('a return that changes its household or its co-op', () => {
  const purchase = bought(january, 90_000);
  const returned = broughtBack(purchase, '2026-02-20T12:00', 50_000);

  it('moved to another household it counts there in its own month, and moved back in that of the purchase', async () => {
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), purchase);
    await payMonths(world, january);
    await record(world, at('2026-02-20T13:00'), returned);
    await payMonths(world, february);
    expect(await move(world, at('2026-03-10T12:00'), returned, 'H000002')).toEqual({ moved: true });
    await payMonths(world, march);
    const between = (await payoutsOf(world, run(march))).get(own.householdId);
    expect(between?.late).toMatchObject([{ month: january, revision: 2, addedAmountCents: 3_500 }]);
    expect((await payoutsOf(world, run(march))).get('H000002')?.late).toMatchObject([
      { month: february, carry: { bonusCents: -50_000 } },
    ]);
    expect(await move(world, at('2026-04-10T12:00'), returned, own.householdId)).toEqual({ moved: true });
    await payMonths(world, april);
    expect(await givenTo(world)).toEqual(owedTo(own.householdId, purchase, asOf(returned, purchase)));
  });

  it('of a household that has left: it lowers the month at the co-op that had it', async () => {
    const world = await opened();
    await record(world, at('2026-01-10T13:00'), purchase);
    for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(january), { coopId, period: january });
    await changeCoop(world, world.others, at('2026-02-15T12:00'), own.householdId, 'koivu');
    const later = bought(february, 30_000);
    await record(world, at('2026-02-20T13:00'), returned, later);
    for (const period of [february, march, april])
      for (const coopId of ['havu', 'koivu']) await runMonth(world, openingOf(period), { coopId, period });
    expect(await givenTo(world, 'havu')).toEqual(owedTo(own.householdId, purchase, asOf(returned, purchase)));
    expect(await givenTo(world, 'koivu')).toEqual(owedTo(own.householdId, later));
  });

  it('that waited for its card lowers the month when it is gathered, or matched by a run', async () => {
    const mine = bought(january, 90_000, 5);
    const back = broughtBack(mine, '2026-02-20T12:00', 50_000, { identifier: mine.identifier });
    const recorded = async (): Promise<World> => {
      const world = await opened();
      await record(world, at('2026-02-20T13:00'), mine, back);
      return world;
    };
    const gathered = await recorded();
    await payMonths(gathered, january);
    await load(gathered, [cardItem(waiting)]);
    const context = { nowMs: at('2026-02-25T12:00'), newToken: gathered.newToken };
    await gatherReceipts(gathered.others, { kind: 'card', value: cardOf(5) }, [linkOf(waiting)], 0, context);
    await payMonths(gathered, february, march, april);

    const matched = await recorded();
    await load(matched, [cardItem(waiting)]);
    await payMonths(matched, january, february, march, april);
    for (const world of [gathered, matched])
      expect(await givenTo(world)).toEqual(owedTo(waiting.householdId, mine, asOf(back, mine)));
  });
});

describe('purchases and returns by chance, recorded at any time', () => {
  it.each([1, 2, 3, 4])('comes to what every return taken back in its month would (seed %i)', async (seed) => {
    const random = randomOf(seed, 'returns');
    const world = await opened({
      firstRoad: random.pick(['households', 'outlets']),
      times: () => random.pick(['once', 'twice']),
    });
    const events: { atMs: number; made: Receipt }[] = [];
    const owed: { householdId: string; receipt: Receipt }[] = [];
    for (const serial of [1, 2]) {
      for (const month of [january, february, march]) {
        const original = receipt(serial, `${month}-0${random.whole(1, 9)}T12:00`, random.whole(1, 90_000));
        // In time, so that the register knows it when the return comes.
        events.push({ atMs: original.purchasedAt + 60_000, made: original });
        owed.push({ householdId: `H00000${serial}`, receipt: original });
        if (random.chance(30)) continue;
        const days = random.whole(1, 50);
        const returnedAt = Math.min(original.purchasedAt + days * 86_400_000, at('2026-04-20T12:00'));
        const back: Receipt = {
          ...receipt(serial, new Date(returnedAt).toISOString().slice(0, 16), -random.whole(1, original.totalCents)),
          purchasedAt: returnedAt,
          returnOf: identityOf(original),
        };
        events.push({
          atMs: Math.min(returnedAt + random.whole(0, 30) * 86_400_000, at('2026-04-30T12:00')),
          made: back,
        });
        owed.push({ householdId: `H00000${serial}`, receipt: asOf(back, original) });
      }
    }
    events.sort((a, b) => a.atMs - b.atMs);
    for (const period of [...months.slice(1), '2026-05', '2026-06']) {
      for (const event of events.splice(0, events.findIndex(({ atMs }) => atMs >= openingOf(period)) >>> 0))
        await record(world, event.atMs, event.made);
      await payMonths(world, period);
    }
    const all = [...months, '2026-05', '2026-06'];
    expect(
      await givenByHousehold(
        world,
        all.map((period) => run(period)),
      ),
    ).toEqual(owedByHousehold(all, owed));
    expect(await marksOf(world)).toEqual([]);
  });
});
