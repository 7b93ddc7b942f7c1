import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ask, type Terminal } from './terminal.ts';

/** Asks for something that nobody should read over the shoulder: what is typed is not shown. From a pipe it is one line. */
export async function askHidden(terminal: Terminal, question: string): Promise<string> {
  const { stdin, stderr } = terminal;
  if (stdin.isTTY !== true) return await ask(terminal, '');
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve) => {
      reader.once('line', (line) => resolve(line.trim()));
      reader.once('close', () => resolve(''));
      reader.once('SIGINT', () => resolve(''));
    });
  } finally {
    reader.close();
    stderr.write('\n');
  }
}
