import { once } from 'node:events';
import process from 'node:process';
import { type CpuTask, taskOf } from './cpu-tasks.ts';

/** What one way to do a task took, round by round. */
export type Rounds = { cpuMs: number[]; wallMs: number[]; gave: unknown };
export type CpuResult = { ways: Record<string, Rounds>; rssMb: number; logBytes: number };

/**
 * A process of its own for one measurement. Does the task to warm up, then round by round, each way of doing it in turn, and tells the CPU
 * time of each, the time that passed, the largest memory, and how many bytes the functions wrote to their log meanwhile.
 */
async function measure(task: CpuTask, loggedBytes: () => number): Promise<CpuResult> {
  const ways = await taskOf(task);
  const result: CpuResult = { ways: {}, rssMb: 0, logBytes: 0 };
  for (const name of Object.keys(ways)) result.ways[name] = { cpuMs: [], wallMs: [], gave: null };
  for (let round = -task.warmUps; round < task.rounds; round += 1) {
    const before = loggedBytes();
    for (const [name, work] of Object.entries(ways)) {
      const cpu = process.cpuUsage();
      const begin = performance.now();
      const gave = await work();
      const { user, system } = process.cpuUsage(cpu);
      const rounds = result.ways[name];
      if (round < 0 || rounds === undefined) continue;
      rounds.cpuMs.push((user + system) / 1_000);
      rounds.wallMs.push(performance.now() - begin);
      rounds.gave = gave ?? null;
    }
    if (round >= 0) result.logBytes += loggedBytes() - before;
  }
  result.rssMb = process.resourceUsage().maxRSS / 1_024;
  return result;
}

let logged = 0;
const write = process.stdout.write.bind(process.stdout);
const count = (chunk: string | Uint8Array): boolean => {
  logged += Buffer.byteLength(chunk);
  return true;
};
process.stdout.write = count as typeof process.stdout.write;
process.stderr.write = count as typeof process.stderr.write;

const result = await measure(JSON.parse(process.argv[2] ?? '') as CpuTask, () => logged);
if (!write(JSON.stringify(result))) await once(process.stdout, 'drain');
process.exit(0);
