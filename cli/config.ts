import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { CliError } from './exit-codes.ts';
import { isFileError } from './files.ts';
import { jsonOf } from './json.ts';

/** True for this machine's own addresses: only there may tokens go without TLS (RFC 8252 8.3). */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

const safeUrl = z.string().check(
  z.refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  }),
);
const port = z.int().check(z.gte(1024), z.lte(65_535));

/** Where the register is and how to sign in: no secret stands in it. `npm start` writes one for the local cloud. */
export const configSchema = z.strictObject({
  apiUrl: safeUrl,
  staff: z.strictObject({
    authorizeUrl: safeUrl,
    tokenUrl: safeUrl,
    clientId: z.string().check(z.minLength(1)),
    /** Separated by spaces; without `openid`, since no ID token is used. */
    scope: z.string(),
    /** Registered as `http://localhost:<port>/callback`. */
    loopbackPorts: z.array(port).check(z.minLength(1)),
  }),
  till: z.strictObject({
    tokenUrl: safeUrl,
    clientId: z.string().check(z.minLength(1)),
    /** Relative to the configuration's folder; else the secret is in OMISTAJA_TILL_CLIENT_SECRET. */
    clientSecretFile: z.optional(z.string().check(z.minLength(1))),
    scope: z.string(),
  }),
  /** Where the access log and its seals are, for auditors: read with the AWS credentials of the environment. */
  audit: z.optional(
    z.strictObject({
      sealBucket: z.string().check(z.minLength(1)),
      accessTable: z.string().check(z.minLength(1)),
      region: z.string().check(z.minLength(1)),
      /** The local cloud's, which takes any credentials. */
      endpointUrl: z.optional(safeUrl),
    }),
  ),
  /** Where the bank drops its files, for whoever drops one by hand: with the AWS credentials of the environment. */
  bank: z.optional(
    z.strictObject({
      inboxBucket: z.string().check(z.minLength(1)),
      region: z.string().check(z.minLength(1)),
      endpointUrl: z.optional(safeUrl),
    }),
  ),
});
export type CliConfig = z.infer<typeof configSchema>;

/** Where the configuration is looked for, from the current folder upward. */
export const defaultConfigPath = join('.local', 'omistaja.json');

/** A configuration and the file that it is from. */
export type LoadedConfig = CliConfig & { path: string };

/**
 * Reads the configuration: `--config`, else OMISTAJA_CONFIG, else `.local/omistaja.json` here or in a folder above.
 * @throws CliError badInput if there is none or it is faulty
 */
export async function loadConfig(
  named: string | undefined,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<LoadedConfig> {
  const given = named ?? (env.OMISTAJA_CONFIG || undefined);
  if (given !== undefined) {
    const path = resolve(cwd, given);
    const text = await textOf(path);
    if (text === undefined) throw new CliError('badInput', `There is no configuration ${path}.`);
    return parsed(text, path);
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, defaultConfigPath);
    const text = await textOf(path);
    if (text !== undefined) return parsed(text, path);
    if (dirname(folder) === folder) break;
  }
  throw new CliError(
    'badInput',
    `There is no ${defaultConfigPath} here or in a folder above.`,
    'Start the local cloud with "npm start", which writes it, or name a file with --config or OMISTAJA_CONFIG.',
  );
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function parsed(text: string, path: string): LoadedConfig {
  const result = z.safeParse(configSchema, jsonOf(text));
  if (result.success) return { ...result.data, path };
  const faults = result.error.issues.map((issue) => `/${[...issue.path, ...keysOf(issue)].map(String).join('/')}`);
  throw new CliError(
    'badInput',
    `The configuration ${path} is faulty at ${faults.join(', ')}.`,
    'Addresses are https, or http on this machine; "npm start" writes a good one.',
  );
}

function keysOf(issue: z.core.$ZodIssue): string[] {
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}
