import { describe, expect, it } from 'vitest';
import { addMonths, monthEnd } from '../../domain/calendar.ts';
import { runOf, runsOf } from '../../functions/table/runs.ts';
import { startRun } from '../../functions/workflow/start-run.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { cancel, dump, record, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { lateButInTime, openingOf, run, type SceneOptions, scene } from '../fixtures/run-scene.ts';
import type { World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
const openedAt = openingOf(january);

async function month(options: SceneOptions = {}): Promise<World> {
  const world = await scene(options);
  await record(
    world,
    lateButInTime(january),
    receipt(1, '2026-01-10T12:00', 30_000),
    receipt(2, '2026-01-11T12:00', 20_000),
  );
  return world;
}

describe('the order of the months', () => {
  const code = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'started',
      (error) => error.code,
    );
  const tried = (world: World, period: string, atMs: number): Promise<string> => code(start(world, atMs, { period }));

  it('refuses a month that has not ended, or has only just', async () => {
    const world = await month();
    expect(await tried(world, january, monthEnd(january) - 1)).toBe('monthNotEnded');
    expect(await tried(world, january, monthEnd(january))).toBe('monthNotEnded');
    expect(await tried(world, january, monthEnd(january) + 900_000 - 1)).toBe('monthNotEnded');
    expect(await tried(world, january, monthEnd(january) + 900_000)).toBe('started');
  });

  it('counts the last receipt of the month, which is recorded without a late mark', async () => {
    const world = await scene();
    await record(world, monthEnd(january) - 1, receipt(1, '2026-01-31T23:59', 50_000));
    const finished = await runMonth(world, monthEnd(january) + 900_000, { period: january });
    expect(finished.totals).toMatchObject({ receipts: 1, amountCents: 1_500 });
  });

  it('refuses the next month while one is unfinished, a month before, and one that leaves a gap', async () => {
    const world = await month();
    const at = openingOf('2026-04');
    await start(world, at, { period: january });
    expect(await tried(world, february, at)).toBe('runOutOfOrder');
    const written = await sign(world, at, await runOf(world.db, run(january)));
    expect(await tried(world, february, at)).toBe('runOutOfOrder');
    await release(world, at, written);
    expect(await tried(world, '2026-03', at)).toBe('runOutOfOrder');
    expect(await tried(world, '2025-12', at)).toBe('runOutOfOrder');
    expect(await tried(world, february, at)).toBe('started');
  });

  it('refuses a month whose receipts may be gone, an unknown co-op, and a month without a table', async () => {
    const world = await month();
    expect(await tried(world, january, openingOf(addMonths(january, 24)))).toBe('monthTooOld');
    expect(await code(start(world, openedAt, { coopId: 'nobody', period: january }))).toBe('unknownCoop');
    expect(await tried(world, '2017-02', openingOf('2017-02'))).toBe('noBonusTable');
  });

  it('of the first two months, started at the same moment, neither goes on beside the other', async () => {
    const world = await month();
    const begin = (period: string) =>
      startRun(
        world.db,
        { coopId: 'havu', kind: 'BONUS', period, dryRun: false },
        'scheduler',
        openingOf(february),
        world.settings,
      );
    await Promise.all([begin(january), begin(february)]);
    await world.machine.settled();
    const runs = await runsOf(world.db, 'havu', 'BONUS');
    expect(runs.map(({ state, problem }) => [state, problem])).toEqual([
      ['DRAFT', 'STEP_FAILED'],
      ['DRAFT', 'STEP_FAILED'],
    ]);
    await cancel(world, openingOf(february), await runOf(world.db, run(february)));
    expect(await start(world, openingOf(february), { period: january })).toMatchObject({ state: 'CALCULATED' });
  });
});

describe('a dry run', () => {
  it('writes nothing but its report, also of a month that still lasts, any number of times', async () => {
    const unknownCard = household(5, { cardKnown: false });
    const world = await month({ households: [household(1, { sharePaidCents: 0 }), household(2), unknownCard] });
    await record(world, lateButInTime(january), receipt(5, '2026-01-12T12:00', 5_000));
    const before = await dump(world);
    for (const attempt of ['D1', 'D2', 'D3']) {
      const reported = await start(world, monthEnd(january) - 60_000, { period: january, dryRun: true });
      expect(reported).toMatchObject({ attempt, state: 'CALCULATED', warnings: ['MONTH_NOT_ENDED'] });
      await expect(sign(world, openedAt, reported)).rejects.toMatchObject({ code: 'runNotInState' });
    }
    const after = await dump(world);
    const own =
      /^(COOP#havu\|RUN#BONUS#2026-01#D00[123]|RUN#havu#BONUS#2026-01#D[123]\||PAYOUT#havu#BONUS#2026-01#D[123]#|CONTROL#2026-01#)/;
    expect([...after.keys()].filter((key) => !before.has(key)).every((key) => own.test(key))).toBe(true);
    for (const [key, item] of before) expect(after.get(key)).toEqual(item);
  });

  it('started by sixteen at once is as many reports, or a refusal to ask again', async () => {
    const world = await month();
    const begin = (by: string) =>
      startRun(
        world.db,
        { coopId: 'havu', kind: 'BONUS', period: january, dryRun: true },
        by,
        openedAt,
        world.settings,
      );
    const answers = await Promise.allSettled(Array.from({ length: 16 }, (_, index) => begin(`staff-${index}`)));
    await world.machine.settled();
    const reports = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.attempt] : []));
    expect(new Set(reports).size).toBe(reports.length);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'busy' });
  });
});
