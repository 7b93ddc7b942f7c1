import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { functionNames } from '../lib/stateless-stack.ts';
import { baselineSource } from './baseline.ts';
import { bootEvents } from './boot-events.ts';
import { benchDirectory, bundle, bundleFunctions, plainOptions } from './bundles.ts';
import { functionEnv } from './function-env.ts';
import { outputOf } from './quiet-child.ts';
import { figure, type Section } from './report.ts';
import { median, medianRatio } from './rules/statistics.ts';
import { inputsOf, sdkUseOf, signsAddresses } from './sdk-use.ts';
import { type Stub, startStub } from './stub/start.ts';

const coldProcesses = 15;
const aim = 1.15;
const child = fileURLToPath(new URL('./boot-child.mjs', import.meta.url));
const bootSchema = z.object({ importedMs: z.number(), answeredMs: z.number(), cpuMs: z.number(), failed: z.boolean() });
type Boot = z.infer<typeof bootSchema>;

/** One cold process: a bundle is imported and answers one event. @throws Error if it answers with an error */
async function boot(file: string, event: unknown, env: NodeJS.ProcessEnv): Promise<Boot> {
  const stdout = await outputOf([child, file, JSON.stringify(event)], env);
  const result = z.parse(bootSchema, JSON.parse(stdout));
  if (result.failed) throw new Error(`${file} answered with an error: ${stdout}`);
  return result;
}

type Measured = { name: string; clients: string; boots: Boot[] };
/** Functions whose clients are also measured as we bundle them: those that every receipt passes. */
const strict = ['pos-receipts', 'record-receipts'];

/**
 * Boots every function in new processes, round by round, with a function that only imports and calls the same SDK clients among them, so
 * that whatever else this machine does slows both alike.
 */
export async function bootSection(): Promise<Section> {
  const stub = await startStub();
  try {
    const env = functionEnv(stub);
    const events = await bootEvents(stub, Date.now());
    const functions = bundleFunctions(functionNames, 'functions');
    const sources = new Map<string, string>();
    const measured: Measured[] = [];
    for (const name of functionNames) {
      const called = await callsOf(stub, () => boot(functions.fileOf(name), events[name], env));
      const { inputs } = inputsOf(functions.metafile, name);
      const source = baselineSource(sdkUseOf(inputs), signsAddresses(inputs), called);
      const clients = sources.get(source) ?? `clients-${sources.size + 1}`;
      sources.set(source, clients);
      measured.push({ name, clients, boots: [] });
    }
    const { plain, ours } = bundleClients(sources);
    const plainBoots = new Map<string, Boot[]>([...sources.values()].map((name) => [name, []]));
    const oursBoots = new Map<string, Boot[]>(
      measured.filter(({ name }) => strict.includes(name)).map(({ clients }) => [clients, []]),
    );
    for (let round = 0; round < coldProcesses; round += 1) {
      for (const [name, boots] of plainBoots) boots.push(await boot(plain(name), {}, env));
      for (const [name, boots] of oursBoots) boots.push(await boot(ours(name), {}, env));
      for (const { name, boots } of measured) boots.push(await boot(functions.fileOf(name), events[name], env));
    }
    return section(measured, plainBoots, oursBoots);
  } finally {
    await stub.stop();
  }
}

async function callsOf(stub: Stub, work: () => Promise<unknown>): Promise<Set<string>> {
  await stub.calls();
  await work();
  return new Set(await stub.calls());
}

type FileOf = (name: string) => string;

/** Bundles the functions that only use clients twice: as anybody would, and as we do. @param sources name by source */
function bundleClients(sources: ReadonlyMap<string, string>): { plain: FileOf; ours: FileOf } {
  const directory = path.join(benchDirectory, 'client-sources');
  mkdirSync(directory, { recursive: true });
  const entries = Object.fromEntries(
    [...sources].map(([source, name]) => {
      const file = path.join(directory, `${name}.mjs`);
      writeFileSync(file, source);
      return [name, file];
    }),
  );
  return {
    plain: bundle(entries, 'clients-plain', plainOptions).fileOf,
    ours: bundle(entries, 'clients-ours').fileOf,
  };
}

type Compared = { name: string; ratio: number; cpuRatio: number; cells: string[] };

/** A function beside its clients: medians of both, and the median of the ratios within a round. */
function compared({ name, boots }: Measured, clients: readonly Boot[]): Compared {
  const ratioOf = (pick: (one: Boot) => number): number =>
    medianRatio(
      boots.map((one, round) => {
        const other = clients[round];
        return [pick(one), other === undefined ? Number.NaN : pick(other)];
      }),
    );
  const middle = (pick: (one: Boot) => number, of: readonly Boot[]): string => figure(median(of.map(pick)));
  const answered = (one: Boot): number => one.answeredMs;
  const cpu = (one: Boot): number => one.cpuMs;
  const ratio = ratioOf(answered);
  const cpuRatio = ratioOf(cpu);
  const imported = middle((one) => one.importedMs, boots);
  return {
    name,
    ratio,
    cpuRatio,
    cells: [
      name,
      imported,
      ...[middle(answered, boots), middle(answered, clients), figure(ratio, 2)],
      ...[middle(cpu, boots), middle(cpu, clients), figure(cpuRatio, 2)],
    ],
  };
}

const head = [
  'function',
  'imported ms',
  'first answer ms',
  'clients ms',
  'ratio',
  'CPU ms',
  'clients CPU ms',
  'CPU ratio',
];

function section(
  measured: readonly Measured[],
  plain: ReadonlyMap<string, readonly Boot[]>,
  ours: ReadonlyMap<string, readonly Boot[]>,
): Section {
  const rows = measured.map((one) => compared(one, plain.get(one.clients) ?? []));
  const strictRows = measured
    .filter(({ name }) => strict.includes(name))
    .map((one) => compared(one, ours.get(one.clients) ?? []));
  const over = rows.filter(({ ratio }) => ratio > aim).length;
  const ratio = median(rows.map((row) => row.ratio));
  const cpuRatio = median(rows.map((row) => row.cpuRatio));
  return {
    title: 'Boot to first answer',
    text: [
      `Median of ${coldProcesses} cold processes of each bundle, from the start of Node to the answer of the first event; interleaved with a function that only imports the same clients and commands and calls each operation once ("clients"), bundled by the same esbuild with nothing left out or replaced. Ratios are medians of the ratios within a round; on a busy machine those of CPU time are the steadier ones. AWS is a stub on loopback in another process, credentials are static and come from the environment as on Lambda; that every function answers proves that the credential providers that are left out of its bundle are not needed.`,
    ],
    tables: [
      { title: 'Boot by function', head, rows: rows.map(({ cells }) => cells) },
      {
        title: 'Beside clients that are bundled as we do',
        head,
        rows: strictRows.map(({ cells }) => cells),
      },
    ],
    aims: [
      {
        what: `boot to first answer ≤ ${aim} × its SDK clients, median of all functions`,
        measured: `${figure(ratio, 2)} (CPU ${figure(cpuRatio, 2)}); ${over} of ${rows.length} functions above`,
        met: ratio <= aim,
      },
    ],
  };
}
