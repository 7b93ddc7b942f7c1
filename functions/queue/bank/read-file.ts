import { createHash } from 'node:crypto';
import type { BankFile } from '../../../domain/bank/answer.ts';
import { type BankFileLimits, type BankFileRefusal, BankFileRefused } from '../../../domain/bank/bank-file.ts';
import { bankFileReader } from '../../../domain/bank/bank-messages.ts';
import { xmlParser } from './xml-parser.ts';

/** A file as it was read: what it says, or why it says nothing to us; by its content it is known again under any name. */
export type ReadFile = { sha256: string; bytes: number } & ({ file: BankFile } | { refused: BankFileRefusal });

/**
 * Reads a file of the bank piece by piece: nothing but its answers is kept in memory, and no more of it is fetched than the limit. The whole file
 * is read before anything is said of it.
 * @param pieces the file's bytes; a caller ends their source where this stops early
 */
export async function readBankFile(pieces: AsyncIterable<Uint8Array>, limits: BankFileLimits): Promise<ReadFile> {
  const hash = createHash('sha256');
  const reader = bankFileReader(limits);
  const parser = xmlParser(reader);
  let bytes = 0;
  let refused: BankFileRefusal | undefined;
  const attempt = (parse: () => void): void => {
    try {
      if (refused === undefined) parse();
    } catch (error) {
      if (!(error instanceof BankFileRefused)) throw error;
      refused = error.reason;
    }
  };
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > limits.mostBytes) {
      refused = 'TOO_LARGE';
      break;
    }
    hash.update(piece);
    attempt(() => parser.write(piece));
  }
  const sha256 = hash.digest('hex');
  let file: BankFile | undefined;
  attempt(() => {
    if (bytes === 0) throw new BankFileRefused('EMPTY');
    parser.end();
    file = reader.file();
  });
  return { sha256, bytes, ...(file === undefined ? { refused: refused ?? 'EMPTY' } : { file }) };
}
