import { fileURLToPath } from 'node:url';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { directoryItems } from './boot-events.ts';
import { bundleFunctions } from './bundles.ts';
import { type CpuTask, thousandHouseholds } from './cpu-tasks.ts';
import type { CpuResult } from './cpu-worker.ts';
import { functionEnv } from './function-env.ts';
import { outputOf } from './quiet-child.ts';
import { median } from './rules/statistics.ts';
import { benchSealer } from './sealing.ts';
import { type Stub, startStub } from './stub/start.ts';

const worker = fileURLToPath(new URL('./cpu-worker.ts', import.meta.url));
export const batchSizes = [1, 10, 25, 100] as const;
export type BatchSize = (typeof batchSizes)[number];

/** Does a task in a process of its own. */
export async function measured(stub: Stub, task: CpuTask): Promise<CpuResult> {
  return JSON.parse(await outputOf([worker, JSON.stringify(task)], functionEnv(stub))) as CpuResult;
}

/** The CPU time of a task's only way, the median of its rounds. */
export const cpuMsOf = (result: CpuResult, way = 'handler'): number => median(result.ways[way]?.cpuMs ?? []);

/** What the two functions of a receipt's path need for a thousand receipts. */
export type PathCpu = { tillMs: number; recorderMs: number; logBytes: number; rssMb: number };

let path: Promise<Record<BatchSize, PathCpu>> | undefined;

/** Measured once, for the table of CPU times and for the prices. */
export function pathCpu(): Promise<Record<BatchSize, PathCpu>> {
  path ??= measurePath();
  return path;
}

async function measurePath(): Promise<Record<BatchSize, PathCpu>> {
  const stub = await startStub();
  try {
    const federation = thousandHouseholds();
    await stub.keep([...itemsOfFederation(federation, benchSealer(federation)), ...directoryItems]);
    const bundles = bundleFunctions(['pos-receipts', 'record-receipts'], 'functions');
    const entries: [BatchSize, PathCpu][] = [];
    for (const perRequest of batchSizes) {
      const rounds = { perRequest, warmUps: 3, rounds: 5 };
      const till = await measured(stub, { kind: 'till', bundle: bundles.fileOf('pos-receipts'), ...rounds });
      const recorder = await measured(stub, { kind: 'recorder', bundle: bundles.fileOf('record-receipts'), ...rounds });
      entries.push([
        perRequest,
        {
          tillMs: cpuMsOf(till),
          recorderMs: cpuMsOf(recorder),
          logBytes: (till.logBytes + recorder.logBytes) / rounds.rounds,
          rssMb: Math.max(till.rssMb, recorder.rssMb),
        },
      ]);
    }
    return Object.fromEntries(entries) as Record<BatchSize, PathCpu>;
  } finally {
    await stub.stop();
  }
}
