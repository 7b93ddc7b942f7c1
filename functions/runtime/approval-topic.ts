import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: SNSClient | undefined;

/** Publishes a message about a run to those who approve the co-op's runs: subscriptions are filtered by co-op. */
export async function publishNotice(
  coopId: string,
  { subject, text }: { subject: string; text: string },
): Promise<void> {
  client ??= new SNSClient({ maxAttempts: 5 });
  await client.send(
    new PublishCommand({
      TopicArn: requireEnv(envNames.approvalTopicArn),
      Subject: subject,
      Message: text,
      MessageAttributes: { coopId: { DataType: 'String', StringValue: coopId } },
    }),
  );
}
