import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';
import { type FileStore, putIfAbsent, putWhereNone } from './put-if-absent.ts';
import type { UnnamedFile } from './unnamed-file.ts';

let client: S3Client | undefined;

/** One client a process. `forcePathStyle` lets the local cloud answer on one host; AWS takes it as well. */
export function paymentStore(): FileStore {
  client ??= new S3Client({ maxAttempts: 5, forcePathStyle: true });
  return { s3: client, bucket: requireEnv(envNames.paymentBucket) };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const contentTypes = { xml: 'application/xml; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/**
 * Puts a voucher (a payment file, a journal) if there is none under its name. If there is one, it must be the same bytes.
 * @throws Error if another file stands under the name: it is never replaced
 */
export async function putOnce(key: string, text: string, type: keyof typeof contentTypes = 'xml'): Promise<void> {
  const there = await putIfAbsent(paymentStore(), key, text, contentTypes[type]);
  if (there !== undefined && sha256Of(there) !== sha256Of(text))
    throw new Error('another file stands under the name of this one');
}

/**
 * As {@link putOnce} with a payment file on disk, which is never in memory as a whole. Its checksum goes with it, so the bucket refuses what
 * has not arrived whole. The SDK does not send a stream a second time: the step that writes the file is repeated instead.
 * @throws Error as {@link putOnce}
 */
export async function putFileOnce(key: string, file: UnnamedFile): Promise<void> {
  const store = paymentStore();
  const { bytes, sha256 } = file.size();
  const isNew = await putWhereNone(store, key, () => ({
    Body: file.read(),
    ContentLength: bytes,
    ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    ContentType: contentTypes.xml,
  }));
  if (!isNew && (await sha256Under(store, key)) !== sha256)
    throw new Error('another file stands under the name of this one');
}

async function sha256Under({ s3, bucket }: FileStore, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const hash = createHash('sha256');
  for await (const chunk of Body as Readable) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
