import { S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';
import type { FileStore } from './put-if-absent.ts';

let client: S3Client | undefined;

/** The bucket of sealed access events; one client a process. */
export function sealStore(): FileStore {
  client ??= new S3Client({ maxAttempts: 5, forcePathStyle: true });
  return { s3: client, bucket: requireEnv(envNames.sealBucket) };
}
