import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { functionNames } from '../lib/stateless-stack.ts';
import { baselineSource } from './baseline.ts';
import { bootEvents } from './boot-events.ts';
import { benchDirectory, bundle, bundleFunctions } from './bundles.ts';
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

type Measured = { name: string; baseline: string; boots: Boot[] };

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
    const baselines = new Map<string, string>();
    const measured: Measured[] = [];
    for (const name of functionNames) {
      const called = await callsOf(stub, () => boot(functions.fileOf(name), events[name], env));
      const { inputs } = inputsOf(functions.metafile, name);
      const source = baselineSource(sdkUseOf(inputs), signsAddresses(inputs), called);
      if (!baselines.has(source)) baselines.set(source, `baseline-${baselines.size + 1}`);
      measured.push({ name, baseline: baselines.get(source) ?? '', boots: [] });
    }
    const baselineFiles = bundleBaselines(baselines);
    const baselineBoots = new Map([...baselines.values()].map((name) => [name, [] as Boot[]]));
    for (let round = 0; round < coldProcesses; round += 1) {
      for (const [name, boots] of baselineBoots) boots.push(await boot(baselineFiles(name), {}, env));
      for (const { name, boots } of measured) boots.push(await boot(functions.fileOf(name), events[name], env));
    }
    return section(measured, baselineBoots);
  } finally {
    await stub.stop();
  }
}

async function callsOf(stub: Stub, work: () => Promise<unknown>): Promise<Set<string>> {
  await stub.calls();
  await work();
  return new Set(await stub.calls());
}

function bundleBaselines(baselines: ReadonlyMap<string, string>): (name: string) => string {
  const directory = path.join(benchDirectory, 'baseline-sources');
  mkdirSync(directory, { recursive: true });
  const entries = [...baselines].map(([source, name]) => {
    const file = path.join(directory, `${name}.mjs`);
    writeFileSync(file, source);
    return [name, file] as const;
  });
  return bundle(Object.fromEntries(entries), 'baselines').fileOf;
}

function section(measured: readonly Measured[], baselines: ReadonlyMap<string, readonly Boot[]>): Section {
  const rows = measured.map(({ name, baseline, boots }) => {
    const floor = baselines.get(baseline) ?? [];
    const ratio = medianRatio(boots.map((one, round) => [one.answeredMs, floor[round]?.answeredMs ?? Number.NaN]));
    const cpuRatio = medianRatio(boots.map((one, round) => [one.cpuMs, floor[round]?.cpuMs ?? Number.NaN]));
    const middle = (pick: (one: Boot) => number, of: readonly Boot[] = boots): number => median(of.map(pick));
    return {
      ratio,
      cpuRatio,
      cells: [
        name,
        figure(middle((one) => one.importedMs)),
        figure(middle((one) => one.answeredMs)),
        figure(middle((one) => one.answeredMs, floor)),
        figure(ratio, 2),
        figure(middle((one) => one.cpuMs)),
        figure(middle((one) => one.cpuMs, floor)),
        figure(cpuRatio, 2),
      ],
    };
  });
  const over = rows.filter(({ ratio }) => ratio > aim).length;
  return {
    title: 'Boot to first answer',
    text: [
      `Median of ${coldProcesses} cold processes of each bundle, from the start of Node to the answer of the first event; interleaved with a function that only imports the same clients and commands and calls each operation once ("clients"). Ratios are medians of the ratios within a round. AWS is a stub on loopback in another process, credentials are static and come from the environment as on Lambda; the credential providers that are left out of the bundles are thereby proven not to be needed.`,
    ],
    tables: [
      {
        title: 'Boot by function',
        head: [
          'function',
          'imported ms',
          'first answer ms',
          'clients ms',
          'ratio',
          'CPU ms',
          'clients CPU ms',
          'CPU ratio',
        ],
        rows: rows.map(({ cells }) => cells),
      },
    ],
    aims: [
      {
        what: `boot to first answer ≤ ${aim} × its SDK clients, median of all functions`,
        measured: `${figure(median(rows.map(({ ratio }) => ratio)), 2)} (CPU ${figure(median(rows.map(({ cpuRatio }) => cpuRatio)), 2)}); ${over} of ${rows.length} functions above`,
        met: over === 0,
      },
    ],
  };
}
