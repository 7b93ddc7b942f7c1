import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Register } from '../functions/table/client.ts';
import { accessTable, registerTable } from '../functions/table/keys.ts';
import { ensureLocalCloud, type LocalCloud } from '../scripts/local-cloud.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts an emulator of its own on a free port (or takes the one of `AWS_ENDPOINT_URL`) and ends it when the work is done. */
export async function withEmulator<T>(work: (cloud: LocalCloud) => Promise<T>): Promise<T> {
  const cloud = await ensureLocalCloud({ port: 0 });
  try {
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}

/** Makes a table like the register's, empty, under a name of its own. */
export async function emulatedRegister(cloud: LocalCloud): Promise<Register> {
  const tableName = `Bench${process.pid}x${Math.floor(performance.now())}`;
  const client = new DynamoDBClient({ endpoint: cloud.endpointUrl, region: cloud.region, credentials });
  const { partitionKey, sortKey, byHousehold, byListing, byMember } = registerTable;
  const keySchema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const type = (AttributeName: string, AttributeType: ScalarAttributeType) => ({ AttributeName, AttributeType });
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...[
          partitionKey,
          sortKey,
          byHousehold.partitionKey,
          byListing.partitionKey,
          byListing.sortKey,
          byMember.partitionKey,
          byMember.sortKey,
        ].map((name) => type(name, 'S')),
        type(byHousehold.sortKey, 'N'),
      ],
      KeySchema: keySchema(partitionKey, sortKey),
      GlobalSecondaryIndexes: [byHousehold, byListing, byMember].map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.carries] },
      })),
    }),
  );
  const marshallOptions = { removeUndefinedValues: true };
  return { client: DynamoDBDocumentClient.from(client, { marshallOptions }), tableName };
}

/** A table like that of access events, without its indexes. */
export async function emulatedAccessLog(cloud: LocalCloud): Promise<Register> {
  const tableName = `BenchLog${process.pid}x${Math.floor(performance.now())}`;
  const client = new DynamoDBClient({ endpoint: cloud.endpointUrl, region: cloud.region, credentials });
  const { partitionKey, sortKey } = accessTable;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partitionKey, sortKey].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
    }),
  );
  return { client: DynamoDBDocumentClient.from(client), tableName };
}
