import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../bin/app.ts';
import { benchDirectory } from './bundles.ts';
import type { StateMachine } from './rules/transitions.ts';

type Resource = { Type: string; Properties: Record<string, never> };

/** What the synthesized stack of production says of the things that cost: nothing of it is written down a second time here. */
export type Deployed = {
  /** The API's access log, one line a request: `$context` variables in JSON. */
  accessLogFormat: string;
  recorder: { messagesPerBatch: number; windowSeconds: number };
  memoryMbOf: (functionName: string) => number;
  /** Lambda's own log lines (start, report) are written below WARN. */
  systemLogLevels: readonly string[];
  payoutMachine: StateMachine;
};

export function deployed(): Deployed {
  const { context } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({
    outdir: path.join(benchDirectory, 'cdk.out'),
    context: { ...context, stage: 'prod', 'aws:cdk:bundling-stacks': [] },
  });
  const { stateless } = buildApp(app, {});
  const { template } = app.synth().getStackArtifact(stateless.artifactId);
  const resources = Object.values((template as { Resources: Record<string, Resource> }).Resources);
  const of = (type: string): Record<string, unknown>[] =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const functions = of('AWS::Lambda::Function') as {
    FunctionName: string;
    MemorySize: number;
    LoggingConfig: { SystemLogLevel: string };
  }[];
  const [stage] = of('AWS::ApiGatewayV2::Stage') as { AccessLogSettings: { Format: string } }[];
  const [mapping] = of('AWS::Lambda::EventSourceMapping') as {
    BatchSize: number;
    MaximumBatchingWindowInSeconds: number;
  }[];
  const [machine] = of('AWS::StepFunctions::StateMachine') as { DefinitionString: unknown }[];
  if (stage === undefined || mapping === undefined || machine === undefined)
    throw new Error('the stack has no API stage, no recorder or no payout run');
  return {
    accessLogFormat: stage.AccessLogSettings.Format,
    recorder: { messagesPerBatch: mapping.BatchSize, windowSeconds: mapping.MaximumBatchingWindowInSeconds },
    memoryMbOf: (name) => functions.find(({ FunctionName }) => FunctionName.endsWith(`-${name}`))?.MemorySize ?? 128,
    systemLogLevels: functions.map(({ LoggingConfig }) => LoggingConfig.SystemLogLevel),
    payoutMachine: JSON.parse(joinedText(machine.DefinitionString)) as StateMachine,
  };
}

/** A text that CloudFormation puts together, with `arn` for what is known only when it is deployed. */
function joinedText(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [];
  return parts.map((part) => (typeof part === 'string' ? part : 'arn')).join('');
}
