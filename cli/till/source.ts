import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { receiptLimits } from '../../contract/receipts.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError, privateFile } from '../files.ts';
import { jsonOf } from '../json.ts';
import { linesOf } from './lines.ts';

/**
 * Receipts to queue: each call gives their JSON texts from the start again, one a receipt. They are read twice, first to
 * know them again by their hash.
 */
export type ReceiptSource = () => AsyncIterable<string> | Iterable<string>;

/** What a source holds: its identity and how many receipts. */
export type SourceIdentity = { sha256: string; receipts: number };

/** The most that one receipt may take, so that it fits into a request of its own. */
const largestReceiptBytes = receiptLimits.bodyBytes - '{"receipts":[]}'.length;

/**
 * Receipts that are at hand, for example the demo's.
 * @param receipts in the API's shape
 */
export function receiptsAtHand(receipts: readonly object[]): ReceiptSource {
  return function* () {
    for (const receipt of receipts) yield JSON.stringify(receipt);
  };
}

/**
 * The receipts of a file: JSON Lines in UTF-8, one receipt a line in the API's shape, plain or gzip (told by its first
 * bytes). Empty lines are skipped.
 * @param name what to call the file in an error
 * @throws CliError badInput at a line that is no JSON object, is larger than a request, or is not UTF-8
 */
export function receiptFile(path: string, name: string = path): ReceiptSource {
  return async function* () {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let number = 0;
    for await (const { bytes } of linesOf(await bytesOf(path, name))) {
      number += 1;
      const text = textOf(decoder, bytes)?.trim();
      if (text === '') continue;
      const fault = text === undefined ? 'is not UTF-8' : faultOf(text, bytes);
      if (text === undefined || fault !== undefined) {
        throw new CliError('badInput', `Line ${number} of ${name} ${fault}; nothing of it was queued.`, advice);
      }
      yield text;
    }
  };
}

const advice = 'Give a file of JSON Lines: one whole receipt a line.';

/** Undefined if the bytes are not UTF-8; a byte order mark is left out. */
function textOf(decoder: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function faultOf(text: string, bytes: Buffer): string | undefined {
  if (bytes.length > largestReceiptBytes) return `is larger than ${largestReceiptBytes} bytes`;
  const value = jsonOf(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? undefined : 'is not a JSON object';
}

/**
 * Receipts that come once only, as from a pipe: kept in a file first, so that they can be read again.
 * @param spool where; the queue removes it when it has them
 */
export function receiptStream(stream: NodeJS.ReadableStream, spool: string, name: string): ReceiptSource {
  let kept: Promise<void> | undefined;
  return async function* () {
    kept ??= pipeline(stream, createWriteStream(spool, { mode: privateFile }));
    await kept;
    yield* receiptFile(spool, name)();
  };
}

async function bytesOf(path: string, name: string): Promise<AsyncIterable<Buffer>> {
  const file = await opened(path, name);
  const first = Buffer.alloc(2);
  try {
    await file.read(first, 0, 2, 0);
  } finally {
    await file.close();
  }
  const raw = createReadStream(path);
  return first[0] === 0x1f && first[1] === 0x8b ? unzipped(raw, name) : raw;
}

async function opened(path: string, name: string) {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (!isFileError(error, 'ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR')) throw error;
    throw new CliError('badInput', `${name} cannot be read (${error.code}).`);
  }
}

/** The pipeline hands the file's own errors on to the reader; its promise is only another way to learn of them. */
async function* unzipped(raw: NodeJS.ReadableStream, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const piped = pipeline(raw, gunzip).catch(() => {});
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await piped;
  } catch (error) {
    if (!isFileError(error, 'Z_BUF_ERROR', 'Z_DATA_ERROR')) throw error;
    throw new CliError('badInput', `${name} is a damaged or cut gzip file; nothing of it was queued.`);
  }
}

/** Reads a source to its end to know it again: the same receipts in the same order are the same source. */
export async function identify(source: ReceiptSource): Promise<SourceIdentity> {
  const hash = createHash('sha256');
  let receipts = 0;
  for await (const text of source()) {
    hash.update(text).update('\n');
    receipts += 1;
  }
  return { sha256: hash.digest('hex'), receipts };
}
