import { showPaymentJournal } from '../../../../contract/payments.ts';
import { sidesOf } from '../../../../domain/journal.ts';
import { journalCsv } from '../../../../domain/journal-csv.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { journalEntries } from '../../../table/journal-entries.ts';

/** The journal names nobody, so asking for it is no look at a person. */
export const showPaymentJournalEndpoint = answers(showPaymentJournal, async ({ params }) => {
  const lines = await journalEntries(register(), params.coopId, params.month);
  return {
    month: params.month,
    lines: lines.length,
    sumCents: sidesOf(lines).debitCents,
    csv: journalCsv(lines),
  };
});
