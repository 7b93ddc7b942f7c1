import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PROJECT_NODE } from '../scripts/local-cloud/environment.ts';

/**
 * Runs a program on the project's Node and gives its standard output.
 * @throws Error with the one line of its errors that says what is wrong: Node prints the whole line of a minified bundle before it
 */
export async function outputOf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await promisify(execFile)(PROJECT_NODE, [...args], { env, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const reason = /^\w*(?:Error|Exception)\b.{0,300}/m.exec(stderr)?.[0] ?? 'it ended early';
    throw new Error(`${args[0]} failed: ${reason}`);
  }
}
