import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** How a command ended; `exitCode` is `undefined` when it could not be started at all, `null` when a signal ended it. */
type Finished = { exitCode: number | null | undefined; output: string };

type RunOptions = {
  timeoutSeconds: number;
  env?: NodeJS.ProcessEnv;
  directory?: string;
  /** Gets the output too, after what is in it already. */
  logFile?: string;
  onLine?: (line: string) => void;
};

/**
 * Runs a command to its end, without a shell or an input, and gives its exit code and what it said on either stream. In a process group of
 * its own, which ends when this process exits before it (Ctrl-C): `cdk deploy` has children, and none may be left behind.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(command, args, {
    cwd: options.directory,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutSeconds * 1000,
    windowsHide: true,
    detached: process.platform !== 'win32',
  });
  const endWithUs = () => endGroup(child);
  process.once('exit', endWithUs);
  let output = '';
  let unfinishedLine = '';
  const take = (chunk: string) => {
    output += chunk;
    log?.write(chunk);
    const lines = (unfinishedLine + chunk).split('\n');
    unfinishedLine = lines.pop() ?? '';
    for (const line of lines) options.onLine?.(line);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  return new Promise((resolve) => {
    const end = (exitCode: number | null | undefined) => {
      process.off('exit', endWithUs);
      const finish = () => resolve({ exitCode, output });
      if (log === undefined) finish();
      else log.end(finish);
    };
    child.once('error', () => end(undefined));
    child.once('close', end);
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The last line that says something, without colours, at most 200 characters of it. */
export function lastLine(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim());
  return (lines.findLast((line) => line !== '') ?? '').slice(0, 200);
}
