import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { CliError } from './exit-codes.ts';

/** What a command sees of the machine. */
export type Terminal = {
  env: NodeJS.ProcessEnv;
  cwd: string;
  stdin: NodeJS.ReadableStream & Pick<Partial<ReadStream>, 'isTTY'>;
  stdout: NodeJS.WritableStream & Pick<Partial<WriteStream>, 'isTTY'>;
  stderr: NodeJS.WritableStream & Pick<Partial<WriteStream>, 'isTTY'>;
};

/** Whether a person can be asked: both ends of the question must be a terminal. */
export const canAsk = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY === true && stderr.isTTY === true;

/** Asks on stderr, so that stdout holds results only; the end of the input counts as an empty answer. */
export async function ask({ stdin, stderr }: Terminal, question: string): Promise<string> {
  const reader = createInterface({ input: stdin, output: stderr, terminal: stdin.isTTY === true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  reader.once('line', resolve);
  reader.once('close', () => resolve(''));
  reader.once('SIGINT', () => reject(new CliError('interrupted', 'Interrupted.')));
  reader.setPrompt(question);
  if (stdin.isTTY === true) reader.prompt();
  try {
    return (await promise).trim();
  } finally {
    reader.close();
  }
}

/** One line that is written over: only on a terminal, at most ten times a second. */
export function progressLine(stderr: Terminal['stderr']): { show: (text: string) => void; clear: () => void } {
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  let shownAt = Number.NEGATIVE_INFINITY;
  const erase = '\r\u001b[2K';
  return {
    show: (text) => {
      if (performance.now() - shownAt < 100) return;
      shownAt = performance.now();
      stderr.write(`${erase}${text}`);
    },
    clear: () => {
      if (shownAt > Number.NEGATIVE_INFINITY) stderr.write(erase);
      shownAt = Number.NEGATIVE_INFINITY;
    },
  };
}
