#!/usr/bin/env node
/**
 * The command's entry: runs the TypeScript of `main.ts` on a Node that can. Plain JavaScript, since an older Node cannot even
 * read the rest. `npm ci` brings the Node that the project relies on, so an older one in PATH only hands over to it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const oldestNode = 24;

if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
  await import('./main.ts');
} else {
  handOver();
}

function handOver() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(
      `omistaja needs Node ${oldestNode}; this is ${process.version}. Run "npm ci" in the project, which brings it along.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on, and the child decides how it ends.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`omistaja could not be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
