import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: SQSClient | undefined;

/** Whether receipts are still on their way: visible, in flight or delayed. Approximate, as the queue's own figures are. */
export async function receiptsAreQueued(): Promise<boolean> {
  client ??= new SQSClient({ maxAttempts: 3 });
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: requireEnv(envNames.receiptQueueUrl),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return Object.values(Attributes).some((count) => Number(count) > 0);
}
