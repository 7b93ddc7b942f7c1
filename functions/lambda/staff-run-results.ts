import { listRunDifferencesEndpoint } from '../api/staff/run-differences.ts';
import { listRunFilesEndpoint } from '../api/staff/run-files.ts';
import { showBankJournalEndpoint, showRunJournalEndpoint } from '../api/staff/run-journal.ts';
import { listRunPayeesEndpoint } from '../api/staff/run-payees.ts';
import { accountFor } from '../runtime/accounting.ts';
import { serve } from '../runtime/serve.ts';

// Each is logged as a look at the whole run: nobody's file is read.
export const handler = serve(accountFor({}), [
  listRunFilesEndpoint,
  listRunPayeesEndpoint,
  listRunDifferencesEndpoint,
  showRunJournalEndpoint,
  showBankJournalEndpoint,
]);
