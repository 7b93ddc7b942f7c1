import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { heldPaymentKey, heldPaymentPrefix, type RunId, runKey, shardResultKey } from './keys.ts';
import { type HeldPayment, heldPaymentItem } from './payout-item.ts';
import { queryAll, withoutKeys } from './read.ts';

/**
 * Holds a signed payment back, while the run's payees are still being checked. A step that wakes up late finds the check ended and
 * changes nothing.
 */
export async function holdPayment(db: Register, id: RunId, held: HeldPayment): Promise<void> {
  try {
    await db.client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: db.tableName,
              Key: runKey(id),
              ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(checkedAtMs)',
            },
          },
          {
            Put: {
              TableName: db.tableName,
              Item: { ...heldPaymentKey(id, held.shard, held.payeeId), ...held },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException) || !isDecided(error)) throw error;
  }
}

/** Held already, or the check has ended; a conflict with another transaction is neither, and the step is repeated. */
const isDecided = ({ CancellationReasons = [] }: TransactionCanceledException): boolean =>
  CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed');

/** The signed payments of a run, or of one of its shards, that are held back; by payee. */
export async function heldPayments(db: Register, id: RunId, shard?: number): Promise<Map<string, HeldPayment>> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': shardResultKey(id, 0).pk, ':sk': heldPaymentPrefix(shard) },
    ConsistentRead: true,
  });
  const held = items.map((item) => z.parse(heldPaymentItem, withoutKeys(item)));
  return new Map(held.map((one) => [one.payeeId, one]));
}
