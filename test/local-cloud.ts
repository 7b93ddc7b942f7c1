import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { deployToLocalCloud, type StackOutputs } from '../scripts/local-cloud/deploy.ts';
import { cloudDirectory } from '../scripts/local-cloud/paths.ts';
import { ensureLocalCloud, type LocalCloud } from '../scripts/local-cloud.ts';

/** What suites on the deployed local cloud get with `inject('localCloud')`. */
export type DeployedCloud = {
  endpointUrl: string;
  outputs: StackOutputs;
  /** What the emulator says; absent when it was not started here: then its processes are not ours to end either. */
  logFile?: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    localCloud: DeployedCloud;
  }
}

type Shared = { users: number; cloud: Promise<LocalCloud>; deployed?: Promise<DeployedCloud> };

/** Vitest loads this file once for every project that names it, so what they share stands outside of it. */
const shared = globalThis as typeof globalThis & { omistajaLocalCloud?: Shared };

/** The one suite that asks through the API; the others need only DynamoDB and S3. */
const deployedFor = 'e2e';
/** The one suite that is content with DynamoDB alone, which may be anywhere. */
const tableOnly = 'table';

/**
 * A `globalSetup` for suites that need the emulator: once in a test run it is started on a free port, unless `AWS_ENDPOINT_URL` names one,
 * and the variable then tells every test where it is. The stacks are deployed once somebody needs them. The last project to finish stops it.
 */
export default async function useLocalCloud(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === tableOnly && process.env.AWS_ENDPOINT_URL_DYNAMODB) return async () => undefined;
  shared.omistajaLocalCloud ??= { users: 0, cloud: start() };
  const use = shared.omistajaLocalCloud;
  use.users += 1;
  const cloud = await use.cloud;
  if (project.name === deployedFor) {
    use.deployed ??= deploy(cloud);
    project.provide('localCloud', await use.deployed);
  }
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.omistajaLocalCloud;
    await cloud.stop();
  };
}

async function start(): Promise<LocalCloud> {
  const cloud = await ensureLocalCloud({ port: 0 });
  // Tests run in children of this process, which are started after this and inherit it.
  process.env.AWS_ENDPOINT_URL = cloud.endpointUrl;
  return cloud;
}

async function deploy({ endpointUrl, logFile }: LocalCloud): Promise<DeployedCloud> {
  const outputsFile = path.join(cloudDirectory(endpointUrl), 'outputs.json');
  const outputs = await deployToLocalCloud({ endpointUrl }, { outputsFile });
  return { endpointUrl, outputs, ...(logFile === undefined ? {} : { logFile }) };
}
