import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

/** Where everything stands that a benchmark makes. */
export const benchDirectory = path.join(import.meta.dirname, '../.local/bench');
const entryDirectory = path.join(import.meta.dirname, '../functions/lambda');

const unusedProviders = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
];

/** The options of lib/constructs/function-bundles.ts; test/unit/bench checks that both make the same bytes. */
export const bundleOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: unusedProviders,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The same without what we leave out or replace: how the SDK's clients come into anybody's bundle. */
export const plainOptions: BuildOptions = { ...bundleOptions, external: [], alias: {} };

export type Bundles = { fileOf: (name: string) => string; metafile: Metafile };

/** Bundles functions as they are deployed, with what esbuild tells about them. @param names entry points of functions/lambda */
export function bundleFunctions(names: readonly string[], folder: string): Bundles {
  return bundle(Object.fromEntries(names.map((name) => [name, path.join(entryDirectory, `${name}.ts`)])), folder);
}

/** Bundles any programs, in the same way unless said otherwise. @param entries file by name */
export function bundle(
  entries: Readonly<Record<string, string>>,
  folder: string,
  options: BuildOptions = bundleOptions,
): Bundles {
  const outdir = path.join(benchDirectory, folder);
  mkdirSync(outdir, { recursive: true });
  const { metafile } = buildSync({
    ...options,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [`${name}/index`, file])),
    outdir,
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return { fileOf: (name) => path.join(outdir, name, 'index.mjs'), metafile };
}
