import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';
import { type FileStore, putIfAbsent } from './put-if-absent.ts';

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
