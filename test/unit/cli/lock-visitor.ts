import { workerData } from 'node:worker_threads';
import { lockFolder } from '../../../cli/till/lock.ts';

/** A thread that takes a lock again and again and counts who is inside: [holders now, most at once, visits]. */
export type Visit = { counters: Int32Array; folder: string; milliseconds: number };

const { counters, folder, milliseconds } = workerData as Visit;
const end = performance.now() + milliseconds;
while (performance.now() < end) {
  const unlock = await lockFolder(folder).catch(() => undefined);
  if (unlock === undefined) continue;
  const holders = Atomics.add(counters, 0, 1) + 1;
  if (holders > Atomics.load(counters, 1)) Atomics.store(counters, 1, holders);
  Atomics.add(counters, 2, 1);
  await new Promise(setImmediate);
  Atomics.sub(counters, 0, 1);
  await unlock();
}
