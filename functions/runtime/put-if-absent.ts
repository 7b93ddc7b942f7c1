import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** A bucket and the client to reach it with. */
export type FileStore = { s3: S3Client; bucket: string };

/** Others put under the same name at the same moment: S3 asks to try again (409). */
const attempts = 4;

/**
 * Puts a text under a name where there is none, and never replaces one.
 * @returns what stands under the name already, undefined if it was put
 */
export async function putIfAbsent(
  store: FileStore,
  key: string,
  text: string,
  contentType: string,
): Promise<string | undefined> {
  if (await putWhereNone(store, key, () => ({ Body: text, ContentType: contentType }))) return undefined;
  const there = await store.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key: key }));
  return (await there.Body?.transformToString('utf8')) ?? '';
}

/**
 * Puts something under a name where there is nothing, and never replaces anything.
 * @param contentOf asked before each attempt: a stream can be sent only once
 * @returns false if something stands under the name already
 */
export async function putWhereNone(
  { s3, bucket }: FileStore,
  key: string,
  contentOf: () => Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'IfNoneMatch'>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await s3.send(new PutObjectCommand({ ...contentOf(), Bucket: bucket, Key: key, IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412) return false;
      if (status !== 409 || attempt === attempts) throw error;
    }
  }
}
