import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { addMonths, type Month, monthSchema } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { coopKey, recomputeMarkKey, recomputeMarkPrefix } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';
import { put, type Write } from './transaction.ts';

/** Says that a paid month of a whole co-op must be calculated again: a late mark of all its households. */
export const recomputeMarkItem = z.strictObject({ month: monthSchema, token: z.string(), markedAtMs: z.int() });
export type RecomputeMark = z.infer<typeof recomputeMarkItem>;

/** The mark as a write of the transaction that makes it necessary, so that there is neither without the other. A newer one replaces it. */
export const markToRecompute = (coopId: string, mark: RecomputeMark): Write =>
  put(recomputeMarkKey(coopId, mark.month), mark);

/**
 * A co-op's marks up to a month, put before the cut-off: the set stands still from the opening of the run on.
 * @param through the last month, inclusive
 */
export async function recomputeMarksThrough(
  db: Register,
  coopId: string,
  through: Month,
  cutOffMs: number,
): Promise<RecomputeMark[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':pk': coopKey(coopId).pk,
      ':from': recomputeMarkPrefix,
      ':to': `${recomputeMarkPrefix}${addMonths(through, 1)}`,
    },
    ConsistentRead: true,
  });
  return items
    .map((item) => z.parse(recomputeMarkItem, withoutKeys(item)))
    .filter(({ month, markedAtMs }) => month <= through && markedAtMs < cutOffMs);
}

/** Deletes a mark if it is still the one that was read; a fresher one stays for the next run. */
export async function deleteRecomputeMark(
  db: Register,
  coopId: string,
  { month, token }: RecomputeMark,
): Promise<void> {
  try {
    await db.client.send(
      new DeleteCommand({
        TableName: db.tableName,
        Key: recomputeMarkKey(coopId, month),
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': token },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
