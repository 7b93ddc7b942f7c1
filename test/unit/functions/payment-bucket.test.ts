import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { envNames } from '../../../functions/runtime/env-names.ts';
import { putFileOnce } from '../../../functions/runtime/payment-bucket.ts';
import { withUnnamedFile } from '../../../functions/runtime/unnamed-file.ts';

const parts = ['<a>', 'Äijälä 😀', '', 'x'.repeat(200_000), '</a>'];
const whole = parts.join('');
const sha256 = createHash('sha256').update(whole, 'utf8').digest('hex');
const answer = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'S3', $fault: 'client', $metadata: { httpStatusCode } });

const s3 = mockClient(S3Client);
/** What was sent, attempt by attempt, read to its end as S3 does. */
let sent: Buffer[] = [];
/** The statuses of the first answers; then it is put. */
let statuses: number[] = [];

beforeEach(() => {
  sent = [];
  statuses = [];
  process.env[envNames.paymentBucket] = 'payment-files';
  s3.on(PutObjectCommand).callsFake(async ({ Body }) => {
    sent.push(await buffer(Body as Readable));
    const status = statuses.shift();
    if (status !== undefined) throw answer(status);
    return {};
  });
});
afterEach(() => s3.reset());

const put = (): Promise<void> =>
  withUnnamedFile(async (file) => {
    await file.append(parts.slice(0, 2));
    await file.append([]);
    await file.append(parts.slice(2));
    expect(file.size()).toEqual({ bytes: Buffer.byteLength(whole), sha256 });
    await putFileOnce('file.xml', file);
  });
const standing = (text: string): void => {
  s3.on(GetObjectCommand).callsFake(async () => ({ Body: Readable.from([Buffer.from(text)]) }));
};

describe('a payment file on its way to the bucket', () => {
  it('is put once, whole, with its length and checksum', async () => {
    await put();
    expect(sent.map(String)).toEqual([whole]);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      IfNoneMatch: '*',
      ContentLength: Buffer.byteLength(whole),
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    });
  });

  it('is sent from its beginning again where another was put at the same moment', async () => {
    statuses = [409, 409];
    await put();
    expect(sent.map(String)).toEqual([whole, whole, whole]);
  });

  it('stands there already: the same bytes are as good as put', async () => {
    statuses = [412];
    standing(whole);
    await expect(put()).resolves.toBeUndefined();
  });

  it('is never put in the place of another', async () => {
    statuses = [412];
    standing(whole.replace('x', 'y'));
    await expect(put()).rejects.toThrow('another file stands under the name');
  });

  it('fails with the bucket', async () => {
    statuses = [403];
    await expect(put()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect(sent).toHaveLength(1);
  });
});
