import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../functions/table/items.ts';
import type { RunId } from '../../functions/table/keys.ts';
import { payoutsOfShard } from '../../functions/table/payouts.ts';
import { fillShare } from '../../functions/table/share-ledger.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { writeFile } from '../../functions/workflow/write-file.ts';
import { cardItem, fullShareCents, household, receipt } from '../fixtures/run-coop.ts';
import { copyInto, dump, goOn, load, outcome, record, runMonth } from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite, type Faults } from '../fixtures/run-faults.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import { afterOpening, openingOf, type SceneOptions, scene } from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';
import { testOpener } from '../fixtures/sealing.ts';

const december = '2025-12';
const january = '2026-01';
const openedAt = openingOf(january);
const signedAt = openedAt + 3_600_000;

const registeredLate = household(5, { cardKnown: false });
const households = [
  household(1),
  household(2, { sharePaidCents: fullShareCents - 200 }),
  household(3, { iban: undefined }),
  household(4),
  registeredLate,
  household(6),
  household(7, { memberKind: 'COMPANY' }),
];

/** A table on the day of January's run: December is paid, and every kind of household and every kind of work is there. */
let prepared: ReadonlyMap<string, Record<string, unknown>>;
let uninterrupted: unknown;
let writes = 0;

async function prepare(options: SceneOptions = {}): Promise<World> {
  const world = await scene({ ...options, households });
  await record(
    world,
    Date.parse('2025-12-10T12:00+02:00'),
    receipt(4, '2025-12-10T12:00', 12_000),
    receipt(6, '2025-12-10T12:00', 18_000),
  );
  await runMonth(world, openingOf(december), { period: december });
  await record(world, afterOpening(december), receipt(6, '2025-12-20T12:00', 25_000));
  await record(
    world,
    Date.parse('2026-01-20T12:00+02:00'),
    receipt(1, '2026-01-10T12:00', 50_000, { paymentBenefitBaseCents: 20_000, campaignCents: 10_000 }),
    receipt(2, '2026-01-11T12:00', 40_000, { fuelCents: 10_000, fuelMillilitres: 60_000 }),
    receipt(3, '2026-01-12T12:00', 30_000),
    receipt(4, '2026-01-13T12:00', -9_000),
    receipt(5, '2026-01-14T12:00', 60_000),
    receipt(7, '2026-01-15T12:00', 90_000),
  );
  await load(world, [cardItem(registeredLate)]);
  return world;
}

async function copyOf(options: WorldOptions = {}): Promise<World> {
  const world = newWorld(options);
  await copyInto(world, prepared);
  return world;
}

/** One try to bring January's run as far as it goes. */
const goOnWithJanuary = (world: World): Promise<Run> => goOn(world, openedAt, { period: january });

/** Tries until everything is booked; whatever was going on ends with a crash. @returns how often it was started */
async function untilDone(world: World, faults: Faults): Promise<number> {
  world.faults.current = faults;
  for (let tries = 1; tries <= 5; tries += 1) {
    const finished = await goOnWithJanuary(world).catch((error) => {
      if (!(error instanceof Crash)) throw error;
      return undefined;
    });
    await world.machine.settled();
    if (finished?.postedAtMs !== undefined) return tries;
    world.faults.current = {};
    for (const execution of world.machine.executions.values()) {
      if (execution.status === 'RUNNING') Object.assign(execution, { status: 'FAILED' });
    }
  }
  throw new Error('the run does not come to an end');
}

beforeAll(async () => {
  prepared = await dump(await prepare());
  const world = await copyOf();
  const count = counting();
  world.faults.current = count;
  expect((await goOnWithJanuary(world)).postedAtMs).toBeDefined();
  writes = count.writes();
  world.faults.current = {};
  uninterrupted = await outcome(world);
});

describe('the run that is interrupted', () => {
  it('does every kind of work', async () => {
    const { items, files } = uninterrupted as {
      items: Record<string, Record<string, unknown>>;
      files: Record<string, string>;
    };
    const results = Object.entries(items).filter(([key]) => key.startsWith('PAYOUT#havu#BONUS#2026-01'));
    expect(
      Object.fromEntries(results.map(([key, { outcome: what, reason }]) => [key.slice(-1), reason ?? what])),
    ).toEqual({
      1: 'PAID',
      2: 'PAID_AND_TO_SHARE',
      3: 'NO_ACCOUNT',
      4: 'NOTHING_DUE',
      5: 'PAID',
      6: 'PAID',
      7: 'NOTHING_DUE',
    });
    expect(
      Object.keys(files)
        .map((key) => key.split('.').at(-1))
        .toSorted(),
    ).toEqual(['csv', 'xml']);
    expect(writes).toBeGreaterThan(20);
  });
});

/** Numbers its entries in the share ledger afresh each time. */
const freshShareIds = ({ db, settings, newToken }: StepContext): Partial<Steps> => ({
  'post-shard': step(stepInputs.postShard, async ({ run: id, shard }) => {
    for await (const page of payoutsOfShard(db, id as RunId, shard)) {
      for (const { customerNumber, toShareCents } of page) {
        if (toShareCents > 0 && customerNumber !== undefined)
          await fillShare(
            db,
            customerNumber,
            { coopId: 'havu', on: '2026-02-02', sourceId: newToken(), amountCents: toShareCents },
            settings,
          );
      }
    }
    return { cursor: null };
  }),
});

/** Takes the file's time from the clock. */
const byTheClock = ({ db, settings, newToken }: StepContext): Partial<Steps> => ({
  'write-file': step(stepInputs.writeFile, ({ run: id, ...planned }) => {
    const laterMs = signedAt + 60_000 * Number(newToken().split('-').at(-1));
    const clocked = async (command: unknown) => {
      const answer = (await db.client.send(command as never)) as { Item?: { approved?: object } };
      return answer.Item?.approved === undefined
        ? answer
        : { ...answer, Item: { ...answer.Item, approved: { by: 'matti', atMs: laterMs } } };
    };
    return writeFile({ ...db, client: { send: clocked } as never }, id, planned, settings, testOpener);
  }),
});

/** Kills whoever does it after the step's last write, once. */
const diesAfter = (name: Moment['step']) => {
  let died = false;
  return {
    onStep: ({ when, step: at }: Moment) => {
      if (when !== 'after' || at !== name || died) return;
      died = true;
      throw new Crash();
    },
  };
};

describe('naive steps', () => {
  it('with fresh ids fill a share twice', async () => {
    const world = await copyOf({ ...diesAfter('post-shard'), instead: freshShareIds });
    await untilDone(world, {});
    const entries = [...(await dump(world)).values()].filter(
      ({ sourceId, reason }) => sourceId !== 'joining' && reason === 'BONUS',
    );
    expect(entries.map(({ amountCents }) => amountCents)).toEqual([200, 200]);
  });

  it('with the time of the clock never finish: the file would be another one under the same name', async () => {
    const world = await copyOf({ ...diesAfter('write-file'), instead: byTheClock });
    await expect(untilDone(world, {})).rejects.toThrow('does not come to an end');
  });
});

describe('a crash', () => {
  it('of everything before or after any single write: started again, it comes to the same', async () => {
    for (let number = 1; number <= writes; number += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await copyOf();
        const faults = crashAtWrite(number, when);
        const tries = await untilDone(world, faults);
        expect({ number, when, crashed: faults.crashed(), tries }).toEqual({ number, when, crashed: true, tries: 2 });
        expect(await outcome(world), `${when} write ${number}`).toEqual(uninterrupted);
      }
    }
  });

  it('of one step after any single write: the state machine repeats the step in the same reading, it comes to the same', async () => {
    for (let number = 3; number <= writes; number += 1) {
      const world = await copyOf();
      let count = 0;
      const lambdaDies: Faults = {
        after: (call) => {
          if (call.isWrite && ++count === number) throw new Error('the function was killed');
        },
      };
      await untilDone(world, lambdaDies).catch((error) => {
        // What is not a step is told to its caller, who asks again.
        if (!String(error).includes('the function was killed')) throw error;
        return untilDone(world, {});
      });
      expect(await outcome(world), `write ${number}`).toEqual(uninterrupted);
    }
  });

  it('between any two steps: started again, it comes to the same', async () => {
    for (let number = 1; number <= 17; number += 1) {
      for (const when of ['before', 'after'] as const) {
        let died = false;
        const world = await copyOf({
          onStep: (moment) => {
            if (died || moment.when !== when || moment.number !== number) return;
            died = true;
            throw new Crash();
          },
        });
        await untilDone(world, {});
        expect(await outcome(world), `${when} step ${number}`).toEqual(uninterrupted);
      }
    }
  });

  it('of a page: with two households a page and no time left, every page is a step of its own', async () => {
    const options = { pageItems: 2, remainingMs: 0 };
    const world = await copyOf(options);
    const count = counting();
    await untilDone(world, count);
    expect(await outcome(world)).toEqual(uninterrupted);
    for (let number = 3; number <= count.writes(); number += 4) {
      const crashed = await copyOf(options);
      await untilDone(crashed, crashAtWrite(number, 'after'));
      expect(await outcome(crashed), `write ${number}`).toEqual(uninterrupted);
    }
  });
});
