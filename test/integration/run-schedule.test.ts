import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generalBonusTable } from '../../domain/bonus-table.ts';
import { opensOn } from '../../domain/surplus-decision.ts';
import { logger } from '../../functions/runtime/log.ts';
import { startDueRuns } from '../../functions/schedule/start-due-runs.ts';
import { decisionsOf, putDecision, type StoredDecision } from '../../functions/table/decisions.ts';
import { activeCoops } from '../../functions/table/directory.ts';
import type { Run } from '../../functions/table/items.ts';
import { runsOf } from '../../functions/table/runs.ts';
import { startRun } from '../../functions/workflow/start-run.ts';
import { aDecision } from '../fixtures/decisions.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt } from '../fixtures/run-coop.ts';
import { cancel, dump, load, record, release, sign, start } from '../fixtures/run-driver.ts';
import { lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const january = '2026-01';
const openedAt = openingOf(january);
const coopIds = ['havu', 'koivu', 'manty', 'pihlaja'] as const;

/** Four co-ops, one of which is not active any more. */
async function federation(broken?: string): Promise<World> {
  const world = newWorld();
  await load(world, [
    ...coopIds.flatMap((coopId) =>
      coopItems(
        coop({ coopId, active: coopId !== 'pihlaja' }),
        coopId === broken ? [{ ...generalBonusTable, validFrom: '2030-01' }] : undefined,
      ),
    ),
    ...outletItems('101'),
    ...coopIds.flatMap((coopId, index) => householdItems(household(index + 1, { coopId }))),
  ]);
  await record(
    world,
    lateButInTime(january),
    ...coopIds.map((_, index) => receipt(index + 1, '2026-01-10T12:00', 10_000 * (index + 1))),
  );
  return world;
}

async function due(world: World, atMs = openedAt): Promise<unknown> {
  world.use();
  world.clock.nowMs = atMs;
  const started = await startDueRuns(world.db, atMs, world.settings).catch((error: Error) => error.message);
  await world.machine.settled();
  return started;
}

const runsByCoop = async (world: World): Promise<Record<string, Run[]>> =>
  Object.fromEntries(
    await Promise.all(coopIds.map(async (coopId) => [coopId, await runsOf(world.db, coopId, 'BONUS')] as const)),
  );

beforeEach(() => void vi.spyOn(logger, 'error').mockReturnValue());
afterEach(() => vi.restoreAllMocks());

describe('the schedule', () => {
  it('starts last month’s run of every active co-op, all with one cut-off', async () => {
    const world = await federation();
    expect(await due(world)).toEqual({ started: 3 });
    const runs = await runsByCoop(world);
    expect(Object.entries(runs).map(([coopId, [run]]) => [coopId, run?.state, run?.totals?.amountCents])).toEqual([
      ['havu', 'CALCULATED', 100],
      ['koivu', 'CALCULATED', 300],
      ['manty', 'CALCULATED', 600],
      ['pihlaja', undefined, undefined],
    ]);
    expect(new Set(Object.values(runs).flatMap(([run]) => run?.cutOffMs ?? []))).toEqual(new Set([openedAt - 900_000]));
    expect(Object.values(runs).flatMap(([run]) => run?.opened.by ?? [])).toEqual([
      'scheduler',
      'scheduler',
      'scheduler',
    ]);
    // One reading of the outlets serves them all.
    expect([...(await dump(world)).keys()].filter((key) => key.startsWith('CONTROL#'))).toHaveLength(1);
  });

  it('on the second of a month at six in Helsinki means the month before, in winter and in summer', async () => {
    for (const [at, period] of [
      ['2026-01-02T06:00+02:00', '2025-12'],
      ['2026-08-02T06:00+03:00', '2026-07'],
    ] as const) {
      const world = await federation();
      await due(world, Date.parse(at));
      expect((await runsOf(world.db, 'havu', 'BONUS')).map((run) => run.period)).toEqual([period]);
    }
  });

  it('naive: one co-op’s trouble holds up those after it', async () => {
    const world = await federation('havu');
    const naive = async (): Promise<void> => {
      for (const { coopId } of await activeCoops(world.db))
        await startRun(
          world.db,
          { coopId, kind: 'BONUS', period: january, dryRun: false },
          'scheduler',
          openedAt,
          world.settings,
        );
    };
    await expect(naive()).rejects.toMatchObject({ code: 'noBonusTable' });
    expect(Object.values(await runsByCoop(world)).flat()).toEqual([]);
  });

  it.each(['havu', 'koivu', 'manty'])('goes on though %s has no table, and says so at the end', async (broken) => {
    const world = await federation(broken);
    expect(await due(world)).toBe('1 of 3 runs were not started');
    const started = Object.entries(await runsByCoop(world)).filter(([, runs]) => runs.length > 0);
    expect(started.map(([coopId]) => coopId)).toEqual(['havu', 'koivu', 'manty'].filter((coopId) => coopId !== broken));
    expect(vi.mocked(logger.error).mock.calls).toEqual([
      ['run not started', { coopId: broken, kind: 'BONUS', reason: 'noBonusTable' }],
    ]);
  });

  it('goes on though the table fails for one, and the state machine for another', async () => {
    const world = await federation();
    let executions = 0;
    world.faults.current = {
      before: ({ operation, input }) => {
        if (operation === 'TransactWriteItems' && JSON.stringify(input).includes('koivu')) throw new Error('no table');
        if (operation === 'PutExecution' && ++executions === 2) throw new Error('no state machine');
      },
    };
    expect(await due(world)).toBe('2 of 3 runs were not started');
    world.faults.current = {};
    expect(await due(world, openedAt + 60_000)).toEqual({ started: 3 });
    const runs = await runsByCoop(world);
    expect(
      ['havu', 'koivu', 'manty'].map((coopId) => runs[coopId]?.map(({ attempt, state }) => `${attempt} ${state}`)),
    ).toEqual([['1 CALCULATED'], ['1 CALCULATED'], ['1 CALCULATED']]);
  });

  it('fired twice, or three hours late, or at once by sixteen, does no harm', async () => {
    const world = await federation();
    await Promise.all(Array.from({ length: 16 }, () => due(world)));
    const first = await runsByCoop(world);
    expect(Object.values(first).map((runs) => runs.length)).toEqual([1, 1, 1, 0]);
    expect(world.machine.executions.size).toBe(3);
    await due(world, openedAt + 3 * 3_600_000);
    expect(await runsByCoop(world)).toEqual(first);
    expect(world.machine.executions.size).toBe(3);
  });

  it('does not fire at all one month: the month after is refused until somebody starts the missing one', async () => {
    const world = await federation();
    await due(world);
    for (const [run] of Object.values(await runsByCoop(world)))
      if (run !== undefined) await release(world, openedAt, await sign(world, openedAt, run));
    expect(await due(world, openingOf('2026-03'))).toBe('3 of 3 runs were not started');
    expect(await start(world, openingOf('2026-03'), { period: '2026-02' })).toMatchObject({ state: 'CALCULATED' });
  });
});

describe('the schedule, of interest', () => {
  const on = (day: string): number => Date.parse(`${day}T06:00+03:00`);
  const interestOf = async (world: World, coopId = 'havu'): Promise<string[]> =>
    (await runsOf(world.db, coopId, 'INTEREST')).map(({ period, attempt, state }) => `${period} ${attempt} ${state}`);
  /** Paid on 15 June, so opened ten days before. */
  const decided = async (coopId: string, over: Partial<StoredDecision> = {}): Promise<World> => {
    const world = await federation();
    await putDecision(world.others, aDecision({ coopId, ...over }));
    return world;
  };

  it('opens on its day, by each co-op’s approved decision and without one not at all', async () => {
    const world = await decided('havu');
    expect(await due(world, on('2026-06-04'))).toEqual({ started: 0 });
    expect(await due(world, on('2026-06-05'))).toEqual({ started: 1 });
    expect(await interestOf(world)).toEqual(['2025 1 CALCULATED']);
    expect(await interestOf(world, 'koivu')).toEqual([]);
    expect((await runsOf(world.db, 'havu', 'INTEREST'))[0]).toMatchObject({
      opened: { by: 'scheduler' },
      payOn: '2026-06-15',
      totals: { payees: 1, amountCents: 1_000 },
    });
  });

  it.each(['RECORDED', 'WITHDRAWN'] as const)('does not open by a decision that is %s', async (state) => {
    const world = await decided('havu', { state });
    expect(await due(world, on('2026-06-05'))).toEqual({ started: 0 });
    expect(await interestOf(world)).toEqual([]);
  });

  it('opens once, however often it fires, and the day after if it did not fire on the day', async () => {
    const world = await decided('havu');
    await Promise.all(Array.from({ length: 8 }, () => due(world, on('2026-06-06'))));
    expect(await due(world, on('2026-06-07'))).toEqual({ started: 0 });
    expect(await interestOf(world)).toEqual(['2025 1 CALCULATED']);
    expect(world.machine.executions.size).toBe(1);
  });

  it('naive: what opens on the very day alone is lost with it', async () => {
    const world = await decided('havu');
    const naive = async (day: string) =>
      (await decisionsOf(world.db, 'havu')).filter((decision) => opensOn(decision, 10) === day);
    expect(await naive('2026-06-06')).toEqual([]);
  });

  it('does not open anew what a person has cancelled', async () => {
    const world = await decided('havu');
    await due(world, on('2026-06-05'));
    const [run] = await runsOf(world.db, 'havu', 'INTEREST');
    if (run === undefined) throw new Error('no run');
    await cancel(world, on('2026-06-05'), run);
    expect(await due(world, on('2026-06-06'))).toEqual({ started: 0 });
    expect(await interestOf(world)).toEqual(['2025 1 CANCELLED']);
  });

  it.each([
    ['after the run was written', 'TransactWriteItems', 'after'],
    ['before the execution was started', 'PutExecution', 'before'],
  ] as const)('goes on the next day where it died %s', async (_, operation, when) => {
    const world = await decided('havu');
    world.faults.current = {
      [when]: (call: { operation: string }) => {
        if (call.operation === operation) throw new Error('died');
      },
    };
    expect(await due(world, on('2026-06-05'))).toBe('1 of 1 runs were not started');
    world.faults.current = {};
    expect(await due(world, on('2026-06-06'))).toEqual({ started: 1 });
    expect(await interestOf(world)).toEqual(['2025 1 CALCULATED']);
  });

  it('opens last month’s Bonus the day after its day where it could not on the day, and not later', async () => {
    const world = await federation();
    expect(await due(world, Date.parse('2026-02-04T06:00+02:00'))).toEqual({ started: 0 });
    expect(await due(world, Date.parse('2026-02-03T06:00+02:00'))).toEqual({ started: 3 });
    expect(await due(world, Date.parse('2026-02-03T09:00+02:00'))).toEqual({ started: 0 });
  });
});
