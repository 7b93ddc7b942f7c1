import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Register } from '../../functions/table/client.ts';
import { type CloudWorld, cloudWorld, filesInBucket } from '../fixtures/run-cloud.ts';
import {
  cardItem,
  coop,
  coopItems,
  fullShareCents,
  household,
  householdItems,
  outletItems,
  receipt,
} from '../fixtures/run-coop.ts';
import { load, move, outcome, record, runMonth } from '../fixtures/run-driver.ts';
import { afterOpening, lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

/** The table in memory, on which most tests of runs rest, against the emulator: the same calls must come to the same. */

let cloud: CloudWorld;
beforeAll(async () => {
  cloud = await cloudWorld();
});
afterAll(() => cloud.stop());

const late = household(5, { cardKnown: false });
const households = [
  household(1),
  household(2, { sharePaidCents: fullShareCents - 300 }),
  household(3, { iban: undefined }),
  household(4),
  late,
];
const receipts = {
  december: [receipt(1, '2025-12-10T12:00', 12_000), receipt(4, '2025-12-10T12:00', -8_000)],
  lateDecember: receipt(1, '2025-12-20T12:00', 30_000),
  january: [1, 2, 3, 4, 5].map((serial) =>
    receipt(serial, `2026-01-1${serial}T12:00`, serial * 15_000, { paymentBenefitBaseCents: serial * 1_000 }),
  ),
};

/** Two months with everything in them: late, moved and unmatched receipts, a share, a debt, a carry. */
async function twoMonths(world: World): Promise<Record<string, unknown>> {
  await load(world, [...coopItems(coop()), ...outletItems('101'), ...households.flatMap(householdItems)]);
  await record(world, lateButInTime('2025-12'), ...receipts.december);
  await runMonth(world, openingOf('2025-12'), { period: '2025-12' });
  await record(world, afterOpening('2025-12'), receipts.lateDecember);
  await record(world, Date.parse('2026-01-20T12:00+02:00'), ...receipts.january);
  await move(world, Date.parse('2026-01-21T12:00+02:00'), receipts.january[1] ?? receipts.lateDecember, 'H000003');
  await load(world, [cardItem(late)]);
  await runMonth(world, openingOf('2026-01'), { period: '2026-01' });
  return await outcome(world);
}

it('comes to the same table and the same files as the emulator over two months', async () => {
  const inMemory = newWorld();
  const { items, files } = await twoMonths(inMemory);
  const onCloud = await twoMonths(cloud.world);
  expect(onCloud.items).toEqual(items);
  expect(Object.fromEntries(await filesInBucket())).toEqual(files);
});

type Told = unknown;
const failure = (error: unknown): Told => {
  if (error instanceof ConditionalCheckFailedException) return ['ConditionalCheckFailed', error.Item];
  if (error instanceof TransactionCanceledException)
    return ['TransactionCanceled', error.CancellationReasons?.map(({ Code }) => Code)];
  return (error as Error).name;
};

/** Calls at the edges of what the register uses, one after the other. */
async function edges({ client, tableName: TableName }: Register): Promise<Told[]> {
  const told: Told[] = [];
  const tell = async (call: Promise<object>): Promise<void> => {
    const answer = await call.then(({ ...rest }) => rest, failure);
    if (typeof answer === 'object' && answer !== null && '$metadata' in answer) delete answer.$metadata;
    told.push(answer);
  };
  const put = (sk: string, more: object = {}, condition: object = {}) =>
    client.send(new PutCommand({ TableName, Item: { pk: 'edge', sk, ...more }, ...condition }));
  const onlyNew = {
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  const query = (KeyConditionExpression: string, values: object, more: object = {}) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression,
        ExpressionAttributeValues: { ':pk': 'edge', ...values },
        ...more,
      }),
    );
  await tell(put('b', { w: 1 }, onlyNew));
  await tell(put('b', { w: 2 }, onlyNew));
  await tell(put('ä', { w: 3 }));
  await tell(put('a#1', { w: 4, h: 'house', t: 5, l: 'list', k: 'x' }));
  await tell(put('B', { w: 5, h: 'house', t: -1 }));
  await tell(
    put(
      'b',
      { w: 9 },
      { ConditionExpression: 'attribute_not_exists(pk) OR w < :n', ExpressionAttributeValues: { ':n': 1 } },
    ),
  );
  await tell(query('pk = :pk', {}, { ConsistentRead: true }));
  await tell(query('pk = :pk', {}, { Limit: 2 }));
  await tell(query('pk = :pk', {}, { Limit: 4 }));
  await tell(query('pk = :pk', {}, { ExclusiveStartKey: { pk: 'edge', sk: 'a#1' } }));
  await tell(query('pk = :pk AND begins_with(sk, :sk)', { ':sk': 'a#' }));
  await tell(query('pk = :pk AND sk BETWEEN :from AND :to', { ':from': 'B', ':to': 'b' }));
  await tell(query('pk = :pk AND sk < :to', { ':to': 'b' }));
  await tell(query('h = :pk', { ':pk': 'house' }, { IndexName: 'byHousehold' }));
  await tell(query('h = :pk', { ':pk': 'house' }, { IndexName: 'byHousehold', Limit: 1 }));
  await tell(query('l = :pk AND k > :k', { ':pk': 'list', ':k': 'w' }, { IndexName: 'byListing' }));
  const change = (condition: string) =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'edge', sk: 'a#1' },
        UpdateExpression: 'SET h = :h, #n = :n REMOVE l, k',
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#n': 'w' },
        ExpressionAttributeValues: { ':h': 'moved', ':n': 7, ':seen': 'house' },
        ReturnValues: 'ALL_NEW',
      }),
    );
  await tell(change('h = :seen AND #n IN (:n)'));
  await tell(change('h = :seen AND (#n = :n OR attribute_exists(k))'));
  await tell(query('h = :pk', { ':pk': 'house' }, { IndexName: 'byHousehold' }));
  await tell(query('l = :pk', { ':pk': 'list' }, { IndexName: 'byListing' }));
  const both = (sk: string) => ({
    TransactItems: ['t', sk].map((each) => ({
      Put: { TableName, Item: { pk: 'edge', sk: each }, ConditionExpression: 'attribute_not_exists(pk)' },
    })),
  });
  await tell(client.send(new TransactWriteCommand(both('b'))));
  await tell(client.send(new TransactWriteCommand(both('u'))));
  await tell(
    client.send(
      new DeleteCommand({
        TableName,
        Key: { pk: 'edge', sk: 'b' },
        ConditionExpression: 'w = :n',
        ExpressionAttributeValues: { ':n': 2 },
      }),
    ),
  );
  await tell(client.send(new DeleteCommand({ TableName, Key: { pk: 'edge', sk: 'nobody' } })));
  await tell(
    client
      .send(
        new BatchGetCommand({
          RequestItems: {
            [TableName]: {
              Keys: [
                { pk: 'edge', sk: 'u' },
                { pk: 'edge', sk: 'nobody' },
              ],
            },
          },
        }),
      )
      .then(({ Responses }) => ({ found: Responses?.[TableName] })),
  );
  await tell(query('pk = :pk', {}, {}));
  return told;
}

it('answers like the emulator at the edges: conditions, order, pages, indexes, transactions', async () => {
  const [inMemory, onCloud] = [await edges(newWorld().db), await edges(await cloud.tables.newRegister())];
  for (const [index, told] of onCloud.entries())
    expect({ index, told: inMemory[index] }).toEqual({ index, told: withoutCounts(told) });
});

/** What the register does not look at. */
const withoutCounts = (told: Told): Told => {
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return told;
  const { ScannedCount: _scanned, ...rest } = told as Record<string, unknown>;
  return rest;
};
