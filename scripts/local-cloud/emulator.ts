import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { emulatorDied, emulatorSilent } from './error.ts';
import { versionAt } from './identity.ts';
import { shownPath } from './paths.ts';
import { lastLine, run } from './run.ts';

const START_SECONDS = 90;
const STOP_SECONDS = 5;
const SAVE_SECONDS = 20;

/** A program that is the emulator: how to start it, and what to clear away when it has ended. */
export type EmulatorProgram = {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** It saves its state when asked to end, which takes time. */
  keepsState: boolean;
  clearAway(): Promise<void>;
};

/** `ended` settles when the emulator has ended, stopped or by itself. */
type RunningEmulator = { stop(): Promise<void>; ended: Promise<void> };

/**
 * Starts the emulator in a process group of its own and waits until it answers as the one of `identity`. Its output goes to `logFile`.
 * Its standard input is the lifeline of `launcher.ts`: held open here, never written.
 * @throws LocalCloudError when it ends before it answers, or does not answer in time
 */
export async function startEmulator(
  program: EmulatorProgram,
  { endpointUrl, identity, logFile }: { endpointUrl: string; identity: string; logFile: string },
): Promise<RunningEmulator> {
  const log = await open(logFile, 'w');
  const child = spawn(program.command, program.args, {
    cwd: path.dirname(logFile),
    env: program.env,
    detached: true,
    windowsHide: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  const ending = endOf(child);
  await log.close();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= endGroup(child, ending, program.keepsState ? SAVE_SECONDS : STOP_SECONDS).then(program.clearAway);
    return stopped;
  };
  const ended = await endedBeforeHealthy(ending, endpointUrl, identity);
  if (ended === undefined) return { stop, ended: ending.then(() => undefined) };
  await stop();
  if (ended === 'silent') throw emulatorSilent(START_SECONDS, shownPath(logFile));
  throw emulatorDied(ended, lastLine(await readFile(logFile, 'utf8')), shownPath(logFile));
}

/** How the emulator ended, as in `exit code 1` or `SIGKILL`. What is left of its group ends with it, so that no id is used again. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      signalGroup(child, 'SIGKILL');
      resolve(signal ?? `exit code ${code}`);
    });
  });
}

/** How it ended if it did; `silent` if it runs and says nothing; nothing once it is healthy. */
async function endedBeforeHealthy(
  ending: Promise<string>,
  endpointUrl: string,
  identity: string,
): Promise<string | undefined> {
  const deadline = performance.now() + START_SECONDS * 1000;
  while (performance.now() < deadline) {
    if ((await versionAt(endpointUrl)) === identity) return undefined;
    const ended = await Promise.race([ending, delay(50)]);
    if (ended !== undefined) return ended;
  }
  return 'silent';
}

/** Asks the group to end, waits for the last of it, and kills what is left. */
async function endGroup(child: ChildProcess, ending: Promise<string>, patienceSeconds: number): Promise<void> {
  if (hasEnded(child)) return;
  if (process.platform === 'win32') await run('taskkill', ['/pid', `${child.pid}`, '/T', '/F'], { timeoutSeconds: 20 });
  signalGroup(child, 'SIGTERM');
  await Promise.race([ending, delay(patienceSeconds * 1000, undefined, { ref: false })]);
  if (!hasEnded(child)) signalGroup(child, 'SIGKILL');
  const deadline = performance.now() + STOP_SECONDS * 1000;
  while (performance.now() < deadline && signalGroup(child, 0)) await delay(10);
}

/** Gives whether anything of the group is left to get the signal. Windows has no groups. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined || process.platform === 'win32') return false;
  try {
    return process.kill(-child.pid, signal);
  } catch (error) {
    // macOS answers EPERM for a group of which only the unburied dead are left.
    if (/^(ESRCH|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
