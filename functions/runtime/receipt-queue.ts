import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ReceiptMessage } from '../../contract/receipt-message.ts';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: SQSClient | undefined;

/** Puts one request's receipts on the queue; returns when the queue has them, throws if it has not said so. */
export async function enqueueReceipts(message: ReceiptMessage): Promise<void> {
  client ??= new SQSClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  await client.send(
    new SendMessageCommand({ QueueUrl: requireEnv(envNames.receiptQueueUrl), MessageBody: JSON.stringify(message) }),
  );
}
