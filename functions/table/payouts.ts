import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Month } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { type Payout, payoutItem, type ShardResult, shardResultItem } from './items.ts';
import { payoutKey, payoutPartition, type RunId, shardResultKey, shardResultPrefix } from './keys.ts';
import { batchGet, queryAll, queryPage, withoutKeys } from './read.ts';

const parsePayout = (item: Record<string, unknown>): Payout => z.parse(payoutItem, withoutKeys(item));

/**
 * Stores what a run found for a household. In one reading (`pass`) the first writer stays; a later reading replaces an
 * earlier one. So a repeated step changes nothing, and no step that woke up late undoes a newer one.
 */
export async function putPayout(db: Register, run: RunId, payout: Payout): Promise<void> {
  await putOfPass(db, { ...payoutKey(run, payout.shard, payout.householdId), ...payout }, payout.pass);
}

export async function putShardResult(db: Register, run: RunId, result: ShardResult): Promise<void> {
  await putOfPass(db, { ...shardResultKey(run, result.shard), ...result }, result.pass);
}

async function putOfPass(db: Register, item: Record<string, unknown>, pass: number): Promise<void> {
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk) OR #pass < :pass',
        ExpressionAttributeNames: { '#pass': 'pass' },
        ExpressionAttributeValues: { ':pass': pass },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The payouts of a shard between two households inclusive, by id. */
export async function payoutsBetween(
  db: Register,
  run: RunId,
  shard: number,
  first: string,
  last: string,
): Promise<Map<string, Payout>> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': payoutPartition(run, shard), ':first': first, ':last': last },
    ConsistentRead: true,
  });
  return new Map(items.map((item) => [String(item.sk), parsePayout(item)]));
}

/** All payouts of a shard in the order of household ids, page by page, strongly consistent. */
export async function* payoutsOfShard(db: Register, run: RunId, shard: number): AsyncGenerator<Payout[]> {
  let after: string | undefined;
  do {
    const page = await payoutPage(db, run, shard, after, undefined);
    yield page.payouts;
    after = page.last;
  } while (after !== undefined);
}

/**
 * One page of a shard's payouts, from the household after `after`.
 * @returns `last`: where the next page begins, undefined at the end
 */
export async function payoutPage(
  db: Register,
  run: RunId,
  shard: number,
  after: string | undefined,
  limit: number | undefined,
): Promise<{ payouts: Payout[]; last: string | undefined }> {
  const page = await queryPage(db, {
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: {
      ':pk': payoutPartition(run, shard),
      ...(after === undefined ? {} : { ':after': after }),
    },
    ConsistentRead: true,
    ...(limit === undefined ? {} : { Limit: limit }),
  });
  const payouts = page.items.map(parsePayout);
  return { payouts, last: page.next === undefined ? undefined : String(page.next.sk) };
}

/** A household's payouts by the attempts that were posted, oldest month first. */
export async function payoutsOfHousehold(
  db: Register,
  household: { coopId: string; shard: number; householdId: string },
  kind: RunId['kind'],
  attempts: ReadonlyMap<Month, string>,
): Promise<{ period: Month; attempt: string; payout: Payout }[]> {
  const periods = [...attempts.keys()].toSorted();
  const keys = periods.map((period) =>
    payoutKey(
      { coopId: household.coopId, kind, period, attempt: attempts.get(period) ?? '' },
      household.shard,
      household.householdId,
    ),
  );
  const items = new Map((await batchGet(db, keys, { consistent: true })).map((item) => [item.pk, item]));
  return periods.flatMap((period, index) => {
    const item = items.get(keys[index]?.pk ?? '');
    return item === undefined ? [] : [{ period, attempt: attempts.get(period) ?? '', payout: parsePayout(item) }];
  });
}

/** The results of a run's shards, by number. */
export async function shardResults(db: Register, run: RunId): Promise<ShardResult[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': shardResultKey(run, 0).pk, ':sk': shardResultPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(shardResultItem, withoutKeys(item)));
}
