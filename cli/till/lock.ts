import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { CliError } from '../exit-codes.ts';
import { isFileError, privateFile } from '../files.ts';
import { jsonOf } from '../json.ts';

const holderSchema = z.strictObject({ pid: z.int(), startedAt: z.nullable(z.string()) });
type Holder = z.infer<typeof holderSchema>;

/** `lock.<n>`: the lock belongs to the process that stands in the file of the highest number. */
const namePattern = /^lock\.([1-9]\d*)$/;

/**
 * Takes the folder for this process alone. A holder that was killed is recognised: its pid is gone, or belongs to a process
 * that started at another time. A lock is never freed by deleting it: taking over writes the next number, which succeeds
 * for one process only, so two that find a dead holder at the same moment cannot both go on.
 * @returns gives the folder free
 * @throws CliError conflict if a living process holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const mine = { pid: process.pid, startedAt: startOf(process.pid) };
  for (;;) {
    const { number, holder } = await highestLock(folder);
    if (holder !== undefined && isAlive(holder)) {
      const message = `Another omistaja (process ${holder.pid}) is working with ${folder}.`;
      throw new CliError('conflict', message, 'Wait until it has ended, or end it: nothing is lost.');
    }
    const name = await claim(folder, number + 1, mine);
    if (name === undefined) continue;
    // Numbers only grow, so whoever made a higher one meanwhile saw this one missing: they have it.
    if ((await highestLock(folder)).number > number + 1) {
      await rm(join(folder, name), { force: true });
      continue;
    }
    await removeBelow(folder, number + 1);
    return async () => await writeFile(join(folder, name), '', { mode: privateFile });
  }
}

/** The process that holds a folder, or undefined. */
export async function holderOf(folder: string): Promise<number | undefined> {
  const { holder } = await highestLock(folder);
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

/** The present lock: 0 if there was never one; no holder if it was given free. */
async function highestLock(folder: string): Promise<{ number: number; holder: Holder | undefined }> {
  for (;;) {
    const number = Math.max(0, ...(await lockNumbers(folder)));
    if (number === 0) return { number, holder: undefined };
    try {
      const text = await readFile(join(folder, `lock.${number}`), 'utf8');
      return { number, holder: z.safeParse(holderSchema, jsonOf(text)).data };
    } catch (error) {
      // Someone took over and removed it between the two reads.
      if (!isFileError(error, 'ENOENT')) throw error;
    }
  }
}

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => namePattern.exec(name)?.slice(1).map(Number) ?? []);
}

/** Makes a lock file with its content in one step; undefined if another process was first. */
async function claim(folder: string, number: number, holder: Holder): Promise<string | undefined> {
  const draft = join(folder, `lock-draft.${randomUUID()}`);
  const name = `lock.${number}`;
  await writeFile(draft, JSON.stringify(holder), { mode: privateFile, flag: 'wx' });
  try {
    await link(draft, join(folder, name));
    return name;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const older of await lockNumbers(folder)) {
    if (older < number) await rm(join(folder, `lock.${older}`), { force: true });
  }
}

/** Signal 0 only asks. EPERM: it lives and is another user's. */
function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isFileError(error, 'ESRCH')) return false;
    if (!isFileError(error, 'EPERM')) throw error;
  }
  const now = startOf(pid);
  return startedAt === null || now === null || startedAt === now;
}

/**
 * When a process started, as this boot and clock ticks since it, so that a pid that was given out again (in a container
 * always the same) is not taken for the old process. Null where the system does not tell: then the pid alone must do.
 */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): field 22 is the start; fields are counted after the name, which may hold spaces and brackets.
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return startTicks === undefined ? null : `${boot} ${startTicks}`;
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ESRCH', 'EACCES')) return null;
    throw error;
  }
}
