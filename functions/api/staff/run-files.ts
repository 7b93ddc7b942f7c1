import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { listRunFiles } from '../../../contract/runs.ts';
import { DomainError } from '../../../domain/errors.ts';
import { isPosted } from '../../../domain/run.ts';
import { paymentStore } from '../../runtime/payment-bucket.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { runOf } from '../../table/runs.ts';

const addressLivesSeconds = 300;

/** The files hold names and accounts, so asking for them is logged as an export. */
export const listRunFilesEndpoint = answers(listRunFiles, async ({ params }) => {
  const run = await runOf(register(), params);
  if (!isPosted(run.state))
    throw new DomainError('runNotInState', `The run is ${run.state}; its files can be fetched once it is released.`);
  const { s3, bucket } = paymentStore();
  const files = await Promise.all(
    (run.files ?? []).map(async ({ key, count, sumCents, sha256 }) => ({
      name: key.split('/').at(-1) ?? key,
      count,
      sumCents,
      sha256,
      url: await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: addressLivesSeconds,
      }),
    })),
  );
  return { files };
});
