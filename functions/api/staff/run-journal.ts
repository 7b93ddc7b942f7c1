import { showBankJournal, showRunJournal } from '../../../contract/journals.ts';
import { DomainError } from '../../../domain/errors.ts';
import { fileAddress, fileName } from '../../runtime/file-address.ts';
import { answers } from '../../runtime/serve.ts';
import { journalOfBankFile } from '../../table/bank-journal.ts';
import { register } from '../../table/client.ts';
import type { JournalFile } from '../../table/items.ts';
import { runOf } from '../../table/runs.ts';

/** Journals name nobody, so asking for one is no look at a person. */
export const showRunJournalEndpoint = answers(showRunJournal, async ({ params }) => {
  const { state, journal } = await runOf(register(), params);
  if (journal === undefined) {
    throw new DomainError('runNotInState', `The run is ${state}; it has a journal once it is released and booked.`);
  }
  return await offered(journal);
});

export const showBankJournalEndpoint = answers(showBankJournal, async ({ params }) => {
  const file = await journalOfBankFile(register(), params.coopId, params.fileId);
  if (file === undefined) throw new DomainError('unknownBankFile', 'The co-op has no such file of the bank.');
  return { journal: file.journal === undefined ? null : await offered(file.journal) };
});

const offered = async ({ key, ...rest }: JournalFile) => ({
  ...{ name: fileName(key), ...rest },
  url: await fileAddress(key),
});
