import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CliConfig } from '../../../cli/config.ts';
import { runCommandLine } from '../../../cli/program.ts';
import { clientId, clientSecret } from './fake-register.ts';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'omistaja-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A folder with a configuration for a fake register: what `npm start` leaves behind. */
export async function workplace(apiUrl: string, overrides: Partial<CliConfig> = {}) {
  const folder = await temporaryFolder();
  const origin = new URL(apiUrl).origin;
  const config: CliConfig = {
    apiUrl,
    staff: {
      authorizeUrl: `${origin}/oauth2/authorize`,
      tokenUrl: `${origin}/oauth2/token`,
      clientId: 'staff-client',
      scope: 'staff/use',
      loopbackPorts: [17_801],
    },
    till: { tokenUrl: `${origin}/oauth2/token`, clientId, clientSecretFile: 'till-secret', scope: 'pos/receipts' },
    ...overrides,
  };
  const configPath = join(folder, 'omistaja.json');
  await writeFile(configPath, JSON.stringify(config));
  await writeFile(join(folder, 'till-secret'), `${clientSecret}\n`, { mode: 0o600 });
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'user'),
    OMISTAJA_CONFIG: configPath,
  };
  return { folder, configPath, config, env, queueDir: join(folder, 'till-queue') };
}

export type Workplace = Awaited<ReturnType<typeof workplace>>;
export type Ended = { code: number | null; stdout: string; stderr: string };

export const entry = fileURLToPath(new URL('../../../cli/omistaja.mjs', import.meta.url));

/** The command line as its users start it: a process of its own. */
export function start(place: Pick<Workplace, 'folder' | 'env'>, argv: readonly string[], input?: string | Buffer) {
  const child = spawn(process.execPath, [entry, ...argv], { cwd: place.folder, env: place.env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended, stderr: () => stderr };
}

/** The command line in this process: quicker, and with a terminal if the test wants one. */
export async function run(
  place: Pick<Workplace, 'folder' | 'env'>,
  argv: readonly string[],
  { input, tty = false }: { input?: string; tty?: boolean } = {},
): Promise<Ended> {
  const stream = () => Object.assign(new PassThrough(), { isTTY: tty });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  stdin.end(input ?? '');
  const { env, folder: cwd } = place;
  const code = await runCommandLine(argv, { env, cwd, stdin, stdout, stderr });
  const text = (from: PassThrough): string => String(from.read() ?? '');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Waits for a condition that another process brings about. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Receipts in the API's shape, numbered. */
export function receipts(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => ({
    outletId: 'DEMO1',
    terminalId: '1',
    receiptId: `R${from + index}`,
    businessDay: '2026-10-15',
    purchasedAt: '2026-10-15T12:00:00+03:00',
    identifier: { card: '924600000000000013' },
    totalCents: 1000 + index,
    cardUse: 'shown',
  }));
}

export const jsonLines = (values: readonly object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
