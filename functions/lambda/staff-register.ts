import { customerHistoryEndpoint } from '../api/staff/customers/history.ts';
import { searchCustomersEndpoint } from '../api/staff/customers/search.ts';
import { showCustomerEndpoint } from '../api/staff/customers/show.ts';
import { explainMonthEndpoint } from '../api/staff/explain-month.ts';
import { listConflictsEndpoint, listUnmatchedReceiptsEndpoint, moveReceiptEndpoint } from '../api/staff/receipts.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  showCustomerEndpoint,
  customerHistoryEndpoint,
  searchCustomersEndpoint,
  explainMonthEndpoint,
  listUnmatchedReceiptsEndpoint,
  listConflictsEndpoint,
  moveReceiptEndpoint,
]);
