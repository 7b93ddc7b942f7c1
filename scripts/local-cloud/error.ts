import { EMULATOR_IMAGE, EMULATOR_PACKAGES, OLDEST_PYTHON } from './versions.ts';

/** The local cloud cannot be had: `message` is one sentence for people, saying what is wrong and what to do. */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';
}

const NEEDED = `Python ${OLDEST_PYTHON.join('.')} or newer`;
const EMULATOR = `ministack ${EMULATOR_PACKAGES.ministack}`;

/** `ownerPid`: the process that started this project's local cloud there, if it is one. */
export function portTaken(port: number, freePort: number, ownerPid: number | undefined): LocalCloudError {
  const who =
    ownerPid === undefined ? 'another program' : `another local cloud of this project (started by process ${ownerPid})`;
  return new LocalCloudError(`Port ${port} is in use by ${who}; stop it or choose another with --port ${freePort}`);
}

export function givenEndpointSilent(endpointUrl: string): LocalCloudError {
  return new LocalCloudError(
    `Nothing answers at AWS_ENDPOINT_URL (${endpointUrl}); start the emulator there, or unset AWS_ENDPOINT_URL to have one started`,
  );
}

export function projectNodeMissing(): LocalCloudError {
  return new LocalCloudError(`The project's own Node is missing from node_modules; run npm install`);
}

/** `tooOld`: the versions found, if any (`['3.8', '3.9']`). */
export function noPython(tooOld: readonly string[]): LocalCloudError {
  const found = tooOld.length === 0 ? 'no Python was found' : `only Python ${tooOld.join(' and ')} was found`;
  return new LocalCloudError(
    `The local cloud needs ${NEEDED}, or a running Docker, and ${found}; install Python or start Docker, and start again`,
  );
}

export function venvModuleMissing(pythonVersion: string): LocalCloudError {
  return new LocalCloudError(
    `Python ${pythonVersion} lacks its venv module; install it (on Debian and Ubuntu: apt install python3-venv), or start Docker, and start again`,
  );
}

/** `lastLine`: the last thing Python or pip said. */
export function venvFailed(pythonVersion: string, lastLine: string): LocalCloudError {
  return new LocalCloudError(
    `Python ${pythonVersion} could not make the emulator's environment in .local/venv (${lastLine}); mend it, or start Docker, and start again`,
  );
}

export function packageIndexSilent(): LocalCloudError {
  return new LocalCloudError(
    `pip could not download ${EMULATOR}: the package index does not answer; check the network and pip's proxy settings, or start Docker, and start again`,
  );
}

export function installFailed(lastLine: string, logFile: string): LocalCloudError {
  return new LocalCloudError(`pip could not install ${EMULATOR} (${lastLine}); see ${logFile}`);
}

export function imageMissing(lastLine: string): LocalCloudError {
  return new LocalCloudError(
    `Docker could not fetch ${EMULATOR_IMAGE} (${lastLine}); check the network, or install ${NEEDED}, and start again`,
  );
}

/** `ending`: how it ended, as in `exit code 1` or `SIGKILL`. */
export function emulatorDied(ending: string, lastLine: string, logFile: string): LocalCloudError {
  const said = lastLine === '' ? '' : `: ${lastLine}`;
  return new LocalCloudError(`The emulator ended at its start (${ending})${said}; see ${logFile}`);
}

export function emulatorSilent(waitedSeconds: number, logFile: string): LocalCloudError {
  return new LocalCloudError(
    `The emulator did not answer within ${waitedSeconds} seconds of its start; see ${logFile}`,
  );
}

/** `step`: `cdk bootstrap` or `cdk deploy`. */
export function deployFailed(step: string, lastErrorLine: string, logFile: string): LocalCloudError {
  const said = lastErrorLine === '' ? '' : `: ${lastErrorLine}`;
  return new LocalCloudError(`${step} failed${said}; see ${logFile}`);
}
