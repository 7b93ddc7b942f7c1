import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { isLoopback } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { makePrivateFolder, replaceFile } from '../files.ts';
import { unreachable } from '../http.ts';

/** A file of the payment bucket as the API offers it. */
export type OfferedFile = { name: string; sha256: string; url: string };

const timeoutSeconds = 120;

/**
 * Fetches payment files or journals and keeps those whose bytes have the hash that the register tells.
 * @returns the paths, in the order of the files
 * @throws CliError unexpected if a file is another one: it is not kept
 */
export async function downloadFiles(files: readonly OfferedFile[], folder: string): Promise<string[]> {
  await makePrivateFolder(folder);
  const paths: string[] = [];
  for (const file of files) {
    const bytes = await bytesOf(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== file.sha256) {
      throw new CliError('unexpected', `${file.name} came with another hash (${sha256}); it was not kept.`);
    }
    const path = join(folder, nameOf(file));
    await replaceFile(path, bytes);
    paths.push(path);
  }
  return paths;
}

/** The name alone: one with folders in it could be written anywhere. */
function nameOf({ name }: OfferedFile): string {
  if (name === basename(name) && !name.startsWith('.') && !/[\p{Cc}\\]/u.test(name)) return name;
  throw new CliError('unexpected', 'A file has a name that is no file name.');
}

async function bytesOf({ name, url }: OfferedFile): Promise<Uint8Array> {
  const address = new URL(url);
  if (address.protocol !== 'https:' && !isLoopback(address)) {
    throw new CliError('unexpected', `${name} is offered without TLS; it was not fetched.`);
  }
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutSeconds * 1000) });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw unreachable(url, error);
  }
  if (response.ok) return bytes;
  throw new CliError(
    'unavailable',
    `${name} cannot be fetched (${response.status}).`,
    'Its address ends after five minutes: try again.',
  );
}
