import { accessByPersonEndpoint, accessByStaffEndpoint } from '../api/staff/audit/access-events.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([accessByPersonEndpoint, accessByStaffEndpoint]);
