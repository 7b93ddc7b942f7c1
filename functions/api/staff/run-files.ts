import { listRunFiles } from '../../../contract/runs.ts';
import { DomainError } from '../../../domain/errors.ts';
import { isPosted } from '../../../domain/run.ts';
import { fileAddress, fileName } from '../../runtime/file-address.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { runOf } from '../../table/runs.ts';

/** The files hold names and accounts, so asking for them is logged as an export. */
export const listRunFilesEndpoint = answers(listRunFiles, async ({ params }) => {
  const run = await runOf(register(), params);
  if (!isPosted(run.state))
    throw new DomainError('runNotInState', `The run is ${run.state}; its files can be fetched once it is released.`);
  const files = await Promise.all(
    (run.files ?? []).map(async ({ key, count, sumCents, sha256 }) => ({
      ...{ name: fileName(key), count, sumCents, sha256 },
      url: await fileAddress(key),
    })),
  );
  return { files };
});
