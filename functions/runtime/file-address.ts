import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { paymentStore } from './payment-bucket.ts';

const addressLivesSeconds = 300;

/** An address that serves a file of the payment bucket for five minutes, to whoever has it. */
export async function fileAddress(key: string): Promise<string> {
  const { s3, bucket } = paymentStore();
  return await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: addressLivesSeconds });
}

/** The last part of a key: what the file is called. */
export const fileName = (key: string): string => key.split('/').at(-1) ?? key;
