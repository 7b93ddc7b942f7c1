import { createHash } from 'node:crypto';
import { chmod, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { CliConfig } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError, makePrivateFolder, privateFolder, replaceFile } from '../files.ts';
import { jsonOf } from '../json.ts';

/** What stays on the machine after signing in. The file is the user's alone (0600 in a folder 0700). */
const staffTokensSchema = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.optional(z.string()),
  expiresAtMs: z.int(),
});
export type StaffTokens = z.infer<typeof staffTokensSchema>;

const profileSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/));

/**
 * Where a profile's tokens are kept: one file a register, sign-in and profile, so that no configuration can send one
 * register's tokens to another address.
 * @throws CliError badInput if the profile's name could be a path
 */
export function tokenFilePath(config: CliConfig, profile: string, env: NodeJS.ProcessEnv): string {
  if (!z.safeParse(profileSchema, profile).success) {
    throw new CliError('badInput', 'A profile is named by letters, digits, ".", "_" and "-", at most 40.');
  }
  const { tokenUrl, clientId } = config.staff;
  const register = createHash('sha256')
    .update(JSON.stringify([config.apiUrl, tokenUrl, clientId]))
    .digest('hex');
  return join(userFolder(env), `${register.slice(0, 16)}-${profile}.json`);
}

/** `omistaja/` under XDG_CONFIG_HOME, by default ~/.config. */
function userFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'omistaja');
}

/** Keeps tokens. Only the default folder is made private; a folder that the user names stays as it is. */
export async function saveStaffTokens(path: string, tokens: StaffTokens, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = dirname(path);
  await makePrivateFolder(folder);
  if (folder === userFolder(env)) await chmod(folder, privateFolder);
  await replaceFile(path, `${JSON.stringify(tokens)}\n`);
}

/** The tokens that are kept, or undefined if nobody is signed in. */
export async function readStaffTokens(path: string): Promise<StaffTokens | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
  const parsed = z.safeParse(staffTokensSchema, jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new CliError('notAllowed', `${path} does not hold tokens of this version.`, 'Sign in again: omistaja login');
}

/** Forgets the tokens; true if there were any. */
export async function deleteStaffTokens(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
