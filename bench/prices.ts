import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const price = z.number().check(z.nonnegative());

/** List prices of one region and day, as `prices.json` has them. Change them there and nowhere else. */
const pricesSchema = z.strictObject({
  asOf: z.iso.date(),
  region: z.string(),
  currency: z.literal('USD'),
  source: z.string(),
  httpApiPerMillionRequests: price,
  httpApiRequestKib: price,
  sqsPerMillionRequests: price,
  sqsRequestKib: price,
  lambdaPerMillionRequests: price,
  lambdaArm64PerGbSecond: price,
  dynamoDbPerMillionWriteUnits: price,
  dynamoDbPerMillionReadUnits: price,
  dynamoDbPerGbMonth: price,
  dynamoDbItemOverheadBytes: price,
  pointInTimeRecoveryPerGbMonth: price,
  stepFunctionsPerMillionTransitions: price,
  logsPerGb: price,
  s3PerMillionPuts: price,
  usualDesign: z.strictObject({ what: z.string(), ingestPerMillionReceipts: price, writeUnitsPerReceipt: price }),
});
export type Prices = z.infer<typeof pricesSchema>;

/** Reads `bench/prices.json`. */
export function readPrices(): Prices {
  return z.parse(pricesSchema, JSON.parse(readFileSync(new URL('./prices.json', import.meta.url), 'utf8')));
}
