import { planFiles } from '../domain/file-plan.ts';
import { householdsPerShard, shardCountFor } from '../domain/shard.ts';
import { configs } from '../lib/config.ts';
import { size } from './cpu-tasks.ts';
import { type Deployed, deployed } from './deployed.ts';
import { readPrices } from './prices.ts';
import { type Aim, dollars, figure, type ReportTable, type Section } from './report.ts';
import { billedMs, gbSeconds, type Price, runPrice } from './rules/price.ts';
import { type Course, transitionsOf } from './rules/transitions.ts';
import { type HeavyStep, heavySteps, type RunCpu, runCpu } from './run-cpu.ts';
import { planOf, runHouseholds, runUnits, type StepUnits } from './run-units.ts';

/** The run that is priced: one co-op with every household of the federation, and all its outlets. */
const households = 1_300_000;
const outlets = 2_000;
const aimTransitions = 3_000;
/** From the end of the calculation to the approval, in hours: the wait is renewed meanwhile. */
const approvalHours = 48;
/** What Step Functions logs for a state without its data: entered, scheduled, started, succeeded, left. */
const logBytesPerTransition = 5 * 400;
/** Kept back by a step that pages (functions/workflow/pages.ts): it begins no page when less time is left. */
const reserveSeconds = 120;
/** Of 300 seconds that a step lives. */
const stepSeconds = 300;
/** Calls of calculate-shard for a household: its month, its payee, its result; 24 households at once, 5 ms an answer. */
const waitMsPerHousehold = (3 * 5) / 24;

export async function runSection(): Promise<Section> {
  const stack = deployed();
  const cpu = await runCpu();
  const steps = await runUnits();
  const shards = shardCountFor(households);
  const { outletChunks } = await planOf(shards, outlets);
  const shape = shapeOf(stack, cpu, shards, outletChunks.length);
  const price = priceOf(stack, cpu, steps, shape);
  const calculation = shape.ofMaps.CalculateShards ?? 0;
  return {
    title: 'A payout run: units, transitions, price',
    text: [
      `Units: every step of a run of ${runHouseholds} households with ${size.receiptsOfHousehold} receipts each was run on the emulator, and its real calls were counted by DynamoDB's size rules. What is read once a run or a page is spread over these few households here, so a real household costs a little less.`,
      `Transitions: a function walks the state machine of the synthesized stack for one co-op of ${figure(households)} households, to the files and then from the release to the journal (${shards} shards of ${figure(householdsPerShard)}, ${figure(outlets)} outlets in ${outletChunks.length} chunks by plan-run itself, ${shape.files} files): one for each state entered, one for each child execution started; the approval comes after ${approvalHours} hours. A shard takes calculate-shard ${figure(shape.shardSeconds)} s, so ${shape.calculateCalls === 1 ? 'one call does it whole' : `${shape.calculateCalls} calls`}.`,
      `Lambda time: CPU measured here, scaled to the functions' share of a vCPU, and what calculate-shard waits for answers. Logs of Step Functions: ${figure(logBytesPerTransition)} bytes a transition (assumed).`,
    ],
    tables: [unitsTable(steps), transitionsTable(shape), priceTable(price)],
    aims: [aimOf(shape.transitions, calculation)],
  };
}

type Shape = {
  transitions: number;
  ofMaps: Record<string, number>;
  files: number;
  shards: number;
  chunks: number;
  calculateCalls: number;
  shardSeconds: number;
};

function shapeOf(stack: Deployed, { steps }: RunCpu, shards: number, chunks: number): Shape {
  const cpuMs = (steps['calculate-shard'].cpuMsPerThousand / 1_000) * householdsPerShard;
  const memoryMb = stack.memoryMbOf('calculate-shard');
  const shardSeconds = billedMs(cpuMs, waitMsPerHousehold * householdsPerShard, memoryMb) / 1_000;
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

function priceOf(stack: Deployed, { steps }: RunCpu, units: readonly StepUnits[], shape: Shape): Price {
  const times = households / runHouseholds;
  const used = (name: HeavyStep): number => {
    const waitMs = name === 'calculate-shard' ? waitMsPerHousehold * households : 0;
    const memoryMb = stack.memoryMbOf(name);
    return gbSeconds(billedMs((steps[name].cpuMsPerThousand / 1_000) * households, waitMs, memoryMb), memoryMb);
  };
  const callsOfShard = shape.calculateCalls + steps['check-payees'].calls + steps['post-shard'].calls;
  const invocations = shape.shards * callsOfShard + shape.chunks + shape.files;
  return runPrice(readPrices(), {
    readUnits: units.reduce((sum, step) => sum + step.units.readUnits, 0) * times,
    writeUnits: units.reduce((sum, step) => sum + step.units.writeUnits, 0) * times,
    transitions: shape.transitions,
    invocations,
    gbSeconds: heavySteps.reduce((sum, name) => sum + used(name), 0),
    logBytes: shape.transitions * logBytesPerTransition,
    files: shape.files,
  });
}

function unitsTable(steps: readonly StepUnits[]): ReportTable {
  const row = (name: string, of: readonly StepUnits[]): string[] => {
    const sum = (pick: (step: StepUnits) => number): number => of.reduce((all, step) => all + pick(step), 0);
    return [
      name,
      figure(sum(({ units }) => units.calls)),
      figure(sum(({ units }) => units.readUnits) / runHouseholds, 2),
      figure(sum(({ units }) => units.writeUnits) / runHouseholds, 2),
    ];
  };
  return {
    title: 'Units of a run, a household',
    head: ['step', `calls for ${runHouseholds}`, 'read units a household', 'write units a household'],
    rows: [...steps.map((step) => row(step.step, [step])), row('whole run', steps)],
  };
}

function transitionsTable({ transitions, ofMaps }: Shape): ReportTable {
  const inMaps = Object.values(ofMaps).reduce((sum, one) => sum + one, 0);
  return {
    title: `State transitions for ${figure(households)} households`,
    head: ['part', 'transitions'],
    rows: [
      ...Object.entries(ofMaps).map(([name, one]) => [name, figure(one)]),
      ['the run itself', figure(transitions - inMaps)],
      ['whole run', figure(transitions)],
      ['per 1,000 households', figure((transitions / households) * 1_000, 2)],
    ],
  };
}

function priceTable({ items, dollars: sum }: Price): ReportTable {
  return {
    title: `Price of a run of ${figure(households)} households`,
    head: ['item', 'quantity', 'price'],
    rows: [
      ...items.map(({ what, quantity, unit, dollars: price }) => [what, `${figure(quantity)} ${unit}`, dollars(price)]),
      ['whole run', '', dollars(sum)],
    ],
  };
}

const aimOf = (transitions: number, calculation: number): Aim => ({
  what: `≤ ${figure(aimTransitions)} state transitions, parent and control sums included`,
  measured: `${figure(transitions)}, of which ${figure(calculation)} calculate`,
  met: transitions <= aimTransitions,
});
