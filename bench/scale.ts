import { fileURLToPath } from 'node:url';
import { householdsPerShard, shardCountFor } from '../domain/shard.ts';
import { configs } from '../lib/config.ts';
import type { Federation } from '../scripts/demo/federation.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { writeItems } from '../scripts/demo/write-items.ts';
import { neutralEnv } from '../scripts/local-cloud/environment.ts';
import type { LocalCloud } from '../scripts/local-cloud.ts';
import { size } from './cpu-tasks.ts';
import { emulatedRegister, withEmulator } from './emulator.ts';
import { generatedFederation } from './material.ts';
import { outputOf } from './quiet-child.ts';
import { type Aim, figure, type ReportTable, type Section } from './report.ts';
import { federationHouseholds, priceOfRun, priceTable } from './run-price.ts';
import { receiptItems, runHouseholds, runUnits, type StepUnits } from './run-units.ts';
import { benchSealer } from './sealing.ts';

/** The measured run. */
const households = 20_000;
const shards = shardCountFor(households);
/** Some, so that the emulator is filled in minutes. */
const receiptsOfHousehold = 4;
/** What these steps read depends on the receipts: it is taken from the run of few households with as many as there are (100 M / 1.3 M). */
const stepsOfReceipts = ['calculate-shard', 'sum-outlets'];
/** Households that are put at once, so that this process does not hold them all as items. */
const portion = 1_000;
/** What a heap holds after collecting garbage still varies by some MB. */
const aimGrowth = 1.5;

const child = fileURLToPath(new URL('./scale-child.ts', import.meta.url));

export type ScaleTask = {
  cloud: Pick<LocalCloud, 'endpointUrl' | 'region'>;
  tableName: string;
  shards: number[];
  outletIds: string[];
};
/** A step of one shard, or of the whole run: what it took, and the memory up to its end. */
export type StepTime = { step: string; wallMs: number; cpuMs: number; rssMb: number; heapMb: number };
export type ScaleResult = { times: StepTime[]; units: StepUnits[] };

/** A run of many households on the emulator: its time, its memory by households, and what that says of a whole federation. */
export async function scaleSection(): Promise<Section> {
  const { times, units } = await withEmulator(measured);
  const memory = memoryRows(times);
  return {
    title: `A run of ${figure(households)} households`,
    text: [
      `Every step of a run of ${figure(households)} households in ${shards} shards, ${receiptsOfHousehold} receipts each, one shard after the other in one process, on the emulator of this machine: it answers from one process too, so both wait for each other, and DynamoDB answers sooner.`,
      `Extrapolated: ${figure(federationHouseholds)} households are ${shardCountFor(federationHouseholds)} shards of ${figure(householdsPerShard)}. One after the other is as measured here; at once is as the state machine of production does it (${configs.prod.workflow.shardsAtOnce} shards, ${configs.prod.workflow.filesAtOnce} files), if each takes as long as here.`,
      `Cost: units of this run for each household, but for ${stepsOfReceipts.join(' and ')} those of the section before, with ${size.receiptsOfHousehold} receipts a household; transitions and Lambda time as there.`,
    ],
    tables: [
      timeTable(times, units),
      priceTable(`Cost of ${figure(federationHouseholds)} households`, await priceOfRun(await unitsOfHousehold(units))),
      memoryTable(memory),
    ],
    aims: [flat(memory)],
  };
}

/** What a household uses in a whole run, if it has as many receipts as there are. */
async function unitsOfHousehold(units: readonly StepUnits[]): Promise<{ readUnits: number; writeUnits: number }> {
  const isOfReceipts = ({ step }: StepUnits): boolean => stepsOfReceipts.includes(step);
  const few = (await runUnits()).filter(isOfReceipts);
  const many = units.filter((step) => !isOfReceipts(step));
  const of = (kind: 'readUnits' | 'writeUnits'): number =>
    sumOf(few, (step) => step.units[kind]) / runHouseholds + sumOf(many, (step) => step.units[kind]) / households;
  return { readUnits: of('readUnits'), writeUnits: of('writeUnits') };
}

async function measured(cloud: LocalCloud): Promise<ScaleResult> {
  const db = await emulatedRegister(cloud);
  const made = generatedFederation(households, shards);
  const directory: Federation = { ...made, households: [] };
  const seal = benchSealer(made);
  await writeItems(db, itemsOfFederation(directory, seal), () => undefined);
  const known = new Set(itemsOfFederation(directory, seal).map(({ pk, sk }) => `${pk} ${sk}`));
  for (let from = 0; from < households; from += portion) {
    const to = from + portion;
    const some = { ...made, households: made.households.slice(from, to) };
    const items = itemsOfFederation(some, seal).filter(({ pk, sk }) => !known.has(`${pk} ${sk}`) && isReadByARun(pk));
    const receipts = receiptItems(made, receiptsOfHousehold, { from, to });
    await writeItems(db, [...items, ...receipts], () => undefined);
  }
  const task: ScaleTask = {
    cloud: { endpointUrl: cloud.endpointUrl, region: cloud.region },
    tableName: db.tableName,
    shards: Array.from({ length: shards }, (_, shard) => shard),
    outletIds: made.outlets.map(({ outlet }) => outlet.outletId),
  };
  return JSON.parse(await outputOf(['--expose-gc', child, JSON.stringify(task)], neutralEnv())) as ScaleResult;
}

/** Cards and numbers by which a purchase finds its household are read by the recorder alone. */
const isReadByARun = (pk: unknown): boolean => !/^(CARD|LOOKUP)#/.test(String(pk));

const sumOf = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((sum, one) => sum + of(one), 0);

/** Steps in their order, those of the shards together. */
function timeTable(times: readonly StepTime[], units: readonly StepUnits[]): ReportTable {
  const names = [...new Set(times.map(({ step }) => step))];
  const rows = names.map((name) => {
    const own = times.filter(({ step }) => step === name);
    const used = units.find(({ step }) => step === name)?.units;
    return {
      name,
      wallMs: sumOf(own, ({ wallMs }) => wallMs),
      cpuMs: sumOf(own, ({ cpuMs }) => cpuMs),
      readUnits: used?.readUnits ?? 0,
      writeUnits: used?.writeUnits ?? 0,
      atOnce: atOnceOf[name] ?? 1,
    };
  });
  const times65 = federationHouseholds / households;
  const cells = ({ name, wallMs, cpuMs, readUnits, writeUnits }: Omit<(typeof rows)[number], 'atOnce'>, at: number) => [
    name,
    figure(wallMs / 1_000, 1),
    figure(cpuMs / 1_000, 1),
    figure(readUnits / households, 2),
    figure(writeUnits / households, 2),
    figure((wallMs * times65) / 60_000, 1),
    figure(at, 1),
  ];
  const minutesAtOnce = (row: (typeof rows)[number]): number => (row.wallMs * times65) / row.atOnce / 60_000;
  const whole = {
    name: 'whole run',
    wallMs: sumOf(rows, ({ wallMs }) => wallMs),
    cpuMs: sumOf(rows, ({ cpuMs }) => cpuMs),
    readUnits: sumOf(rows, ({ readUnits }) => readUnits),
    writeUnits: sumOf(rows, ({ writeUnits }) => writeUnits),
  };
  return {
    title: `Time and units, and the time of ${figure(federationHouseholds)} households`,
    head: [
      'step',
      's',
      'CPU s',
      'read units a household',
      'write units a household',
      `min for ${figure(federationHouseholds)}, one after the other`,
      'min, as many at once as in production',
    ],
    rows: [...rows.map((row) => cells(row, minutesAtOnce(row))), cells(whole, sumOf(rows, minutesAtOnce))],
  };
}

const { shardsAtOnce, outletChunksAtOnce, filesAtOnce } = configs.prod.workflow;
/** What of a step goes on side by side; the rest is one after the other. */
const atOnceOf: Readonly<Record<string, number>> = {
  'calculate-shard': shardsAtOnce,
  'sum-outlets': outletChunksAtOnce,
  'check-payees': shardsAtOnce,
  'plan-files and write-file': filesAtOnce,
  'post-shard': shardsAtOnce,
};

type MemoryRow = { step: string; byShards: StepTime[] };

const memoryRows = (times: readonly StepTime[]): MemoryRow[] =>
  ['calculate-shard', 'check-payees', 'post-shard'].map((step) => ({
    step,
    byShards: times.filter((time) => time.step === step),
  }));

/** After the first shard, half of them, all: 5,000, 10,000 and 20,000 households. */
const looks = [1, shards / 2, shards] as const;

function memoryTable(rows: readonly MemoryRow[]): ReportTable {
  return {
    title: 'Memory by households, MB: heap in use after the step (largest memory of the process so far)',
    head: ['step', ...looks.map((count) => `after ${figure(count * householdsPerShard)}`)],
    rows: rows.map(({ step, byShards }) => [
      step,
      ...looks.map((count) => {
        const time = byShards[count - 1];
        return `${figure(time?.heapMb ?? 0, 1)} (${figure(time?.rssMb ?? 0)})`;
      }),
    ]),
  };
}

function flat(rows: readonly MemoryRow[]): Aim {
  const growths = rows.map(({ byShards }) => (byShards.at(-1)?.heapMb ?? 0) / (byShards[0]?.heapMb ?? 1));
  const most = Math.max(...growths);
  return {
    what: `memory flat in the number of households: heap in use after ${figure(households)} ≤ ${aimGrowth} × that after ${figure(householdsPerShard)}`,
    measured: `at most ${figure(most, 2)} ×`,
    met: most <= aimGrowth,
  };
}
