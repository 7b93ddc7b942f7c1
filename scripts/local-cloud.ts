import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { dockerAnswers, dockerProgram } from './local-cloud/docker.ts';
import { type EmulatorProgram, startEmulator } from './local-cloud/emulator.ts';
import { LOCAL_REGION, PROJECT_NODE } from './local-cloud/environment.ts';
import { givenEndpointSilent, LocalCloudError, portTaken, projectNodeMissing } from './local-cloud/error.ts';
import { identityOf, ownerOf, versionAt } from './local-cloud/identity.ts';
import { cloudDirectory } from './local-cloud/paths.ts';
import { findFreePort, isFree } from './local-cloud/port.ts';
import { ensureVenv, venvProgram } from './local-cloud/venv.ts';

const USUAL_PORT = 4566;

/** The whole AWS on one port of this machine. */
export type LocalCloud = {
  /** Always with 127.0.0.1: an SDK then puts bucket names into the path, where `localhost` would make host names of them. */
  endpointUrl: string;
  region: typeof LOCAL_REGION;
  how: 'given' | 'venv' | 'docker';
  /** Ends the emulator with all its function workers; does nothing to a given one, or the second time. */
  stop(): Promise<void>;
  /** Settles when the emulator has ended, also by itself; never for a given one. */
  ended: Promise<void>;
  /** What the emulator says; absent for a given one. */
  logFile?: string;
};

type LocalCloudOptions = {
  /** 4566 unless given; 0 is any free one. */
  port?: number;
  /** Gets a short message when a step that takes time begins. */
  report?: (message: string) => void;
  /** Keeps the state in this folder from one start to the next, of the same port (URLs in it hold it); in memory unless given. */
  persistDir?: string;
};

/**
 * Finds or starts the local cloud: the emulator at `AWS_ENDPOINT_URL` if that is set, else MiniStack in `.local/venv` (installed when it
 * is not there), else MiniStack in Docker. One that was started ends with this process, however it ends.
 * @throws LocalCloudError with one sentence that says what is wrong and what to do
 */
export async function ensureLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const report = options.report ?? (() => undefined);
  const given = process.env.AWS_ENDPOINT_URL;
  if (given !== undefined && given !== '') return givenCloud(given.replace(/\/+$/, ''));

  const port = options.port === 0 ? await findFreePort(process.pid) : (options.port ?? USUAL_PORT);
  const endpointUrl = `http://127.0.0.1:${port}`;
  if (!(await isFree(port))) throw portTaken(port, await findFreePort(), ownerOf((await versionAt(endpointUrl)) ?? ''));
  await access(PROJECT_NODE).catch(() => Promise.reject(projectNodeMissing()));

  const persistDir = options.persistDir === undefined ? undefined : path.resolve(options.persistDir);
  const { how, program } = await findProgram(port, persistDir, report);
  const logFile = path.join(cloudDirectory(endpointUrl), 'emulator.log');
  await mkdir(path.dirname(logFile), { recursive: true });
  report(`Starting the emulator on port ${port}`);
  const emulator = await startEmulator(program, { endpointUrl, identity: identityOf(process.pid), logFile });
  return { endpointUrl, region: LOCAL_REGION, how, logFile, stop: emulator.stop, ended: emulator.ended };
}

async function givenCloud(endpointUrl: string): Promise<LocalCloud> {
  await fetch(endpointUrl, { signal: AbortSignal.timeout(5000) }).catch(() =>
    Promise.reject(givenEndpointSilent(endpointUrl)),
  );
  return {
    endpointUrl,
    region: LOCAL_REGION,
    how: 'given',
    stop: async () => undefined,
    ended: new Promise(() => undefined),
  };
}

/** Python first: it starts faster and runs the functions on the project's own Node. */
async function findProgram(
  port: number,
  persistDir: string | undefined,
  report: (message: string) => void,
): Promise<{ how: 'venv' | 'docker'; program: EmulatorProgram }> {
  try {
    return { how: 'venv', program: await venvProgram(await ensureVenv(report), port, persistDir) };
  } catch (error) {
    if (!(error instanceof LocalCloudError) || !(await dockerAnswers())) throw error;
    return { how: 'docker', program: await dockerProgram(port, persistDir, report) };
  }
}
