import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { requireEnv } from '../runtime/env.ts';
import { envNames } from '../runtime/env-names.ts';

/** The table and the client to reach it with; access patterns take it as their first argument. */
export type Register = { client: DynamoDBDocumentClient; tableName: string };

let client: DynamoDBDocumentClient | undefined;

/** One client a process, made at first use. Bounded in attempts and time, so that no call outlives its function. */
function documentClient(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 6,
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 5_000,
        // Without it the SDK only warns when the time is over, and goes on waiting.
        throwOnRequestTimeout: true,
        httpsAgent: { maxSockets: 128 },
      },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  return client;
}

export function register(): Register {
  return { client: documentClient(), tableName: requireEnv(envNames.registerTable) };
}

/** The append-only table of access events. */
export function accessLog(): Register {
  return { client: documentClient(), tableName: requireEnv(envNames.accessTable) };
}
