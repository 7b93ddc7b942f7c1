import type { Prices } from '../prices.ts';
import type { RequestCounts } from './request-counts.ts';

const million = 1_000_000;
/** AWS's GB of storage, memory and logs. */
const gb = 2 ** 30;
/** A Lambda function has one whole vCPU from here on, and its share of one below. */
const memoryMbOfOneCpu = 1_769;

export type PriceItem = { what: string; quantity: number; unit: string; dollars: number };
export type Price = { items: readonly PriceItem[]; dollars: number };

const summed = (items: readonly PriceItem[]): Price => ({
  items,
  dollars: items.reduce((sum, { dollars }) => sum + dollars, 0),
});
const perMillion = (what: string, unit: string, quantity: number, price: number): PriceItem => ({
  what,
  unit,
  quantity,
  dollars: (quantity / million) * price,
});

/** How long an invocation is billed for: its CPU time at its share of a vCPU, and what it waits. */
export const billedMs = (cpuMs: number, waitMs: number, memoryMb: number): number =>
  cpuMs * Math.max(1, memoryMbOfOneCpu / memoryMb) + waitMs;

export const gbSeconds = (milliseconds: number, memoryMb: number): number =>
  (milliseconds / 1_000) * (memoryMb / 1_024);

/** What receipts use on their way in. Lambda's GB-seconds are those of the till API and the recorder together. */
export type IngestUsage = { counts: RequestCounts; gbSeconds: number; writeUnits: number; readUnits: number };

export function ingestPrice(prices: Prices, { counts, gbSeconds: used, writeUnits, readUnits }: IngestUsage): Price {
  const invocations = counts.tillInvocations + counts.recorderInvocations;
  return summed([
    ...pathItems(prices, counts, writeUnits),
    perMillion('DynamoDB reads', 'read units', readUnits, prices.dynamoDbPerMillionReadUnits),
    perMillion('Lambda requests', 'requests', invocations, prices.lambdaPerMillionRequests),
    { what: 'Lambda time', unit: 'GB-s', quantity: used, dollars: used * prices.lambdaArm64PerGbSecond },
    { what: 'logs', unit: 'bytes', quantity: counts.logBytes, dollars: (counts.logBytes / gb) * prices.logsPerGb },
  ]);
}

/** What the path costs whatever the code does: API, queue, and the write units of a receipt and its index entry. */
export const floorPrice = (prices: Prices, counts: RequestCounts, writeUnits: number): Price =>
  summed(pathItems(prices, counts, writeUnits));

function pathItems(prices: Prices, counts: RequestCounts, writeUnits: number): PriceItem[] {
  return [
    perMillion('HTTP API', 'requests', counts.httpRequests, prices.httpApiPerMillionRequests),
    perMillion('SQS', 'requests', counts.sqsRequests, prices.sqsPerMillionRequests),
    perMillion('DynamoDB writes', 'write units', writeUnits, prices.dynamoDbPerMillionWriteUnits),
  ];
}

/** Keeping so many items for some months, each with DynamoDB's overhead; an index entry is an item of its own. */
export function storagePrice(prices: Prices, items: number, bytesOfEach: readonly number[], months: number): number {
  const bytes = bytesOfEach.reduce((sum, each) => sum + each + prices.dynamoDbItemOverheadBytes, 0);
  return ((items * bytes) / gb) * months * prices.dynamoDbPerGbMonth;
}

/** Point-in-time recovery is charged by the table's own size; indexes are made anew by a restore. */
export function recoveryPrice(prices: Prices, items: number, itemBytes: number, months: number): number {
  const bytes = itemBytes + prices.dynamoDbItemOverheadBytes;
  return ((items * bytes) / gb) * months * prices.pointInTimeRecoveryPerGbMonth;
}

export type RunUsage = {
  readUnits: number;
  writeUnits: number;
  transitions: number;
  invocations: number;
  gbSeconds: number;
  logBytes: number;
  files: number;
};

export function runPrice(prices: Prices, usage: RunUsage): Price {
  return summed([
    perMillion('DynamoDB reads', 'read units', usage.readUnits, prices.dynamoDbPerMillionReadUnits),
    perMillion('DynamoDB writes', 'write units', usage.writeUnits, prices.dynamoDbPerMillionWriteUnits),
    perMillion('Step Functions', 'transitions', usage.transitions, prices.stepFunctionsPerMillionTransitions),
    perMillion('Lambda requests', 'requests', usage.invocations, prices.lambdaPerMillionRequests),
    {
      what: 'Lambda time',
      unit: 'GB-s',
      quantity: usage.gbSeconds,
      dollars: usage.gbSeconds * prices.lambdaArm64PerGbSecond,
    },
    { what: 'logs', unit: 'bytes', quantity: usage.logBytes, dollars: (usage.logBytes / gb) * prices.logsPerGb },
    perMillion('S3', 'files put', usage.files, prices.s3PerMillionPuts),
  ]);
}
