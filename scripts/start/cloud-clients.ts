import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Clients of the local cloud, whatever the user's own AWS profile says. */
export type CloudClients = {
  table: DynamoDBDocumentClient;
  users: CognitoIdentityProviderClient;
  queues: SQSClient;
  files: S3Client;
  keys: KMSClient;
};

export function cloudClients(cloud: { endpointUrl: string; region: string }): CloudClients {
  const local = {
    endpoint: cloud.endpointUrl,
    region: cloud.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient(local)),
    users: new CognitoIdentityProviderClient(local),
    // The queue's own address may name a host of the emulator's.
    queues: new SQSClient({ ...local, useQueueUrlAsEndpoint: false }),
    files: new S3Client({ ...local, forcePathStyle: true }),
    keys: new KMSClient(local),
  };
}
