import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { paymentFileItem, type WrittenFile } from './items.ts';
import { paymentFileKey, paymentFilePrefix, type RunId } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';

/** Notes a payment file that was written. The note is a function of the file's bytes, so noting it again changes nothing. */
export async function notePaymentFile(db: Register, run: RunId, file: WrittenFile): Promise<void> {
  await db.client.send(
    new PutCommand({ TableName: db.tableName, Item: { ...paymentFileKey(run, file.fileNumber), ...file } }),
  );
}

/** The files noted for a run, by number. */
export async function paymentFilesOf(db: Register, run: RunId): Promise<WrittenFile[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': paymentFileKey(run, 1).pk, ':sk': paymentFilePrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(paymentFileItem, withoutKeys(item)));
}
