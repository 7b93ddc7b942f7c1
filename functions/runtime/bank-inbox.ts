import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: S3Client | undefined;

/** One client a process. `forcePathStyle` lets the local cloud answer on one host; AWS takes it as well. */
function s3(): S3Client {
  client ??= new S3Client({ maxAttempts: 5, forcePathStyle: true });
  return client;
}

/**
 * An object as it comes, piece by piece; a reader that stops early ends the transfer.
 * @param versionId which of its versions; none: the newest
 */
export async function objectOf(bucket: string, key: string, versionId?: string): Promise<AsyncIterable<Uint8Array>> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...(versionId && { VersionId: versionId }) });
  const { Body } = await s3().send(command);
  if (Body === undefined) throw new Error('an object of a bucket has no content');
  return Body as Readable;
}

/** What the bank dropped. */
export const droppedFile = (key: string, versionId: string | undefined): Promise<AsyncIterable<Uint8Array>> =>
  objectOf(requireEnv(envNames.bankInbox), key, versionId);

/** A payment file of ours. */
export const sentPaymentFile = (key: string): Promise<AsyncIterable<Uint8Array>> =>
  objectOf(requireEnv(envNames.paymentBucket), key);
