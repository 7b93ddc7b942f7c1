import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { addMonths, type Month } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { type LateMark, lateMarkItem } from './items.ts';
import { lateMarkKey, lateMarkPartition } from './keys.ts';
import { type Bounded, queryAll, withoutKeys } from './read.ts';

export type MarkedMonth = { coopId: string; shard: number; month: Month; householdId: string };

/**
 * Says that a household's ended month must be calculated again. Put before the receipt is written, matched or moved, with
 * the time that the receipt gets as `assignedAt`: a mark without a receipt is harmless, a receipt without a mark is lost
 * to the payout.
 *
 * The time of a mark never goes back. A run deletes marks older than its cut-off; if a slow recorder could set the time
 * of a mark back behind the cut-off, a receipt after the cut-off that shares the mark would never be counted.
 * @param markedAtMs the receipt's assignedAt, epoch ms
 */
export async function markLate(
  db: Register,
  marked: MarkedMonth,
  token: string,
  markedAtMs: number,
  bounded: Bounded = {},
): Promise<void> {
  const mark: LateMark = { month: marked.month, householdId: marked.householdId, token, markedAtMs };
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: { ...lateMarkKey(marked.coopId, marked.shard, marked.month, marked.householdId), ...mark },
        ConditionExpression: 'attribute_not_exists(pk) OR markedAtMs <= :now',
        ExpressionAttributeValues: { ':now': markedAtMs },
      }),
      bounded,
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // A later mark stands there: it covers this receipt too.
  }
}

/**
 * The marks of a shard up to a month, put before the cut-off: exactly those whose receipts a run with this cut-off counts. The
 * set stands still from the opening of the run on, since the cut-off lies further back than any recorder lives.
 * @param through the last month, inclusive
 */
export async function lateMarksThrough(
  db: Register,
  coopId: string,
  shard: number,
  through: Month,
  cutOffMs: number,
): Promise<LateMark[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND sk < :after',
    ExpressionAttributeValues: { ':pk': lateMarkPartition(coopId, shard), ':after': addMonths(through, 1) },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(lateMarkItem, withoutKeys(item))).filter((mark) => mark.markedAtMs < cutOffMs);
}

/** Deletes a mark if it is still the one that was read; a fresher one stays for the next run. */
export async function deleteMark(db: Register, marked: MarkedMonth, token: string): Promise<void> {
  try {
    await db.client.send(
      new DeleteCommand({
        TableName: db.tableName,
        Key: lateMarkKey(marked.coopId, marked.shard, marked.month, marked.householdId),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': token },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
