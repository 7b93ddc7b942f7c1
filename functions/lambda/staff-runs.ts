import { listRunFilesEndpoint } from '../api/staff/run-files.ts';
import { listRunHouseholdsEndpoint } from '../api/staff/run-households.ts';
import {
  approveRunEndpoint,
  cancelRunEndpoint,
  listRunsEndpoint,
  rejectRunEndpoint,
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
  listRunFilesEndpoint,
  listRunHouseholdsEndpoint,
]);
