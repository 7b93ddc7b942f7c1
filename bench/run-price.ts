import { planFiles } from '../domain/file-plan.ts';
import { householdsPerShard, shardCountFor } from '../domain/shard.ts';
import { configs } from '../lib/config.ts';
import { type Deployed, deployed } from './deployed.ts';
import { readPrices } from './prices.ts';
import { dollars, figure, type ReportTable } from './report.ts';
import { billedMs, gbSeconds, type Price, runPrice } from './rules/price.ts';
import { type Course, transitionsOf } from './rules/transitions.ts';
import { type HeavyStep, heavySteps, type RunCpu, runCpu } from './run-cpu.ts';
import { planOf } from './run-units.ts';

/** The run that is priced: one co-op with every household of the federation, and all its outlets. */
export const federationHouseholds = 1_300_000;
export const outlets = 2_000;
/** From the end of the calculation to the approval, in hours: the wait is renewed meanwhile. */
export const approvalHours = 48;
/** What Step Functions logs for a state without its data: entered, scheduled, started, succeeded, left. */
export const logBytesPerTransition = 5 * 400;
/** Kept back by a step that pages (functions/workflow/pages.ts): it begins no page when less time is left. */
const reserveSeconds = 120;
/** Of 300 seconds that a step lives. */
const stepSeconds = 300;
/**
 * What a step waits for answers, a household: 5 ms an answer, 24 households at once (16 where it writes). Calculating asks for the month, the payee
 * and puts the result; checking asks for the household and the payee; posting puts the payment.
 */
const waitMsOf: Partial<Record<HeavyStep, number>> = {
  'calculate-shard': (3 * 5) / 24,
  'check-payees': (2 * 5) / 24,
  'post-shard': 5 / 16,
};
const waitMs = (step: HeavyStep, households: number): number => (waitMsOf[step] ?? 0) * households;

/** What the state machine does in that run. */
export type Shape = {
  transitions: number;
  ofMaps: Record<string, number>;
  files: number;
  shards: number;
  chunks: number;
  calculateCalls: number;
  shardSeconds: number;
};

let once: Promise<Shape> | undefined;

/** Worked out once, for the sections that tell of it. */
export function runShape(): Promise<Shape> {
  once ??= measureShape();
  return once;
}

async function measureShape(): Promise<Shape> {
  const shards = shardCountFor(federationHouseholds);
  const { outletChunks } = await planOf(shards, outlets);
  return shapeOf(deployed(), await runCpu(), shards, outletChunks.length);
}

function shapeOf(stack: Deployed, { steps }: RunCpu, shards: number, chunks: number): Shape {
  const cpuMs = (steps['calculate-shard'].cpuMsPerThousand / 1_000) * householdsPerShard;
  const memoryMb = stack.memoryMbOf('calculate-shard');
  const shardSeconds = billedMs(cpuMs, waitMs('calculate-shard', householdsPerShard), memoryMb) / 1_000;
  const calculateCalls = Math.ceil(shardSeconds / (stepSeconds - reserveSeconds));
  const { settings, workflow } = configs.prod;
  const payments = Array.from({ length: shards }, (_, shard) => ({ shard, payments: householdsPerShard }));
  const files = planFiles(payments, settings.transactionsPerFile).length;
  const renewals = Math.floor((approvalHours * 3_600) / workflow.renewApprovalAfterSeconds);
  const course: Course = {
    items: {
      CalculateShards: shards,
      SumAllOutlets: chunks,
      CheckPayees: shards,
      WriteFiles: files,
      PostShards: shards,
    },
    choices: {
      // Opened; woken by the first signature; woken by the second.
      WhereToGoOn: { values: ['CALCULATE', 'APPROVAL', 'FILES'] },
      MoreUnmatched: { pages: 1 },
      MoreHouseholds: { pages: calculateCalls },
      DoBothRoadsAgree: { value: 'AGREE' },
      IsDryRun: 'default',
      CheckShardAgain: { pages: steps['check-payees'].calls },
      PostShardAgain: { pages: steps['post-shard'].calls },
    },
    renewals: { AwaitApproval: renewals, TellApprovers: renewals },
  };
  const toFiles = transitionsOf(stack.payoutMachine, course);
  const release = transitionsOf(stack.payoutMachine, {
    ...course,
    choices: { ...course.choices, WhereToGoOn: { value: 'POST' } },
    renewals: {},
  });
  return {
    transitions: toFiles.transitions + release.transitions,
    ofMaps: { ...toFiles.ofMaps, ...release.ofMaps },
    files,
    shards,
    chunks,
    calculateCalls,
    shardSeconds,
  };
}

/** The price of that run, whose steps use so many units a household. */
export async function priceOfRun(unitsOfHousehold: { readUnits: number; writeUnits: number }): Promise<Price> {
  return priceOf(deployed(), await runCpu(), unitsOfHousehold, await runShape());
}

function priceOf(
  stack: Deployed,
  { steps }: RunCpu,
  { readUnits, writeUnits }: { readUnits: number; writeUnits: number },
  shape: Shape,
): Price {
  const used = (name: HeavyStep): number => {
    const memoryMb = stack.memoryMbOf(name);
    return gbSeconds(
      billedMs(
        (steps[name].cpuMsPerThousand / 1_000) * federationHouseholds,
        waitMs(name, federationHouseholds),
        memoryMb,
      ),
      memoryMb,
    );
  };
  const callsOfShard = shape.calculateCalls + steps['check-payees'].calls + steps['post-shard'].calls;
  const invocations = shape.shards * callsOfShard + shape.chunks + shape.files;
  return runPrice(readPrices(), {
    readUnits: readUnits * federationHouseholds,
    writeUnits: writeUnits * federationHouseholds,
    transitions: shape.transitions,
    invocations,
    gbSeconds: heavySteps.reduce((sum, name) => sum + used(name), 0),
    logBytes: shape.transitions * logBytesPerTransition,
    files: shape.files,
  });
}

/** The items of a price and their sum. */
export function priceTable(title: string, { items, dollars: sum }: Price): ReportTable {
  return {
    title,
    head: ['item', 'quantity', 'price'],
    rows: [
      ...items.map(({ what, quantity, unit, dollars: price }) => [what, `${figure(quantity)} ${unit}`, dollars(price)]),
      ['whole run', '', dollars(sum)],
    ],
  };
}
