import { householdsPerShard } from '../domain/shard.ts';
import { size } from './cpu-tasks.ts';
import { type Aim, figure, type ReportTable, type Section } from './report.ts';
import {
  approvalHours,
  federationHouseholds as households,
  logBytesPerTransition,
  outlets,
  priceOfRun,
  priceTable,
  runShape,
  type Shape,
} from './run-price.ts';
import { runHouseholds, runUnits, type StepUnits } from './run-units.ts';

const aimTransitions = 3_000;

export async function runSection(): Promise<Section> {
  const shape = await runShape();
  const steps = await runUnits();
  const used = (of: 'readUnits' | 'writeUnits'): number =>
    steps.reduce((sum, { units }) => sum + units[of], 0) / runHouseholds;
  const price = await priceOfRun({ readUnits: used('readUnits'), writeUnits: used('writeUnits') });
  const calculation = shape.ofMaps.CalculateShards ?? 0;
  return {
    title: 'A payout run: units, transitions, price',
    text: [
      `Units: every step of a run of ${runHouseholds} households with ${size.receiptsOfHousehold} receipts each was run on the emulator, and its real calls were counted by DynamoDB's size rules. What is read once a run or a page is spread over these few households here, so a real household costs a little less.`,
      `Transitions: a function walks the state machine of the synthesized stack for one co-op of ${figure(households)} households, to the files and then from the release to the journal (${shape.shards} shards of ${figure(householdsPerShard)}, ${figure(outlets)} outlets in ${shape.chunks} chunks by plan-run itself, ${shape.files} files): one for each state entered, one for each child execution started; the approval comes after ${approvalHours} hours. A shard takes calculate-shard ${figure(shape.shardSeconds)} s, so ${shape.calculateCalls === 1 ? 'one call does it whole' : `${shape.calculateCalls} calls`}.`,
      `Lambda time: CPU measured here, scaled to the functions' share of a vCPU, and what steps wait for answers. Logs of Step Functions: ${figure(logBytesPerTransition)} bytes a transition (assumed).`,
    ],
    tables: [
      unitsTable(steps),
      transitionsTable(shape),
      priceTable(`Price of a run of ${figure(households)} households`, price),
    ],
    aims: [aimOf(shape.transitions, calculation)],
  };
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

const aimOf = (transitions: number, calculation: number): Aim => ({
  what: `≤ ${figure(aimTransitions)} state transitions, parent and control sums included`,
  measured: `${figure(transitions)}, of which ${figure(calculation)} calculate`,
  met: transitions <= aimTransitions,
});
