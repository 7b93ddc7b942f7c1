import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { size, thousandHouseholds } from './cpu-tasks.ts';
import type { CpuResult } from './cpu-worker.ts';
import { batchSizes, cpuMsOf, measured, pathCpu } from './measurements.ts';
import { type Aim, figure, type ReportTable, type Section } from './report.ts';
import { median, medianRatio } from './rules/statistics.ts';
import { heavySteps, households, type RunCpu, runCpu } from './run-cpu.ts';
import { benchSealer } from './sealing.ts';
import { startStub } from './stub/start.ts';
import { statementsPerCall } from './write-variants.ts';

const aimMs = 350;

/** CPU time of the functions against a stub of AWS in another process. */
export async function cpuSection(): Promise<Section> {
  const path = await pathCpu();
  const write = await measureWrites();
  const run = await runCpu();
  const reading = median(run.read.ways['as it is']?.cpuMs ?? []);
  const aims: Aim[] = [
    {
      what: `Bonus of 1,000 households with reading, ${size.receiptsOfHousehold} receipts each, ≤ ${aimMs} ms`,
      measured: `${figure(reading)} ms`,
      met: reading <= aimMs,
    },
  ];
  return {
    title: 'CPU time',
    text: [
      'User and system time of the process, after warming up, in milliseconds; medians of rounds. Ways to do the same take turns in one process, and their ratios are medians of the ratios within a round. The handlers are the bundles that are deployed; calls go to a stub on loopback, one handler at a time.',
    ],
    tables: [
      {
        title: 'Per 1,000 receipts',
        head: ['receipts a request', ...batchSizes.map(String)],
        rows: [
          ['till API (pos-receipts)', ...batchSizes.map((batch) => figure(path[batch].tillMs))],
          ['recorder (record-receipts)', ...batchSizes.map((batch) => figure(path[batch].recorderMs))],
          ['largest memory, MB', ...batchSizes.map((batch) => figure(path[batch].rssMb))],
        ],
      },
      waysTable(
        'Ways to write 1,000 receipts once',
        write,
        { 'PutItem, one a receipt': size.receipts },
        size.receipts / statementsPerCall,
      ),
      waysTable(
        `Ways to read and calculate 1,000 households of ${size.receiptsOfHousehold} receipts`,
        run.read,
        {},
        size.households,
      ),
      stepsTable(run),
    ],
    aims,
  };
}

async function measureWrites(): Promise<CpuResult> {
  const stub = await startStub();
  try {
    const federation = thousandHouseholds();
    await stub.keep(itemsOfFederation(federation, benchSealer(federation)));
    return await measured(stub, { kind: 'write', warmUps: 3, rounds: 7 });
  } finally {
    await stub.stop();
  }
}

/** @param calls of a way, where it is not `usualCalls` */
function waysTable(title: string, { ways }: CpuResult, calls: Record<string, number>, usualCalls: number): ReportTable {
  const first = Object.values(ways)[0]?.cpuMs ?? [];
  return {
    title,
    head: ['way', 'CPU ms', 'of the first', 'calls'],
    rows: Object.entries(ways).map(([name, { cpuMs }]) => [
      name,
      figure(median(cpuMs)),
      figure(medianRatio(cpuMs.map((one, round) => [one, first[round] ?? Number.NaN])), 2),
      figure(calls[name] ?? usualCalls),
    ]),
  };
}

function stepsTable({ steps, bonus }: RunCpu): ReportTable {
  return {
    title: 'A run, per 1,000 households',
    head: ['step', 'CPU ms', 'largest memory, MB'],
    rows: [
      ['calculateBonus alone, nothing read', figure(cpuMsOf(bonus, 'calculateBonus'), 1), ''],
      ...heavySteps.map((name) => [
        `${name}, whole (${figure(households)} households measured)`,
        figure(steps[name].cpuMsPerThousand),
        figure(steps[name].rssMb),
      ]),
    ],
  };
}
