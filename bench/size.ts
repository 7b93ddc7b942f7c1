import { functionNames } from '../lib/stateless-stack.ts';
import { bundleFunctions } from './bundles.ts';
import { figure, type Section } from './report.ts';
import { bytesWithoutSdk, inputsOf, sdkUseOf } from './sdk-use.ts';

const aimBytes = 100_000;

/** Bytes of each function's bundle, in all and without the SDK, and the SDK clients in it with the commands that it sends. */
export function sizeSection(): Section {
  const { metafile } = bundleFunctions(functionNames, 'functions');
  const bundles = functionNames.map((name) => {
    const { bytes, inputs } = inputsOf(metafile, name);
    return { name, bytes, ours: bytesWithoutSdk(inputs), use: sdkUseOf(inputs) };
  });
  const largest = Math.max(...bundles.map(({ ours }) => ours));
  const uncalled = bundles.flatMap(({ name, use }) =>
    [...use].filter(([, commands]) => commands.length === 0).map(([client]) => `${name} imports ${client}`),
  );
  return {
    title: 'Bundles',
    text: [
      'Minified, as they are deployed. "Ours" is everything but the AWS SDK and its own libraries: our code, zod, middy.',
    ],
    tables: [
      {
        title: 'Bytes by function',
        head: ['function', 'bytes', 'ours', 'SDK clients and commands'],
        rows: bundles.map(({ name, bytes, ours, use }) => [name, figure(bytes), figure(ours), shown(use)]),
      },
    ],
    aims: [
      {
        what: 'ours ≤ 100 kB in every function',
        measured: `at most ${figure(largest)} bytes`,
        met: largest <= aimBytes,
      },
      {
        what: 'no function imports an SDK client that it does not call',
        measured: uncalled.length === 0 ? 'none does' : uncalled.join(', '),
        met: uncalled.length === 0,
      },
    ],
  };
}

const shown = (use: ReadonlyMap<string, readonly string[]>): string =>
  [...use]
    .map(([client, commands]) => {
      const names = commands.map((command) => command.replace(/Command$/, '')).join(' ');
      return `${client.replace('client-', '')}: ${names}`;
    })
    .join('; ');
