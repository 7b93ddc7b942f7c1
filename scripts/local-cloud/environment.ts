import path from 'node:path';
import { identityOf } from './identity.ts';
import { PROJECT_DIRECTORY } from './paths.ts';

/** The account and region in which everything local lives. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'eu-north-1';

const LOOPBACK = '127.0.0.1,localhost';

/** The project's own Node (24), for the emulator's functions and the CDK app. */
export const PROJECT_NODE = path.join(
  PROJECT_DIRECTORY,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** The variables that point an SDK or the CDK at the local cloud; add them to `process.env` of a child process. */
export function credentialsEnv(cloud: { endpointUrl: string }): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: cloud.endpointUrl,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: LOCAL_ACCOUNT,
    CDK_DEFAULT_REGION: LOCAL_REGION,
    NO_PROXY: withLoopback(process.env.NO_PROXY ?? process.env.no_proxy),
  };
}

/** This process's environment without its AWS settings (a profile would go before keys) and Node options, with the project's Node first. */
export function neutralEnv(parent: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(parent).filter(
    ([name]) => !/^(AWS_.*|NODE_OPTIONS|NODE_ENV|NODE_V8_COVERAGE|PATH)$/i.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: pathWithProjectNode(parent) };
}

/**
 * The whole environment of the emulator. Its functions inherit it, so it holds nothing of this machine but what finds programs: a
 * variable that a function needs and its stack does not set must be missing here as it is on AWS. As there, the time zone is UTC.
 */
export function emulatorEnv(
  port: number,
  persistDirectory?: string,
  parent: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = Object.entries(parent).flatMap(([name, value]) =>
    value !== undefined && NEEDED_BY_PROGRAMS.test(name) ? [[name, value]] : [],
  );
  return {
    ...Object.fromEntries(kept),
    PATH: pathWithProjectNode(parent),
    PYTHONUTF8: '1',
    ...emulatorSettings(port, persistDirectory),
  };
}

const NEEDED_BY_PROGRAMS =
  /^(HOME|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|COMSPEC|PATHEXT|LOCALAPPDATA)$/i;

/** The variables that make MiniStack the project's cloud. With `persistDirectory` it keeps its state there, else in memory. */
export function emulatorSettings(port: number, persistDirectory?: string): Record<string, string> {
  const persistence =
    persistDirectory === undefined
      ? { PERSIST_STATE: '0', S3_PERSIST: '0' }
      : { PERSIST_STATE: '1', STATE_DIR: persistDirectory, S3_PERSIST: '1', S3_DATA_DIR: `${persistDirectory}/s3` };
  return {
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: LOCAL_REGION,
    MINISTACK_ACCOUNT_ID: LOCAL_ACCOUNT,
    MINISTACK_VERSION: identityOf(process.pid),
    IOT_MTLS_ENABLED: '0',
    TZ: 'UTC',
    ...persistence,
  };
}

function pathWithProjectNode(parent: NodeJS.ProcessEnv): string {
  const inherited = Object.entries(parent).find(([name]) => /^PATH$/i.test(name))?.[1] ?? '';
  return [path.dirname(PROJECT_NODE), path.join(PROJECT_DIRECTORY, 'node_modules/.bin'), inherited].join(
    path.delimiter,
  );
}

/** A proxy must not come between this machine and itself. */
function withLoopback(noProxy: string | undefined): string {
  return noProxy === undefined || noProxy === '' ? LOOPBACK : `${noProxy},${LOOPBACK}`;
}
