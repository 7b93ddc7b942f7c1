import path from 'node:path';
import { defaultConfigPath } from '../../cli/config.ts';
import { makePrivateFolder, replaceFile } from '../../cli/files.ts';
import type { Seeded } from '../demo/seed.ts';
import { cloudDirectory, LOCAL_DIRECTORY, PROJECT_DIRECTORY } from '../local-cloud/paths.ts';
import type { Deployed } from './deployed.ts';
import { emptyTills, type Tills } from './post-month.ts';

export const usersFile = path.join(LOCAL_DIRECTORY, 'demo-users.json');
export const paymentsFolder = path.join(LOCAL_DIRECTORY, 'payments');

/**
 * Writes what the command line needs to go on with this cloud, each file for the user's eyes only: its configuration (for the
 * first retailer's tills), the tills' secrets, the demo's users.
 * @returns the tills, each with an empty queue
 */
export async function writeLocalFiles(
  endpointUrl: string,
  deployed: Deployed,
  { staff, tills }: Seeded,
): Promise<[Tills, ...Tills[]]> {
  await makePrivateFolder(LOCAL_DIRECTORY);
  const written = await Promise.all(
    tills.map(async ({ retailerId, clientSecret }) => {
      const secretFile = `till-secret-${retailerId}`;
      await replaceFile(path.join(LOCAL_DIRECTORY, secretFile), `${clientSecret}\n`);
      return await emptyTills(
        { retailerId, clientSecret, config: deployed.cliConfig(retailerId, secretFile) },
        cloudDirectory(endpointUrl),
      );
    }),
  );
  const [first, ...others] = written;
  if (first === undefined) throw new Error('No retailer has an outlet.');
  await replaceFile(path.join(PROJECT_DIRECTORY, defaultConfigPath), json(first.config));
  await replaceFile(usersFile, json(Object.values(staff).map(({ username, password }) => ({ username, password }))));
  return [first, ...others];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
