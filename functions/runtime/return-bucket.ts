import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';
import { type FileStore, putWhereNone } from './put-if-absent.ts';

let client: S3Client | undefined;

/** The bucket of annual returns, which hold identity codes: apart from payment files, so that no other function reaches them. */
export function returnStore(): FileStore {
  client ??= new S3Client({ maxAttempts: 5, forcePathStyle: true });
  return { s3: client, bucket: requireEnv(envNames.returnBucket) };
}

const contentTypes = { text: 'text/plain', csv: 'text/csv; charset=utf-8' } as const;
export type ReturnFileType = keyof typeof contentTypes;

/**
 * Puts a file of a return if there is none under its name. If there is one, it must be the same bytes.
 * @returns its SHA-256, hex
 * @throws Error if another file stands under the name: it is never replaced
 */
export async function putReturnFileOnce(key: string, bytes: Uint8Array, type: ReturnFileType): Promise<string> {
  const store = returnStore();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const isNew = await putWhereNone(store, key, () => ({ Body: bytes, ContentType: contentTypes[type] }));
  if (!isNew && (await sha256Under(store, key)) !== sha256)
    throw new Error('another file stands under the name of this one');
  return sha256;
}

async function sha256Under({ s3, bucket }: FileStore, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const hash = createHash('sha256');
  for await (const chunk of Body as Readable) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
