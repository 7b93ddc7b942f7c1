import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configs } from '../../lib/config.ts';
import { functionBundles } from '../../lib/constructs/function-bundles.ts';
import { functionNames } from '../../lib/stateless-stack.ts';

let outdir: string;
const bundleOf = (name: string) => path.join(outdir, 'bundles', name, 'index.mjs');

beforeAll(async () => {
  outdir = await mkdtemp(path.join(tmpdir(), 'omistaja-bundles-'));
  functionBundles(new Stack(new App({ outdir }), 'stack'), functionNames);
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

/** Runs a script as Lambda runs a function: nothing of ours around it, credentials in the environment. */
async function inLambda(script: string, environment: Record<string, string> = {}): Promise<string> {
  const env = {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'AKIDLAMBDA',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SETTINGS: JSON.stringify(configs.local.settings),
    ...environment,
  };
  const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env, cwd: outdir });
  return ran.stdout.trim();
}

/** The bank's files need the clients of both stores and an XML parser. */
const mostBytes: Record<string, number> = { 'read-bank-files': 530_000 };

describe.each([...functionNames])('the bundle of %s', (name) => {
  it('is one minified file', async () => {
    expect(await readdir(path.dirname(bundleOf(name)))).toEqual(['index.mjs']);
    const source = await readFile(bundleOf(name), 'utf8');
    expect(source.length / source.split('\n').length).toBeGreaterThan(500);
    expect(source.length).toBeLessThan(mostBytes[name] ?? 500_000);
  });
});

it('every bundle boots, and each has its handler', async () => {
  const load = (name: string) => `console.log(typeof (await import(${JSON.stringify(bundleOf(name))})).handler);`;
  const printed = await inLambda(functionNames.map(load).join('\n'));
  expect(printed.split('\n')).toEqual(functionNames.map(() => 'function'));
});

it('a function signs with the credentials of the environment, without the providers that are left out', async () => {
  const signatures: (string | undefined)[] = [];
  const table = createServer((request, response) => {
    signatures.push(request.headers.authorization);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  }).listen(0, '127.0.0.1');
  await once(table, 'listening');
  try {
    const event = {
      routeKey: 'POST /v1/receipts',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ receipts: [{}] }),
      requestContext: {
        requestId: 'one',
        authorizer: { jwt: { claims: { client_id: 'till', token_use: 'access', scope: 'pos/receipts' } } },
      },
    };
    const call = `const { handler } = await import(${JSON.stringify(bundleOf('pos-receipts'))});
      console.log(JSON.parse((await handler(${JSON.stringify(event)}, {})).body).code);`;
    const printed = await inLambda(call, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(table.address() as AddressInfo).port}`,
      REGISTER_TABLE: 'register',
      RECEIPT_QUEUE_URL: 'http://127.0.0.1/queue',
    });
    expect(printed).toBe('clientNotActive');
    expect(signatures[0]).toMatch(/Credential=AKIDLAMBDA\//);
  } finally {
    table.close();
  }
});
