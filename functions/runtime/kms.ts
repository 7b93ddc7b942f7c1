import { KMSClient } from '@aws-sdk/client-kms';

let client: KMSClient | undefined;

/** One client a process, made at first use; bounded as that of the table. */
export function kms(): KMSClient {
  client ??= new KMSClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return client;
}
