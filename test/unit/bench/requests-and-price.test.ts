import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrices } from '../../../bench/prices.ts';
import {
  billedMs,
  floorPrice,
  gbSeconds,
  ingestPrice,
  recoveryPrice,
  runPrice,
  storagePrice,
} from '../../../bench/rules/price.ts';
import { type Path, requestCounts } from '../../../bench/rules/request-counts.ts';

const pathOf = (overrides: Partial<Path> = {}): Path => ({
  receiptsPerRequest: 1,
  bodyBytes: 300,
  messageBytes: 306,
  messagesPerBatch: 50,
  messagesPerCall: 10,
  httpRequestBytes: 524_288,
  sqsRequestBytes: 65_536,
  invocationBytes: 6_291_456,
  logBytesPerRequest: 120,
  logBytesPerReceipt: 0,
  ...overrides,
});

describe('requests per 1,000 receipts', () => {
  // The floors of shared/reference/cost.md, part A.
  it.each([
    [1, 1_000, 1_200],
    [10, 100, 120],
    [25, 40, 52],
    [100, 10, 16],
  ])('%d a request: %d API calls, %d SQS requests', (receiptsPerRequest, calls, sqs) => {
    const size = 306 * receiptsPerRequest;
    const counts = requestCounts(pathOf({ receiptsPerRequest, bodyBytes: size, messageBytes: size }), 1_000);
    expect(counts.httpRequests).toBe(calls);
    expect(counts.sqsRequests).toBeCloseTo(sqs, 6);
    expect(counts.dynamoDbCalls).toBe(1_000 + calls);
  });

  it('a message of more than 64 KB is more than one request', () => {
    const counts = requestCounts(pathOf({ receiptsPerRequest: 100, messageBytes: 70_000 }), 1_000);
    expect(counts.sqsSend).toBe(20);
    expect(counts.sqsReceive).toBe(11);
  });

  it("a recorder's batch ends at what an invocation may carry", () => {
    const counts = requestCounts(pathOf({ messageBytes: 1_000_000 }), 1_000);
    expect(counts.recorderInvocations).toBeCloseTo(1_000 / 6, 6);
  });

  it('everything grows with the number of receipts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1_000_000 }), (receiptsPerRequest, n) => {
        const path = pathOf({ receiptsPerRequest });
        const once = requestCounts(path, n);
        const twice = requestCounts(path, 2 * n);
        for (const key of Object.keys(once) as (keyof typeof once)[]) expect(twice[key]).toBeCloseTo(2 * once[key], 3);
      }),
    );
  });
});

describe('prices', () => {
  const prices = readPrices();
  const million = requestCounts(pathOf(), 1_000_000);

  it('are those of the issue', () => {
    expect(prices).toMatchObject({
      httpApiPerMillionRequests: 1,
      sqsPerMillionRequests: 0.4,
      lambdaArm64PerGbSecond: 0.0000133334,
      lambdaPerMillionRequests: 0.2,
      dynamoDbPerMillionWriteUnits: 0.625,
      dynamoDbPerMillionReadUnits: 0.125,
      dynamoDbPerGbMonth: 0.25,
      dynamoDbItemOverheadBytes: 100,
      pointInTimeRecoveryPerGbMonth: 0.2,
      stepFunctionsPerMillionTransitions: 25,
      usualDesign: { ingestPerMillionReceipts: 10.92, writeUnitsPerReceipt: 8 },
    });
  });

  it('the floor is API, queue and write units', () => {
    expect(floorPrice(prices, million, 2_000_000).dollars).toBeCloseTo(1 + 0.48 + 1.25, 9);
  });

  it('ingest is the floor and reads, Lambda and logs', () => {
    const usage = { counts: million, gbSeconds: 1_000, writeUnits: 2_000_000, readUnits: 500_000 };
    const { dollars, items } = ingestPrice(prices, usage);
    const lambda = 0.2 * 1.02 + 0.0133334;
    const logs = (120_000_000 / 2 ** 30) * 0.5;
    expect(dollars).toBeCloseTo(1 + 0.48 + 1.25 + 0.0625 + lambda + logs, 9);
    expect(items.reduce((sum, item) => sum + item.dollars, 0)).toBeCloseTo(dollars, 12);
  });

  // shared/reference/cost.md, part A: storage of 24 months by the size of the item.
  it.each([
    [60, 0.89],
    [200, 1.68],
    [400, 2.79],
  ])('a million items of %d bytes cost $%d in 24 months', (bytes, dollars) => {
    expect(storagePrice(prices, 1_000_000, [bytes], 24)).toBeCloseTo(dollars, 2);
  });

  it('an index entry is stored as an item of its own, and not recovered', () => {
    expect(storagePrice(prices, 1_000, [100, 60], 1)).toBeCloseTo(((1_000 * 360) / 2 ** 30) * 0.25, 12);
    expect(recoveryPrice(prices, 1_000, 100, 1)).toBeCloseTo(((1_000 * 200) / 2 ** 30) * 0.2, 12);
  });

  it('below a whole vCPU the same work takes longer, above it does not get faster', () => {
    expect(billedMs(10, 5, 1_769)).toBe(15);
    expect(billedMs(10, 5, 3_538)).toBe(15);
    expect(billedMs(10, 5, 884.5)).toBe(25);
    expect(gbSeconds(2_000, 512)).toBe(1);
  });

  it('a run is the sum of its items', () => {
    const usage = {
      readUnits: 4_000_000,
      writeUnits: 1_300_000,
      transitions: 3_000,
      invocations: 1_000,
      gbSeconds: 10_000,
      logBytes: 2 ** 30,
      files: 26,
    };
    const expected = 0.5 + 0.8125 + 0.075 + 0.0002 + 0.133334 + 0.5 + 0.00013;
    expect(runPrice(prices, usage).dollars).toBeCloseTo(expected, 9);
  });
});
