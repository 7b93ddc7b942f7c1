import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

const entryDirectory = path.join(import.meta.dirname, '../../functions/lambda');

/**
 * The SDK looks for credentials in the environment first, where Lambda puts them, and imports the other providers only when it does not
 * find them there. So these are never imported, and leaving them out makes a bundle a third smaller.
 */
const unusedProviders = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
];

/**
 * The code of all functions, each a minified ES module with its SDK clients in it. One run of esbuild makes them all, in a second:
 * `NodejsFunction` would start npx and esbuild once for each. With bundling switched off (`aws:cdk:bundling-stacks`), as in tests and for
 * stacks that are not deployed, the code stands unbundled.
 */
export function functionBundles(scope: Construct, names: readonly string[]): (name: string) => Code {
  if (!Stack.of(scope).bundlingRequired) return () => Code.fromAsset(entryDirectory);
  const directory = path.join(Stage.of(scope)?.outdir ?? 'cdk.out', 'bundles');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  buildSync({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, path.join(entryDirectory, `${name}.ts`)])),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
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
  });
  return (name) => Code.fromAsset(path.join(directory, name));
}
