import { accessByPersonEndpoint, accessByStaffEndpoint } from '../api/staff/audit/access-events.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([accessByPersonEndpoint, accessByStaffEndpoint]);
