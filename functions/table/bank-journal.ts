import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type JournalFile, journalFileSchema } from './items.ts';
import { bankFileKey } from './keys.ts';
import { getItem } from './read.ts';

/** All of a bank file's item that its journal is about: what takes files in stays out of who only reads that. */
const withJournal = z.object({ journal: z.optional(journalFileSchema) });

/** What a file of the bank moved in the books; undefined if the co-op has no such file. */
export async function journalOfBankFile(
  db: Register,
  coopId: string,
  fileId: string,
): Promise<{ journal?: JournalFile | undefined } | undefined> {
  const item = await getItem(db, bankFileKey(coopId, fileId));
  return item === undefined ? undefined : z.parse(withJournal, item);
}
