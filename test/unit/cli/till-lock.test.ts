import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { holderOf, lockFolder } from '../../../cli/till/lock.ts';
import type { Visit } from './lock-visitor.ts';
import { temporaryFolder } from './workplace.ts';

/** No process has it: pids end far below on every system. */
const deadPid = 2 ** 30;

describe('lockFolder', () => {
  it('is held by one, and free again afterwards', async () => {
    const folder = await temporaryFolder();
    const unlock = await lockFolder(folder);
    expect(await holderOf(folder)).toBe(process.pid);
    await expect(lockFolder(folder)).rejects.toMatchObject({ exit: 'conflict' });
    await unlock();
    expect(await holderOf(folder)).toBeUndefined();
    await (await lockFolder(folder))();
  });

  it('is taken over from a dead process, by one of many that try at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const folder = await temporaryFolder();
      await writeFile(join(folder, 'lock.7'), JSON.stringify({ pid: deadPid, startedAt: null }));
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await readdir(folder)).toEqual(['lock.8']);
    }
  });

  it('has one holder at a time, however many come and go', async () => {
    const folder = await temporaryFolder();
    const counters = new Int32Array(new SharedArrayBuffer(12));
    const visit: Visit = { counters, folder, milliseconds: 2_500 };
    const script = new URL('lock-visitor.ts', import.meta.url);
    const threads = Array.from({ length: 6 }, () => new Worker(script, { workerData: visit }));
    await Promise.all(threads.map((thread) => once(thread, 'exit')));
    const [, mostAtOnce = 0, visits = 0] = counters;
    expect(mostAtOnce).toBe(1);
    expect(visits).toBeGreaterThan(20);
    expect((await readdir(folder)).filter((name) => name.startsWith('lock.'))).toHaveLength(1);
  }, 30_000);

  it.runIf(process.platform === 'linux')('is taken over from a process whose pid was given out again', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock.1'), JSON.stringify({ pid: process.pid, startedAt: 'another boot 1' }));
    await (await lockFolder(folder))();
  });

  it.each(['', '{"pid":', 'null'])(
    'is free if the file holds %j: a machine that lost power wrote no more',
    async (text) => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, 'lock.3'), text);
      await (await lockFolder(folder))();
    },
  );
});
