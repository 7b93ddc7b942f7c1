import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT_DIRECTORY = fileURLToPath(new URL('../../', import.meta.url));

/** What this machine made and git ignores: the emulator's Python, logs, synthesized templates. */
export const LOCAL_DIRECTORY = path.join(PROJECT_DIRECTORY, '.local');

/** The emulator's Python environment. */
export const VENV_DIRECTORY = path.join(LOCAL_DIRECTORY, 'venv');

/**
 * The folder of one local cloud, by its port, so that `npm start` and a test run do not write over each other:
 * `emulator.log`, `deploy.log`, `cdk.out/`.
 */
export function cloudDirectory(endpointUrl: string): string {
  const { port, protocol } = new URL(endpointUrl);
  return path.join(LOCAL_DIRECTORY, `cloud-${port || (protocol === 'https:' ? '443' : '80')}`);
}

/** A file as people read it in a sentence: relative to where they stand when it is below, else whole. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
