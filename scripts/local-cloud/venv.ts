import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EmulatorProgram } from './emulator.ts';
import { emulatorEnv } from './environment.ts';
import {
  installFailed,
  type LocalCloudError,
  noPython,
  packageIndexSilent,
  venvFailed,
  venvModuleMissing,
} from './error.ts';
import { EMULATOR_LAUNCHER } from './launcher.ts';
import { LOCAL_DIRECTORY, shownPath, VENV_DIRECTORY } from './paths.ts';
import { findPythons, type Python } from './python.ts';
import { lastLine, run } from './run.ts';
import { EMULATOR_PACKAGES } from './versions.ts';

const MARKER = 'omistaja-emulator.json';
const MARKED = JSON.stringify(EMULATOR_PACKAGES);
const INSTALL_LOG = path.join(LOCAL_DIRECTORY, 'install.log');

/**
 * The Python that has the pinned emulator: the one of `.local/venv`, made when it is missing, broken or of other versions.
 * @returns the path of its interpreter
 * @throws LocalCloudError when no Python here can make the environment, or the packages cannot be had
 */
export async function ensureVenv(report: (message: string) => void): Promise<string> {
  if (!(await isReady())) await build(report);
  return interpreterIn(VENV_DIRECTORY);
}

/** The emulator on that Python. Its functions' code lies outside the project, lest they find the project's modules when not bundled. */
export async function venvProgram(
  interpreter: string,
  port: number,
  persistDirectory?: string,
): Promise<EmulatorProgram> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'omistaja-'));
  return {
    command: interpreter,
    args: ['-u', '-c', EMULATOR_LAUNCHER, temporary],
    env: {
      ...emulatorEnv(port, persistDirectory),
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
    },
    keepsState: persistDirectory !== undefined,
    clearAway: () => rm(temporary, { recursive: true, force: true }),
  };
}

function interpreterIn(directory: string): string {
  return process.platform === 'win32'
    ? path.join(directory, 'Scripts', 'python.exe')
    : path.join(directory, 'bin', 'python');
}

/** A marker alone does not do: the Python below an environment may have been upgraded away. */
async function isReady(): Promise<boolean> {
  const marker = await readFile(path.join(VENV_DIRECTORY, MARKER), 'utf8').catch(() => '');
  if (marker !== MARKED) return false;
  const imports = await run(
    interpreterIn(VENV_DIRECTORY),
    ['-c', 'import ministack, cryptography, hypercorn, botocore'],
    {
      timeoutSeconds: 60,
    },
  );
  return imports.exitCode === 0;
}

/** Makes the environment beside its place and moves it there when it is whole; one that another process put there meanwhile stays. */
async function build(report: (message: string) => void): Promise<void> {
  const unfinished = `${VENV_DIRECTORY}-${process.pid}.part`;
  await mkdir(LOCAL_DIRECTORY, { recursive: true });
  await rm(INSTALL_LOG, { force: true });
  try {
    const { version } = await makeVenv(unfinished);
    report(`Installing the emulator (ministack ${EMULATOR_PACKAGES.ministack}) for Python ${version}`);
    await install(interpreterIn(unfinished));
    await writeFile(path.join(unfinished, MARKER), MARKED);
    if (await isReady()) return;
    await rm(VENV_DIRECTORY, { recursive: true, force: true });
    await rename(unfinished, VENV_DIRECTORY);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** An empty environment of the first Python that can make one. */
async function makeVenv(directory: string): Promise<Python> {
  const { fit, tooOld } = await findPythons();
  let problem = noPython(tooOld);
  for (const python of fit) {
    const options = ['-m', 'venv', '--clear', directory];
    const made = await run(python.executable, options, { timeoutSeconds: 120, logFile: INSTALL_LOG });
    if (made.exitCode === 0) return python;
    problem = venvProblem(python.version, made.output);
  }
  throw problem;
}

async function install(interpreter: string): Promise<void> {
  const packages = Object.entries(EMULATOR_PACKAGES).map(([name, version]) => `${name}==${version}`);
  const options = ['--disable-pip-version-check', '--no-input', '--prefer-binary', '--retries', '2'];
  const installed = await run(interpreter, ['-m', 'pip', 'install', ...options, ...packages], {
    timeoutSeconds: 900,
    logFile: INSTALL_LOG,
  });
  if (installed.exitCode !== 0) throw installProblem(installed.output);
}

/** What it means that `python -m venv` failed with this output. */
export function venvProblem(pythonVersion: string, output: string): LocalCloudError {
  return /ensurepip is not|No module named '?(venv|ensurepip)/.test(output)
    ? venvModuleMissing(pythonVersion)
    : venvFailed(pythonVersion, lastLine(output));
}

/** What it means that `pip install` failed with this output. An index that does not answer looks to pip like one without the package. */
export function installProblem(output: string): LocalCloudError {
  const unanswered =
    /Failed to establish a new connection|NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable/;
  return unanswered.test(output) ? packageIndexSilent() : installFailed(lastLine(output), shownPath(INSTALL_LOG));
}
