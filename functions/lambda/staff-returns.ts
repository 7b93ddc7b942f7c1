import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([]);
