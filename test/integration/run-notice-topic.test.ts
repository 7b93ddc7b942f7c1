import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishNotice } from '../../functions/runtime/approval-topic.ts';
import { envNames } from '../../functions/runtime/env-names.ts';
import { type CloudWorld, cloudWorld } from '../fixtures/run-cloud.ts';

let cloud: CloudWorld;
beforeAll(async () => {
  cloud = await cloudWorld();
  const endpoint = process.env.AWS_ENDPOINT_URL_S3;
  Object.assign(process.env, { AWS_ENDPOINT_URL_SNS: endpoint, AWS_ENDPOINT_URL_SQS: endpoint });
});
afterAll(() => cloud.stop());

it('a message goes to those who listen for its co-op, and to nobody else', async () => {
  const [sns, sqs] = [new SNSClient(), new SQSClient()];
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'approvals' }));
  const listen = async (coopId: string): Promise<() => Promise<unknown[]>> => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `approvers-${coopId}` }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const FilterPolicy = JSON.stringify({ coopId: [coopId] });
    const Endpoint = Attributes?.QueueArn;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { FilterPolicy } }));
    return async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '{}' }) => JSON.parse(Body));
    };
  };
  const [atHavu, atKoivu] = [await listen('havu'), await listen('koivu')];
  process.env[envNames.approvalTopicArn] = TopicArn;
  await publishNotice('havu', { subject: 'Omistaja: BONUS havu', text: 'Maksettavaa 12,00\u00a0€\n' });
  expect(await atHavu()).toMatchObject([{ Subject: 'Omistaja: BONUS havu', Message: 'Maksettavaa 12,00\u00a0€\n' }]);
  expect(await atKoivu()).toEqual([]);
});
