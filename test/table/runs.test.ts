import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { livePointerKey, type RunId } from '../../functions/table/keys.ts';
import { getItem } from '../../functions/table/read.ts';
import {
  act,
  changeRun,
  liveRuns,
  openRun,
  postedAttempts,
  runIdOf,
  runOf,
  runsOf,
} from '../../functions/table/runs.ts';
import { barrier, noon, unique } from '../fixtures/recording.ts';
import { aRun } from '../fixtures/register-items.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

/** A run of a co-op of its own. */
const newRun = (overrides: Parameters<typeof aRun>[0] = {}) => aRun({ coopId: `c${unique()}`, ...overrides });
async function opened(overrides: Parameters<typeof aRun>[0] = {}) {
  const run = newRun(overrides);
  expect(await openRun(cloud.register, run, undefined)).toBe(true);
  return run;
}
const pointer = async (id: RunId) => (await getItem(cloud.register, livePointerKey(id)))?.attempt;
const losingFirstAnswer = () => {
  const db = cloud.anotherClient(cloud.register);
  let writes = 0;
  injectFaults(db, ({ isWrite }) => {
    writes += isWrite ? 1 : 0;
    return isWrite && writes === 1 ? 'lostResponse' : undefined;
  });
  return db;
};

describe('openRun', () => {
  it('lets one of sixteen win; run and pointer are the winner’s', async () => {
    const coopId = `c${unique()}`;
    const start = barrier(16);
    const runs = Array.from({ length: 16 }, (_, index) =>
      aRun({ coopId, opened: { by: `staff-${index}`, atMs: noon } }),
    );
    const outcomes = await Promise.all(
      runs.map(async (run) => {
        await start();
        return await openRun(cloud.register, run, undefined);
      }),
    );
    expect(outcomes.filter((won) => won)).toHaveLength(1);
    const winner = runs[outcomes.indexOf(true)] ?? newRun();
    expect(await runOf(cloud.register, runIdOf(winner))).toEqual(winner);
    expect(await pointer(winner)).toBe('1');
  });

  it('follows the attempt that the pointer names, and no other', async () => {
    const first = await opened();
    const second = { ...first, attempt: '2' };
    expect(await openRun(cloud.register, second, undefined)).toBe(false);
    expect(await openRun(cloud.register, second, '7')).toBe(false);
    expect(await pointer(first)).toBe('1');
    await expect(runOf(cloud.register, runIdOf(second))).rejects.toMatchObject({ code: 'unknownRun' });
    expect(await openRun(cloud.register, second, '1')).toBe(true);
    expect(await pointer(first)).toBe('2');
    expect(await openRun(cloud.register, { ...second, opened: { by: 'other', atMs: noon } }, '2')).toBe(false);
  });

  it('opens a dry run beside everything, without the pointer', async () => {
    const dry = await opened({ dryRun: true, attempt: 'D1' });
    expect(await pointer(dry)).toBeUndefined();
    expect(await openRun(cloud.register, dry, undefined)).toBe(false);
    expect(await openRun(cloud.register, { ...dry, dryRun: false, attempt: '1' }, undefined)).toBe(true);
    expect(await pointer(dry)).toBe('1');
  });

  it('is done once when only its answer was lost', async () => {
    const run = newRun();
    expect(await openRun(losingFirstAnswer(), run, undefined)).toBe(true);
    expect(await runOf(cloud.register, runIdOf(run))).toEqual(run);
  });
});

describe('changeRun', () => {
  it('changes a run in the named states only, and says where it is otherwise', async () => {
    const run = await opened();
    const id = runIdOf(run);
    const changed = await changeRun(cloud.register, id, ['DRAFT', 'CALCULATED'], { hash: 'h', pass: 2 });
    expect(changed).toEqual({ ...run, hash: 'h', pass: 2 });
    expect(await runOf(cloud.register, id)).toEqual(changed);
    const refused = changeRun(cloud.register, id, ['SUBMITTED', 'APPROVED'], { state: 'FILES_WRITTEN' });
    await expect(refused).rejects.toMatchObject({ code: 'runNotInState', message: /DRAFT.*SUBMITTED or APPROVED/ });
    expect(await runOf(cloud.register, id)).toEqual(changed);
    await expect(changeRun(cloud.register, { ...id, attempt: '9' }, ['DRAFT'], { pass: 2 })).rejects.toMatchObject({
      code: 'unknownRun',
    });
  });

  it('hands the run to the next execution once, with what stopped the one before no longer told', async () => {
    const run = await opened({ problem: 'SUMS_DIFFER' });
    const id = runIdOf(run);
    const start = barrier(8);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, async (_, index) => {
        await start();
        return await changeRun(
          cloud.register,
          id,
          ['DRAFT'],
          { execution: 2, taskToken: `t${index}` },
          { execution: 1 },
        );
      }),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const present = await runOf(cloud.register, id);
    expect(present).toMatchObject({ execution: 2 });
    expect(present.problem).toBeUndefined();
    expect((await changeRun(cloud.register, id, ['DRAFT'], { problem: 'STEP_FAILED' })).problem).toBe('STEP_FAILED');
  });

  it('is done when only its answer was lost', async () => {
    const run = await opened({ state: 'SUBMITTED', submitted: { by: 'a', atMs: noon } });
    const approved = await act(losingFirstAnswer(), run, 'approve', { approved: { by: 'b', atMs: noon } });
    expect(approved).toMatchObject({ state: 'APPROVED', approved: { by: 'b' } });
    const again = act(cloud.register, run, 'approve', { approved: { by: 'c', atMs: noon } });
    await expect(again).rejects.toMatchObject({ code: 'runNotInState' });
    expect(await runOf(cloud.register, runIdOf(run))).toEqual(approved);
  });
});

describe('act', () => {
  it('goes over the table of transitions; of two acts at once one is done', async () => {
    const run = await opened({ state: 'SUBMITTED' });
    const start = barrier(3);
    const outcomes = await Promise.allSettled(
      (['approve', 'reject', 'cancel'] as const).map(async (name) => {
        await start();
        return await act(cloud.register, run, name);
      }),
    );
    const done = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value.state);
    expect(done).toHaveLength(1);
    expect((await runOf(cloud.register, runIdOf(run))).state).toBe(done[0]);
  });

  it('refuses what does not follow before it writes', async () => {
    const run = await opened();
    await expect(act(cloud.register, run, 'approve')).rejects.toMatchObject({ code: 'runNotInState' });
    expect(await runOf(cloud.register, runIdOf(run))).toEqual(run);
  });
});

describe('runs of a co-op', () => {
  it('are listed oldest month first, attempts in order beyond nine, of one month alone; the posted ones by their pointer', async () => {
    const coopId = `c${unique()}`;
    const open = async (period: string, attempt: string, state: Parameters<typeof aRun>[0] = {}, previous?: string) =>
      await openRun(
        cloud.register,
        aRun({ coopId, period, attempt, dryRun: attempt.startsWith('D'), ...state }),
        previous,
      );
    await open('2026-10', '1');
    for (const attempt of ['1', '2', '9', '10'])
      await open(
        '2026-09',
        attempt,
        attempt === '10' ? { state: 'CLOSED', postedAtMs: noon } : { state: 'REJECTED' },
        { 2: '1', 9: '2', 10: '9' }[attempt],
      );
    await open('2026-09', 'D1');
    await open('2026-08', '1', { state: 'RELEASED' });
    await openRun(cloud.register, aRun({ coopId: `${coopId}x` }), undefined);

    const listed = (await runsOf(cloud.register, coopId, 'BONUS')).map((run) => `${run.period} ${run.attempt}`);
    expect(listed).toEqual([
      '2026-08 1',
      '2026-09 1',
      '2026-09 2',
      '2026-09 9',
      '2026-09 10',
      '2026-09 D1',
      '2026-10 1',
    ]);
    expect((await runsOf(cloud.register, coopId, 'BONUS', '2026-10')).map((run) => run.attempt)).toEqual(['1']);
    expect(await liveRuns(cloud.register, coopId, 'BONUS')).toEqual([
      { period: '2026-08', attempt: '1', state: 'RELEASED', posted: false },
      { period: '2026-09', attempt: '10', state: 'CLOSED', posted: true },
      { period: '2026-10', attempt: '1', state: 'DRAFT', posted: false },
    ]);
    expect(await postedAttempts(cloud.register, coopId, 'BONUS')).toEqual(
      new Map([
        ['2026-08', '1'],
        ['2026-09', '10'],
      ]),
    );
  });
});
