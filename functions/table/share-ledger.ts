import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Register } from './client.ts';
import type { ShareEntry } from './items.ts';
import { shareEntryKey } from './keys.ts';

/** Adds an entry to a member's share ledger, once: its key is a function of where it comes from. Nothing is ever changed there. */
export async function addShareEntry(db: Register, customerNumber: string, entry: ShareEntry): Promise<void> {
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: { ...shareEntryKey(customerNumber, entry.coopId, entry.date, entry.sourceId), ...entry },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
