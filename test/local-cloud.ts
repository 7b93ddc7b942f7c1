import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { deployToLocalCloud, type StackOutputs } from '../scripts/local-cloud/deploy.ts';
import { credentialsEnv } from '../scripts/local-cloud/environment.ts';
import { cloudDirectory } from '../scripts/local-cloud/paths.ts';
import { ensureLocalCloud, type LocalCloud } from '../scripts/local-cloud.ts';

/** What suites on the local cloud get with `inject('localCloud')`; `env` holds the variables that point an SDK at it. */
type DeployedCloud = { endpointUrl: string; env: Record<string, string>; outputs: StackOutputs };

declare module 'vitest' {
  interface ProvidedContext {
    localCloud: DeployedCloud;
  }
}

type Shared = { users: number; cloud: Promise<{ cloud: LocalCloud; deployed: DeployedCloud }> };

/** Vitest loads this file once for every project that names it, so what they share stands outside of it. */
const shared = globalThis as typeof globalThis & { omistajaLocalCloud?: Shared };

/**
 * A `globalSetup` for suites that need the stacks: once in a test run it starts the emulator on a free port (or takes the one at
 * `AWS_ENDPOINT_URL`) and deploys. The last project to finish stops it.
 */
export default async function ensureDeployed(project: TestProject): Promise<() => Promise<void>> {
  shared.omistajaLocalCloud ??= { users: 0, cloud: startAndDeploy() };
  const use = shared.omistajaLocalCloud;
  use.users += 1;
  const { cloud, deployed } = await use.cloud;
  project.provide('localCloud', deployed);
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.omistajaLocalCloud;
    await cloud.stop();
  };
}

async function startAndDeploy(): Promise<{ cloud: LocalCloud; deployed: DeployedCloud }> {
  const cloud = await ensureLocalCloud({ port: 0 });
  try {
    const outputs = await deployToLocalCloud(cloud, {
      outputsFile: path.join(cloudDirectory(cloud.endpointUrl), 'outputs.json'),
    });
    return { cloud, deployed: { endpointUrl: cloud.endpointUrl, env: credentialsEnv(cloud), outputs } };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}
