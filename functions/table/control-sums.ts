import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Month } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { controlItem } from './items.ts';
import { controlKey, controlPartition } from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';

type OutletSums = z.infer<typeof controlItem>;

/** Stores what was read of an outlet's month; a newer reading replaces an older one, for it is nearer the truth, and never the reverse. */
export async function putControlSum(db: Register, period: Month, cutOffMs: number, sums: OutletSums): Promise<void> {
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: { ...controlKey(period, cutOffMs, sums.outletId), ...sums },
        ConditionExpression: 'attribute_not_exists(pk) OR readAtMs <= :readAt',
        ExpressionAttributeValues: { ':readAt': sums.readAtMs },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Whether an outlet's month has been read for this cut-off, by any co-op's run. */
export async function hasControlSum(db: Register, period: Month, cutOffMs: number, outletId: string): Promise<boolean> {
  return (await getItem(db, controlKey(period, cutOffMs, outletId))) !== undefined;
}

/** The sums of all outlets for a period and cut-off. */
export async function controlSums(db: Register, period: Month, cutOffMs: number): Promise<OutletSums[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': controlPartition(period, cutOffMs) },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(controlItem, withoutKeys(item)));
}
