import path from 'node:path';
import { formatCount } from '../../cli/render/figures.ts';
import { configs } from '../../lib/config.ts';
import { lockBucket, type Seeded, seed } from '../demo/seed.ts';
import { deployToLocalCloud } from '../local-cloud/deploy.ts';
import { cloudDirectory } from '../local-cloud/paths.ts';
import type { LocalCloud } from '../local-cloud.ts';
import { type CloudClients, cloudClients } from './cloud-clients.ts';
import { type Deployed, deployedFrom } from './deployed.ts';

import { writeLocalFiles } from './local-files.ts';
import type { Material } from './material.ts';
import type { Tills } from './post-month.ts';
import type { Steps } from './step.ts';

/** A deployed register with its demo loaded. */
export type Loaded = {
  clients: CloudClients;
  deployed: Deployed;
  staff: Seeded['staff'];
  /** Those of the first retailer are the command line's. */
  tills: readonly [Tills, ...Tills[]];
  seconds: { deploy: number; seed: number };
};

const { retailers, staffCallbackUrls: callbackUrls, paymentFileLock, accessSealLock } = configs.local;

/** Deploys the app to the local cloud and loads the federation. */
export async function load(step: Steps, cloud: LocalCloud, { federation }: Material): Promise<Loaded> {
  const { endpointUrl } = cloud;
  const clients = cloudClients(cloud);
  const deploy = await step({
    title: 'Deploy the app with the CDK',
    work: async (say) => {
      const outputsFile = path.join(cloudDirectory(endpointUrl), 'outputs.json');
      const outputs = await deployToLocalCloud(cloud, { report: say, outputsFile });
      const deployed = deployedFrom(outputs, { endpointUrl, retailers, callbackUrls });
      await lockBucket(clients.files, deployed.paymentBucket, paymentFileLock);
      await lockBucket(clients.files, deployed.returnBucket, paymentFileLock);
      await lockBucket(clients.files, deployed.bankInbox, paymentFileLock);
      await lockBucket(clients.files, deployed.sealBucket, accessSealLock);
      return deployed;
    },
    done: () => 'Deployed the app with the CDK',
  });
  const deployed = deploy.value;
  const loading = await step({
    title: 'Load the federation',
    work: async (say) => {
      const cloudSide = {
        db: { client: clients.table, tableName: deployed.registerTable },
        users: clients.users,
        kms: clients.keys,
      };
      const seeded = await seed(cloudSide, deployed, federation, (written, all) =>
        say(`${formatCount(written)} of ${formatCount(all)} items`),
      );
      return { staff: seeded.staff, tills: await writeLocalFiles(endpointUrl, deployed, seeded) };
    },
    done: () =>
      `Loaded ${formatCount(federation.coops.length)} co-ops, ${formatCount(federation.outlets.length)} outlets, ${formatCount(federation.households.length)} households`,
  });
  return { clients, deployed, ...loading.value, seconds: { deploy: deploy.seconds, seed: loading.seconds } };
}
