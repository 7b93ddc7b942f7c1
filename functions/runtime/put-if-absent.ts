import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** A bucket and the client to reach it with. */
export type FileStore = { s3: S3Client; bucket: string };

/** Others put under the same name at the same moment: S3 asks to try again (409). */
const attempts = 4;

/**
 * Puts a text under a name where there is none, and never replaces one.
 * @returns what stands under the name already, undefined if it was put
 */
export async function putIfAbsent(
  { s3, bucket }: FileStore,
  key: string,
  text: string,
  contentType: string,
): Promise<string | undefined> {
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: text,
    ContentType: contentType,
    IfNoneMatch: '*',
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await s3.send(put);
      return undefined;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412) break;
      if (status !== 409 || attempt === attempts) throw error;
    }
  }
  const there = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await there.Body?.transformToString('utf8')) ?? '';
}
