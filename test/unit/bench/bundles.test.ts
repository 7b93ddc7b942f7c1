import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { baselineSource } from '../../../bench/baseline.ts';
import { bundleFunctions } from '../../../bench/bundles.ts';
import { bytesWithoutSdk, inputsOf, sdkUseOf } from '../../../bench/sdk-use.ts';
import { functionBundles } from '../../../lib/constructs/function-bundles.ts';

describe('bundles', () => {
  it('the ones that are measured are the ones that are deployed', () => {
    const outdir = mkdtempSync(path.join(tmpdir(), 'omistaja-bundles-'));
    functionBundles(new Stack(new App({ outdir }), 'Bundles'), ['stop-run']);
    const deployed = readFileSync(path.join(outdir, 'bundles/stop-run/index.mjs'), 'utf8');
    const measured = readFileSync(bundleFunctions(['stop-run'], 'same').fileOf('stop-run'), 'utf8');
    rmSync(outdir, { recursive: true });
    expect(measured === deployed).toBe(true);
  }, 60_000);

  it('of each is known what is ours and which commands it sends', () => {
    const { bytes, inputs } = inputsOf(bundleFunctions(['stop-run'], 'same').metafile, 'stop-run');
    expect(bytesWithoutSdk(inputs)).toBeLessThan(bytes / 2);
    expect(sdkUseOf(inputs).get('client-dynamodb')).toContain('UpdateItemCommand');
  });

  it('a client without a command is one that is not called', () => {
    const file = '../node_modules/@aws-sdk/client-sqs/dist-es/SQSClient.js';
    expect(sdkUseOf({ [file]: { bytesInOutput: 7 } })).toEqual(new Map([['client-sqs', []]]));
    expect(sdkUseOf({ [file]: { bytesInOutput: 0 } })).toEqual(new Map());
  });

  it('a baseline imports the same commands and calls only what was called', () => {
    const use = new Map([['client-dynamodb', ['GetItemCommand', 'PutItemCommand']]]);
    const source = baselineSource(use, false, new Set(['DynamoDB_20120810.GetItem']));
    expect(source).toContain("import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'");
    expect(source).toContain('.send(new GetCommand(');
    expect(source).not.toContain('.send(new PutCommand(');
  });
});
