import { DynamoDBClient, QueryCommand as PlainQueryCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Bases } from '../domain/bonus.ts';
import { type Register, register } from '../functions/table/client.ts';
import { householdMonthPartition, registerTable } from '../functions/table/keys.ts';
import { receiptsOfHouseholdMonth } from '../functions/table/receipts.ts';
import { month } from './material.ts';

/** What a calculation needs of a receipt. */
type Counted = { bases: Bases; coopId: string | undefined; assignedAtMs: number };

/** Ways to read a household's month from the index, each with what the one before does; every one gives the same. */
export const readVariants = {
  /** As the functions do it: document client, every attribute of the index, each entry parsed by its schema. */
  'as it is': (householdId: string): Promise<Counted[]> => receiptsOfHouseholdMonth(register(), householdId, month),
  'without the log filter of the SDK': (householdId: string): Promise<Counted[]> =>
    receiptsOfHouseholdMonth(silent(), householdId, month),
  'projected to what is counted': async (householdId: string): Promise<Counted[]> => {
    const ExpressionAttributeValues = { ':h': partition(householdId) };
    const answer = await silent().client.send(new QueryCommand({ ...projected(), ExpressionAttributeValues }));
    return (answer.Items ?? []).map((entry) => countedOf(z.parse(projectedEntry, entry)));
  },
  'plain client, numbers read by us': async (householdId: string): Promise<Counted[]> => {
    const ExpressionAttributeValues = { ':h': { S: partition(householdId) } };
    // The document client sends plain commands as they are; only its type does not say so.
    const plain = silent().client as unknown as DynamoDBClient;
    const answer = await plain.send(new PlainQueryCommand({ ...projected(), ExpressionAttributeValues }));
    return (answer.Items ?? []).map((entry) => countedOf(z.parse(projectedEntry, plainEntry(entry as Wire))));
  },
  'plain client, entries checked by us': async (householdId: string): Promise<Counted[]> => {
    const ExpressionAttributeValues = { ':h': { S: partition(householdId) } };
    const plain = silent().client as unknown as DynamoDBClient;
    const answer = await plain.send(new PlainQueryCommand({ ...projected(), ExpressionAttributeValues }));
    return (answer.Items ?? []).map((entry) => countedOfWire(entry as Wire));
  },
} as const;

export type ReadVariant = (householdId: string) => Promise<Counted[]>;

const partition = (householdId: string): string => householdMonthPartition(householdId, month);
const projected = () => ({
  TableName: register().tableName,
  IndexName: registerTable.byHousehold.name,
  KeyConditionExpression: 'h = :h',
  ProjectionExpression: 'm, b, p, f, v, x, a, c',
});

let silentRegister: Register | undefined;

/** The SDK makes a copy of every request and answer without what is sensitive, for a log that goes nowhere; here it does not. */
function silent(): Register {
  if (silentRegister !== undefined) return silentRegister;
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 6, requestHandler }));
  client.middlewareStack.remove('loggerMiddleware');
  silentRegister = { client, tableName: register().tableName };
  return silentRegister;
}

const projectedEntry = z.object({
  m: z.int(),
  b: z.optional(z.int()),
  p: z.optional(z.int()),
  f: z.optional(z.int()),
  v: z.optional(z.int()),
  x: z.optional(z.int()),
  a: z.int(),
  c: z.optional(z.string()),
});

const countedOf = ({ m, b, p, f, v, x, a, c }: z.infer<typeof projectedEntry>): Counted => ({
  bases: {
    bonusCents: b ?? m,
    fuelCents: f ?? 0,
    fuelMillilitres: v ?? 0,
    campaignCents: x ?? 0,
    paymentBenefitCents: p ?? 0,
  },
  coopId: c,
  assignedAtMs: a,
});

type Wire = Record<string, { N?: string; S?: string }>;

function plainEntry(entry: Wire): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name in entry) plain[name] = entry[name]?.N === undefined ? entry[name]?.S : Number(entry[name].N);
  return plain;
}

function countedOfWire(entry: Wire): Counted {
  const whole = (name: string): number => {
    const value = Number(entry[name]?.N);
    if (!Number.isSafeInteger(value)) throw new TypeError(`attribute ${name} of an index entry is no whole number`);
    return value;
  };
  const orZero = (name: string): number => (entry[name] === undefined ? 0 : whole(name));
  return {
    bases: {
      bonusCents: whole(entry.b === undefined ? 'm' : 'b'),
      fuelCents: orZero('f'),
      fuelMillilitres: orZero('v'),
      campaignCents: orZero('x'),
      paymentBenefitCents: orZero('p'),
    },
    coopId: entry.c?.S,
    assignedAtMs: whole('a'),
  };
}
