import { customerHistoryEndpoint } from '../api/staff/customers/history.ts';
import { searchCustomersEndpoint } from '../api/staff/customers/search.ts';
import { showCustomerEndpoint } from '../api/staff/customers/show.ts';
import { explainMonthEndpoint } from '../api/staff/explain-month.ts';
import { listConflictsEndpoint, listUnmatchedReceiptsEndpoint, moveReceiptEndpoint } from '../api/staff/receipts.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([
  showCustomerEndpoint,
  customerHistoryEndpoint,
  searchCustomersEndpoint,
  explainMonthEndpoint,
  listUnmatchedReceiptsEndpoint,
  listConflictsEndpoint,
  moveReceiptEndpoint,
]);
