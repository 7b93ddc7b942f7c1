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
import { serve } from '../runtime/serve.ts';

export const handler = serve([
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
