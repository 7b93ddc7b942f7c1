import {
  approveRunEndpoint,
  cancelRunEndpoint,
  closeRunEndpoint,
  listRunsEndpoint,
  rejectRunEndpoint,
  releaseRunEndpoint,
  showRunEndpoint,
  startRunEndpoint,
  submitRunEndpoint,
} from '../api/staff/runs.ts';
import { accountFor } from '../runtime/accounting.ts';
import { serve } from '../runtime/serve.ts';

// Its endpoints name co-ops and runs, nobody's file: the code that reads files stays out.
export const handler = serve(accountFor({}), [
  startRunEndpoint,
  listRunsEndpoint,
  showRunEndpoint,
  submitRunEndpoint,
  approveRunEndpoint,
  rejectRunEndpoint,
  cancelRunEndpoint,
  releaseRunEndpoint,
  closeRunEndpoint,
]);
