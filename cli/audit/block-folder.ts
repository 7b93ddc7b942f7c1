import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blockName, sequenceOfName } from '../../domain/audit-chain.ts';
import type { StoredBlock } from '../../domain/audit-verification.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError } from '../files.ts';
import { inTurn } from './in-turn.ts';

const filesAtOnce = 8;

/**
 * The blocks of a folder, as `aws s3 cp --recursive s3://<bucket>/blocks <folder>` makes it, in the order of their numbers; other files are
 * left alone.
 * @throws CliError badInput if there is no such folder
 */
export async function blockFolder(
  folder: string,
): Promise<{ sequences: number[]; blocksFrom: (first: number) => AsyncIterable<StoredBlock> }> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) throw new CliError('badInput', `There is no folder ${folder}.`);
    throw error;
  });
  const sequences = names.flatMap((name) => sequenceOfName(name) ?? []).toSorted((a, b) => a - b);
  return {
    sequences,
    blocksFrom: (first) =>
      inTurn(
        sequences.filter((sequence) => sequence >= first),
        filesAtOnce,
        async (sequence) => ({ sequence, text: await readFile(join(folder, blockName(sequence)), 'utf8') }),
      ),
  };
}
