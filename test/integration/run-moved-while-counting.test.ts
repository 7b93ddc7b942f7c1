import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import type { Register } from '../../functions/table/client.ts';
import { lateMarkKey } from '../../functions/table/keys.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import { changeRun } from '../../functions/table/runs.ts';
import { calculateShard } from '../../functions/workflow/calculate-shard.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { receipt } from '../fixtures/run-coop.ts';
import { move, present, record, runMonth } from '../fixtures/run-driver.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import {
  afterOpening,
  givenByHousehold,
  lateButInTime,
  openingOf,
  owedByHousehold,
  run,
  type SceneOptions,
  scene,
} from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import type { World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
/** Shard 0 (household 2) is read before shard 1 (household 1). */
const toShardReadAlready = { from: 1, to: 2 };
const toShardStillToRead = { from: 2, to: 1 };
const houseOf = (serial: number): string => `H00000${serial}`;

type Given = { world: World; given: Record<string, number>; owed: Record<string, number>; passes: number };

/** January with a receipt that is moved at the start of the run's step `number`, then February; per household what was given and is owed. */
async function movedAt(
  number: number,
  { from, to }: { from: number; to: number },
  options: SceneOptions = {},
): Promise<Given> {
  const moved = receipt(from, '2026-01-10T12:00', 40_000);
  const others = [receipt(1, '2026-01-11T12:00', 30_000), receipt(2, '2026-01-12T12:00', 20_000)];
  let steps = 0;
  let world: World | undefined;
  const onStep = async (moment: Moment) => {
    if (moment.when === 'before' && ++steps === number && world !== undefined)
      expect(await move(world, afterOpening(january), moved, houseOf(to))).toEqual({ moved: true });
  };
  world = await scene({ ...options, onStep });
  await record(world, lateButInTime(january), moved, ...others);
  const first = await runMonth(world, openingOf(january), { period: january });
  const { pass } = await present(world, first);
  await runMonth(world, openingOf(february), { period: february });
  const owned = [moved, ...others].map((each: Receipt, index) => ({
    householdId: houseOf([to, 1, 2][index] ?? 0),
    receipt: each,
  }));
  return {
    world,
    given: await givenByHousehold(world, [run(january), run(february)]),
    owed: owedByHousehold([january], owned),
    passes: pass,
  };
}

/** Answers as if every receipt had got its household long ago. */
const blindForAssignment = (db: Register): Register => ({
  tableName: db.tableName,
  client: {
    send: async (command: QueryCommand) => {
      const answer = await db.client.send(command);
      if (!(command instanceof QueryCommand)) return answer;
      return { ...answer, Items: answer.Items?.map((item) => ('a' in item ? { ...item, a: 0 } : item)) };
    },
  } as never,
});

/** One road, whatever is there now is counted, and marks go when they have been seen. */
const naive = ({ db, settings }: StepContext): Partial<Steps> => ({
  'calculate-shard': step(stepInputs.calculateShard, (page) => calculateShard(blindForAssignment(db), page, settings)),
  'compare-roads': step(stepInputs.compareRoads, async ({ run, pass }) => {
    await changeRun(db, run, ['DRAFT'], { agreedPass: pass });
    return { verdict: 'AGREE', pass };
  }),
  'post-shard': step(stepInputs.postShard, async ({ run, shard, cursor }) => {
    for (const mark of await lateMarksThrough(db, run.coopId, shard, run.period, Number.MAX_SAFE_INTEGER))
      await db.client.send(
        new DeleteCommand({
          TableName: db.tableName,
          Key: lateMarkKey(run.coopId, shard, mark.month, mark.householdId),
        }),
      );
    return await postShard(db, run, shard, cursor, settings);
  }),
});

const sum = (amounts: Record<string, number>): number =>
  Object.values(amounts).reduce((total, cents) => total + cents, 0);

describe('a receipt moved while a run counts', () => {
  const betweenTheShards = 4;

  it('is paid twice if the run counts whatever is there and forgets marks', async () => {
    const { given, owed } = await movedAt(betweenTheShards, toShardStillToRead, { instead: naive });
    expect(sum(given)).toBeGreaterThan(sum(owed));
  });

  it('is paid to nobody if the run counts whatever is there and forgets marks', async () => {
    const { given, owed } = await movedAt(betweenTheShards, toShardReadAlready, { instead: naive });
    expect(sum(given)).toBeLessThan(sum(owed));
  });

  const moments = [2, 3, 4, 5, 6, 7, 9].flatMap((number) =>
    [toShardReadAlready, toShardStillToRead].flatMap((places) =>
      (['households', 'outlets'] as const).map((firstRoad) => ({ number, firstRoad, ...places })),
    ),
  );

  it.each(moments)(
    'before step $number ($firstRoad first), from household $from to $to: both are right after the next run',
    async ({ number, firstRoad, from, to }) => {
      const { given, owed, passes } = await movedAt(number, { from, to }, { firstRoad });
      expect(given).toEqual(owed);
      expect(passes).toBeLessThanOrEqual(2);
    },
  );

  it('between the two roads is noticed and both are read again', async () => {
    const byHouseholdsFirst = await movedAt(5, toShardReadAlready, { firstRoad: 'households' });
    const byOutletsFirst = await movedAt(4, toShardReadAlready, { firstRoad: 'outlets' });
    expect([byHouseholdsFirst.passes, byOutletsFirst.passes]).toEqual([2, 2]);
  });

  it('before or after both roads were read needs no second reading', async () => {
    const before = await movedAt(3, toShardReadAlready);
    const after = await movedAt(6, toShardReadAlready);
    expect([before.passes, after.passes]).toEqual([1, 1]);
  });
});
