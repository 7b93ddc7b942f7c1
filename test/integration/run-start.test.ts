import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../functions/table/items.ts';
import { livePointerKey, type RunId, runKey } from '../../functions/table/keys.ts';
import { act, liveRuns, runOf, runsOf } from '../../functions/table/runs.ts';
import { rematchReceipts } from '../../functions/workflow/rematch-receipts.ts';
import { runInputs } from '../../functions/workflow/run-inputs.ts';
import { startRun } from '../../functions/workflow/start-run.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { cancel, dump, payoutsOf, present, record, runMonth, sign, start } from '../fixtures/run-driver.ts';
import type { Faults } from '../fixtures/run-faults.ts';
import {
  afterOpening,
  givenByHousehold,
  lateButInTime,
  openingOf,
  run,
  type SceneOptions,
  scene,
} from '../fixtures/run-scene.ts';
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

/** Sixteen who press the button at the same moment. @returns what each was answered: the run's attempt and execution, or an error's code */
async function sixteen(world: World, begin: (by: string) => Promise<Run>): Promise<string[]> {
  world.use();
  const answers = await Promise.allSettled(Array.from({ length: 16 }, (_, index) => begin(`staff-${index}`)));
  await world.machine.settled();
  return answers.map((answer) =>
    answer.status === 'fulfilled'
      ? `${answer.value.attempt}/${answer.value.execution}`
      : String(answer.reason.code ?? answer.reason),
  );
}

const starting =
  (world: World, atMs = openedAt) =>
  (by: string): Promise<Run> =>
    startRun(world.db, { coopId: 'havu', kind: 'BONUS', period: january, dryRun: false }, by, atMs, world.settings);

const executionsOf = (world: World): string[] => [...world.machine.executions.keys()];

describe('a run that is started by many at once', () => {
  it('pays many times if the start looks first and writes then', async () => {
    const world = await month();
    let attempts = 0;
    const naive = async (by: string): Promise<Run> => {
      const [alive] = await liveRuns(world.db, 'havu', 'BONUS');
      if (alive !== undefined) return await runOf(world.db, { ...run(january), attempt: alive.attempt });
      attempts += 1;
      const id: RunId = run(january, String(attempts));
      const opened = { by, atMs: openedAt };
      const fresh: Run = {
        ...id,
        dryRun: false,
        state: 'DRAFT',
        cutOffMs: openedAt - 900_000,
        execution: 1,
        opened,
        pass: 1,
        payOn: '2026-02-10',
        inputs: await runInputs(world.db, id, world.settings),
        warnings: [],
      };
      await world.db.client.send(new PutCommand({ TableName: world.db.tableName, Item: { ...runKey(id), ...fresh } }));
      await world.db.client.send(
        new PutCommand({ TableName: world.db.tableName, Item: { ...livePointerKey(id), attempt: id.attempt } }),
      );
      world.machine.start(`naive-${attempts}`, { run: id });
      return fresh;
    };
    await sixteen(world, naive);
    const runs = await runsOf(world.db, 'havu', 'BONUS', january);
    for (const each of runs) await sign(world, afterOpening(january), each);
    expect([...world.files.keys()].length).toBeGreaterThan(1);
  });

  it('is one attempt and one execution, and everyone is answered with it', async () => {
    const world = await month();
    expect(new Set(await sixteen(world, starting(world)))).toEqual(new Set(['1/1']));
    expect(executionsOf(world)).toEqual(['BONUS-havu-2026-01-1-1']);
    expect(await runsOf(world.db, 'havu', 'BONUS')).toHaveLength(1);
  });

  it('also when transactions conflict, which the SDK does not try again', async () => {
    const world = await month();
    let transactions = 0;
    world.faults.current = {
      refuse: ({ operation }) =>
        operation === 'TransactWriteItems' && ++transactions <= 16
          ? {
              __type: 'TransactionCanceledException',
              message: 'conflict',
              CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
            }
          : undefined,
    };
    expect(new Set(await sixteen(world, starting(world)))).toEqual(new Set(['1/1']));
    expect(executionsOf(world)).toHaveLength(1);
  });

  it('again after its execution died: one next execution', async () => {
    const world = await month();
    await starting(world)('scheduler');
    await world.machine.settled();
    world.machine.abort('BONUS-havu-2026-01-1-1');
    expect(new Set(await sixteen(world, starting(world, afterOpening(january))))).toEqual(new Set(['1/2']));
    expect(executionsOf(world)).toEqual(['BONUS-havu-2026-01-1-1', 'BONUS-havu-2026-01-1-2']);
    expect(await present(world, await starting(world)('x'))).toMatchObject({
      state: 'CALCULATED',
      opened: { by: 'scheduler' },
    });
  });

  it('died while it counted: the next one reads anew', async () => {
    const world = await month();
    const dies: Faults = {
      before: ({ operation }) => (operation === 'UpdateItem' ? Promise.reject(new Error('dead')) : undefined),
    };
    world.faults.current = dies;
    const stopped = await start(world, openedAt, { period: january });
    expect(stopped).toMatchObject({ state: 'DRAFT', pass: 1, execution: 1 });
    world.faults.current = {};
    const next = await start(world, afterOpening(january), { period: january });
    expect(next).toMatchObject({ state: 'CALCULATED', pass: 2, execution: 2, cutOffMs: stopped.cutOffMs });
    expect([...(await payoutsOf(world, next)).values()].map(({ pass }) => pass)).toEqual([2, 2]);
  });

  it('when it is booked nothing happens', async () => {
    const world = await month();
    const finished = await runMonth(world, openedAt, { period: january });
    const before = await dump(world);
    expect(new Set(await sixteen(world, starting(world, afterOpening(january))))).toEqual(new Set(['1/2']));
    expect(await dump(world)).toEqual(before);
    // One until the files were there, one from the release on.
    expect(executionsOf(world)).toHaveLength(2);
    expect(finished.state).toBe('RELEASED');
  });
});

describe('a run that was cancelled or rejected', () => {
  const idsIn = (text: string | undefined, element: string): string[] =>
    [...(text ?? '').matchAll(new RegExp(`<${element}>([^<]*)<`, 'g'))].map((match) => match[1] ?? '');

  it('is followed by attempt 2: the money is decided by that one alone, with the same EndToEndIds in another message', async () => {
    const plain = await month();
    await runMonth(plain, openedAt, { period: january });
    const world = await month();
    const first = await start(world, openedAt, { period: january });
    await record(world, afterOpening(january), receipt(1, '2026-01-15T12:00', 10_000));
    await cancel(world, afterOpening(january, 10), first);
    expect(executionsOf(world).map((name) => world.machine.executions.get(name)?.status)).toEqual(['ABORTED']);
    expect([...world.files]).toEqual([]);

    const second = await runMonth(world, afterOpening(january, 60), { period: january });
    expect(second).toMatchObject({
      attempt: '2',
      state: 'RELEASED',
      totals: { receipts: 3, toAccountCents: 1_300 },
    });
    expect(second.hash).not.toBe(first.hash);
    const [[key = '', file] = []] = [...world.files];
    const [[plainKey = '', plainFile] = []] = [...plain.files];
    expect([key, plainKey]).toEqual([
      'havu/BONUS/2026-01/2/BONUS-havu-202601-2-0001.xml',
      'havu/BONUS/2026-01/1/BONUS-havu-202601-1-0001.xml',
    ]);
    expect(idsIn(file, 'EndToEndId')).toEqual(idsIn(plainFile, 'EndToEndId'));
    expect(idsIn(file, 'MsgId')).not.toEqual(idsIn(plainFile, 'MsgId'));

    // The results of attempt 1 count for nothing in the months after.
    await runMonth(world, openingOf(february), { period: february });
    expect(await givenByHousehold(world, [run(january, '2'), run(february)])).toEqual({ H000001: 1_000, H000002: 300 });
  });

  it('goes nowhere though its execution was not told: it neither concludes nor matches receipts into attempt 2', async () => {
    const late = household(5, { cardKnown: false });
    let world: World | undefined;
    const onStep = async ({ when, number }: { when: string; number: number }) => {
      // Cancelled while it counts, by a process that dies before it stops the execution.
      if (when === 'before' && number === 4 && world !== undefined) {
        await act(world.db, await runOf(world.db, run(january)), 'cancel', {
          cancelled: { by: 'liisa', atMs: openedAt, reason: 'Kuitteja puuttuu' },
        });
      }
    };
    world = await month({ households: [household(1), household(2), late], onStep });
    const first = await start(world, openedAt, { period: january });
    expect(first.state).toBe('CANCELLED');
    expect(first.hash).toBeUndefined();
    expect(world.machine.executions.get('BONUS-havu-2026-01-1-1')?.status).toBe('FAILED');
    await expect(rematchReceipts(world.db, run(january), null, world.newToken, openedAt)).rejects.toThrow(
      'only a draft',
    );
  });

  it.each(['CALCULATED', 'SUBMITTED'] as const)(
    'can be cancelled while %s, and then nobody can approve it',
    async (state) => {
      const world = await month();
      const calculated = await start(world, openedAt, { period: january });
      const standing =
        state === 'CALCULATED'
          ? calculated
          : await act(world.db, calculated, 'submit', { submitted: { by: 'liisa', atMs: openedAt } });
      await cancel(world, openedAt, standing);
      await expect(act(world.db, standing, state === 'SUBMITTED' ? 'approve' : 'submit')).rejects.toMatchObject({
        code: 'runNotInState',
      });
    },
  );
});
