import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: S3Client | undefined;

/** One client a process. `forcePathStyle` lets the local cloud answer on one host; AWS takes it as well. */
export function paymentStore(): { s3: S3Client; bucket: string } {
  client ??= new S3Client({ maxAttempts: 5, forcePathStyle: true });
  return { s3: client, bucket: requireEnv(envNames.paymentBucket) };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Puts a payment file if there is none under its name. If there is one, it must be the same bytes.
 * @throws Error if another file stands under the name: it is never replaced
 */
export async function putOnce(key: string, text: string): Promise<void> {
  const { s3, bucket } = paymentStore();
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: 'application/xml; charset=utf-8',
        IfNoneMatch: '*',
      }),
    );
  } catch (error) {
    if (
      !(error instanceof S3ServiceException) ||
      (error.$metadata.httpStatusCode !== 412 && error.$metadata.httpStatusCode !== 409)
    )
      throw error;
    const there = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (sha256Of((await there.Body?.transformToString('utf8')) ?? '') !== sha256Of(text))
      throw new Error('another file stands under the name of this payment file');
  }
}
