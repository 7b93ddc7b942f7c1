import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { addMonths, type Month } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { type LateMark, lateMarkItem } from './items.ts';
import { type Key, lateMarkKey, lateMarkPartition } from './keys.ts';
import { type Bounded, batchGet, queryAll, withoutKeys } from './read.ts';

export type MarkedMonth = { coopId: string; shard: number; month: Month; householdId: string };

/**
 * Says that a household's ended month must be calculated again. Put before the receipt is written, matched or moved, with
 * the time that the receipt gets as `assignedAt`: a mark without a receipt is harmless, a receipt without a mark is lost
 * to the payout.
 *
 * The time of a mark never goes back. A run deletes marks older than its cut-off; if a slow recorder could set the time
 * of a mark back behind the cut-off, a receipt after the cut-off that shares the mark would never be counted. Since when there is something to
 * look at never goes forward: whatever comes between the cut-off and the opening of a run, a receipt sent again as well, would else keep the run
 * from seeing what came before.
 * @param markedAtMs the receipt's assignedAt, epoch ms
 */
export async function markLate(
  db: Register,
  marked: MarkedMonth,
  token: string,
  markedAtMs: number,
  bounded: Bounded = {},
): Promise<void> {
  const { coopId, shard, month, householdId } = marked;
  const key = lateMarkKey(coopId, shard, month, householdId);
  const own: LateMark = { month, householdId, token, markedAtMs };
  for (;;) {
    const [item] = await batchGet(db, [key], { consistent: true, ...bounded });
    const seen = item && z.parse(lateMarkItem, withoutKeys(item));
    const wanted = seen === undefined ? own : joined(seen, own);
    if (wanted === seen || (await putMark(db, key, wanted, { seen, token }, bounded))) return;
  }
}

/** Both in one: the later time and its token, and the earlier beginning. The same mark if it says all of it already. */
function joined(there: LateMark, own: LateMark): LateMark {
  const begun = there.sinceMs ?? there.markedAtMs;
  const sinceMs = Math.min(begun, own.markedAtMs);
  if (there.token === own.token || (own.markedAtMs < there.markedAtMs && sinceMs === begun)) return there;
  const later = own.markedAtMs < there.markedAtMs ? there : own;
  return { ...later, ...(sinceMs < later.markedAtMs ? { sinceMs } : {}) };
}

/** Puts a mark where none is, or over the one that was read; sent again by the client, over itself. @returns false if there is another now */
async function putMark(
  db: Register,
  key: Key,
  mark: LateMark,
  { seen, token }: { seen: LateMark | undefined; token: string },
  bounded: Bounded,
): Promise<boolean> {
  const over =
    seen === undefined
      ? {
          ConditionExpression: 'attribute_not_exists(pk) OR #token = :own',
          ExpressionAttributeNames: { '#token': 'token' },
          ExpressionAttributeValues: { ':own': token },
        }
      : {
          ConditionExpression: '#token IN (:seen, :own) AND (attribute_not_exists(sinceMs) OR sinceMs >= :since)',
          ExpressionAttributeNames: { '#token': 'token' },
          ExpressionAttributeValues: {
            ':seen': seen.token,
            ':own': token,
            ':since': mark.sinceMs ?? mark.markedAtMs,
          },
        };
  const item = { ...key, ...mark };
  try {
    await db.client.send(new PutCommand({ TableName: db.tableName, Item: item, ...over }), bounded);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

/**
 * The marks of a shard up to a month that stand for something since before the cut-off: exactly those whose receipts a run with this cut-off
 * counts. The set stands still from the opening of the run on, since the cut-off lies further back than any recorder lives.
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
  return items
    .map((item) => z.parse(lateMarkItem, withoutKeys(item)))
    .filter(({ sinceMs, markedAtMs }) => (sinceMs ?? markedAtMs) < cutOffMs);
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
