import { explainMonthEndpoint } from '../api/staff/explain-month.ts';
import { listConflictsEndpoint, listUnmatchedReceiptsEndpoint, moveReceiptEndpoint } from '../api/staff/receipts.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([
  explainMonthEndpoint,
  listUnmatchedReceiptsEndpoint,
  listConflictsEndpoint,
  moveReceiptEndpoint,
]);
