import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod/mini';
import { deployStep, lastErrorLine } from './cdk-output.ts';
import { credentialsEnv, LOCAL_ACCOUNT, LOCAL_REGION, neutralEnv, PROJECT_NODE } from './environment.ts';
import { deployFailed } from './error.ts';
import { cloudDirectory, PROJECT_DIRECTORY, shownPath } from './paths.ts';
import { run } from './run.ts';

const CDK = path.join(PROJECT_DIRECTORY, 'node_modules/aws-cdk/bin/cdk');
const BOOTSTRAP_STACK = 'CDKToolkit';
/** Without change sets: nobody reviews one here, and each costs a second. */
const DEPLOY = ['--all', '--require-approval', 'never', '--method', 'direct', '--progress', 'events'];
const QUIET = ['--no-color', '--no-notices', '--ci'];

/** The outputs of each stack, as `cdk deploy --outputs-file` writes them: stack name → output name → value. */
const StackOutputs = z.record(z.string(), z.record(z.string(), z.string()));
export type StackOutputs = z.infer<typeof StackOutputs>;

type DeployOptions = {
  /** Gets a short message when a step begins. */
  report?: (message: string) => void;
  /** More context for the CDK app, beside `stage=local`. */
  context?: Record<string, string>;
  /** Where the outputs are written, as JSON. */
  outputsFile: string;
  /** The folder with `cdk.json`; this project unless given. */
  projectDir?: string;
};

/**
 * Deploys every stack of the CDK app to the local cloud, bootstrapping it first if need be. What the CDK says goes to `deploy.log`.
 * @returns the outputs of each stack
 * @throws LocalCloudError with the CDK's last error line
 */
export async function deployToLocalCloud(
  cloud: { endpointUrl: string },
  options: DeployOptions,
): Promise<StackOutputs> {
  const report = options.report ?? (() => undefined);
  const directory = cloudDirectory(cloud.endpointUrl);
  const logFile = path.join(directory, 'deploy.log');
  const outputsFile = path.resolve(options.outputsFile);
  await Promise.all([directory, path.dirname(outputsFile)].map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all([rm(logFile, { force: true }), rm(outputsFile, { force: true })]);

  const cdk = async (command: string, args: string[], workingDirectory: string) => {
    const ran = await run(PROJECT_NODE, [CDK, command, ...args, ...QUIET], {
      env: cdkEnv(cloud),
      directory: workingDirectory,
      timeoutSeconds: 900,
      logFile,
      onLine: (line) => {
        const step = deployStep(line);
        if (step !== undefined) report(step);
      },
    });
    if (ran.exitCode !== 0) throw deployFailed(`cdk ${command}`, lastErrorLine(ran.output), shownPath(logFile));
  };
  if (!(await isBootstrapped(cloud))) {
    report('Preparing the local cloud for the CDK');
    // Where there is no cdk.json: it would run the app first, for nothing.
    await cdk('bootstrap', [`aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`], directory);
  }
  report('Synthesizing');
  const context = Object.entries({ ...options.context, stage: 'local' }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const synthesized = path.join(directory, 'cdk.out');
  const files = ['--outputs-file', outputsFile, '--output', synthesized];
  await cdk('deploy', [...DEPLOY, ...files, ...context], options.projectDir ?? PROJECT_DIRECTORY);
  await rm(synthesized, { recursive: true, force: true });
  return StackOutputs.parse(JSON.parse(await readFile(outputsFile, 'utf8')));
}

/** No telemetry and no look at the registry: a deploy to this machine works without the network. */
function cdkEnv(cloud: { endpointUrl: string }): NodeJS.ProcessEnv {
  return {
    ...neutralEnv(),
    ...credentialsEnv(cloud),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    NO_COLOR: '1',
  };
}

async function isBootstrapped(cloud: { endpointUrl: string }): Promise<boolean> {
  const client = new CloudFormationClient({
    endpoint: cloud.endpointUrl,
    region: LOCAL_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: BOOTSTRAP_STACK }));
    return Stacks?.some((stack) => /^(CREATE|UPDATE)_COMPLETE$/.test(stack.StackStatus ?? '')) ?? false;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
