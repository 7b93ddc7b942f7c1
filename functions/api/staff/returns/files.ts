import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { listReturnFiles } from '../../../../contract/returns.ts';
import { settings } from '../../../runtime/env.ts';
import { returnStore } from '../../../runtime/return-bucket.ts';
import { answers } from '../../../runtime/serve.ts';
import { returnBuckets, returnFilesOf, returnIdOf, returnOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { planReturnFiles } from '../../../workflow/annual-return/plan-return-files.ts';
import { idIn } from './return-id.ts';

const addressLivesSeconds = 300;

export const listReturnFilesEndpoint = answers(listReturnFiles, async ({ params }) => {
  const db = register();
  const item = await returnOf(db, idIn(params));
  const [written, buckets] = await Promise.all([
    returnFilesOf(db, returnIdOf(item)),
    returnBuckets(db, returnIdOf(item)),
  ]);
  const { s3, bucket } = returnStore();
  const files = await Promise.all(
    written.map(async ({ kind, key, rows, sha256 }) => ({
      kind,
      name: key.split('/').at(-1) ?? key,
      rows,
      sha256,
      url: await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: addressLivesSeconds,
      }),
    })),
  );
  const isBuilt = item.hash !== undefined;
  return { filesPerKind: isBuilt ? planReturnFiles(buckets, settings().payeesPerReturnFile).length : 0, files };
});
