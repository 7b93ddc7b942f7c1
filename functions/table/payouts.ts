import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Month } from '../../domain/calendar.ts';
import type { Period } from '../../domain/run-period.ts';
import type { Register } from './client.ts';
import { type ShardResult, shardResultItem } from './items.ts';
import { payoutKey, payoutPartition, type RunId, shardResultKey, shardResultPrefix } from './keys.ts';
import { type BonusPayout, type Payout, payoutItem } from './payout-item.ts';
import { batchGet, queryAll, queryPage, withoutKeys } from './read.ts';

const parsePayout = (item: Record<string, unknown>): Payout => z.parse(payoutItem, withoutKeys(item));

/**
 * Stores what a run found for a payee. In one reading (`pass`) the first writer stays; a later reading replaces an
 * earlier one. So a repeated step changes nothing, and no step that woke up late undoes a newer one.
 */
export async function putPayout(db: Register, run: RunId, payout: Payout): Promise<void> {
  await putOfPass(db, { ...payoutKey(run, payout.shard, payout.payeeId), ...payout }, payout.pass);
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

/** The payouts of a shard between two payees inclusive, by id. */
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

/** All payouts of a shard in the order of payees' ids, page by page, strongly consistent. */
export async function* payoutsOfShard(db: Register, run: RunId, shard: number): AsyncGenerator<Payout[]> {
  let after: string | undefined;
  do {
    const page = await payoutPage(db, run, shard, after, undefined);
    yield page.payouts;
    after = page.last;
  } while (after !== undefined);
}

/**
 * One page of a shard's payouts, from the payee after `after`.
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

/** A household's months by the attempts of Bonus runs that were posted, oldest month first. */
export async function payoutsOfHousehold(
  db: Register,
  household: { coopId: string; shard: number; householdId: string },
  attempts: ReadonlyMap<Month, string>,
): Promise<{ period: Month; attempt: string; payout: BonusPayout }[]> {
  const { coopId, shard, householdId } = household;
  const payouts = await payoutsOfPayee(db, { coopId, kind: 'BONUS', shard, payeeId: householdId }, attempts);
  return payouts.flatMap(({ payout, ...of }) => (payout.kind === 'BONUS' ? [{ ...of, payout }] : []));
}

/** What the posted runs of a kind found for one payee, the oldest first. */
export async function payoutsOfPayee(
  db: Register,
  { coopId, kind, shard, payeeId }: { coopId: string; kind: RunId['kind']; shard: number; payeeId: string },
  attempts: ReadonlyMap<Period, string>,
): Promise<{ period: Period; attempt: string; payout: Payout }[]> {
  const runs = [...attempts].map(([period, attempt]) => ({ period, attempt })).toSorted(byPeriod);
  const keys = runs.map((run) => payoutKey({ coopId, kind, ...run }, shard, payeeId));
  const items = new Map((await batchGet(db, keys, { consistent: true })).map((item) => [item.pk, item]));
  return runs.flatMap((run, index) => {
    const item = items.get(keys[index]?.pk ?? '');
    return item === undefined ? [] : [{ ...run, payout: parsePayout(item) }];
  });
}

const byPeriod = (a: { period: Period }, b: { period: Period }): number => (a.period < b.period ? -1 : 1);

/** The results of a run's shards, by number. */
export async function shardResults(db: Register, run: RunId): Promise<ShardResult[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': shardResultKey(run, 0).pk, ':sk': shardResultPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(shardResultItem, withoutKeys(item)));
}
