import { showRunJournal } from '../../../contract/journals.ts';
import { DomainError } from '../../../domain/errors.ts';
import { fileAddress, fileName } from '../../runtime/file-address.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { runOf } from '../../table/runs.ts';

/** The journal names nobody, so asking for it is no look at a person. */
export const showRunJournalEndpoint = answers(showRunJournal, async ({ params }) => {
  const { state, journal } = await runOf(register(), params);
  if (journal === undefined) {
    throw new DomainError('runNotInState', `The run is ${state}; it has a journal once it is released and booked.`);
  }
  const { key, ...rest } = journal;
  return { name: fileName(key), ...rest, url: await fileAddress(key) };
});
