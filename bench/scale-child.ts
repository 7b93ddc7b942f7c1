import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { goThroughRun, withPaymentBucket } from './run-steps.ts';
import { unitsByStep } from './run-units.ts';
import type { ScaleResult, ScaleTask, StepTime } from './scale.ts';

/**
 * Goes through a run on the emulator in a process of its own, and tells of each step how long it took and what memory there was by then. Argument:
 * the task as JSON.
 */
const task = JSON.parse(process.argv[2] ?? '') as ScaleTask;
const client = new DynamoDBClient({
  endpoint: task.cloud.endpointUrl,
  region: task.cloud.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const db = {
  client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  tableName: task.tableName,
};

const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
const times: StepTime[] = [];
const { done, step } = unitsByStep(db);
await withPaymentBucket(task.cloud, () =>
  goThroughRun(db, task, async (name, work) => {
    const cpu = process.cpuUsage();
    const begin = performance.now();
    await step(name, work);
    const { user, system } = process.cpuUsage(cpu);
    const wallMs = performance.now() - begin;
    // What calls have left behind is gone after a turn of the event loop.
    await pause(0);
    collect();
    const { heapUsed, external } = process.memoryUsage();
    times.push({
      step: name,
      wallMs,
      cpuMs: (user + system) / 1_000,
      rssMb: process.resourceUsage().maxRSS / 1_024,
      heapMb: (heapUsed + external) / 2 ** 20,
    });
  }),
);
const result: ScaleResult = { times, units: done() };
process.stdout.write(JSON.stringify(result), () => process.exit(0));
