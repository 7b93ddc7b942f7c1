import { revealCustomerEndpoint } from '../api/staff/customers/reveal.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([revealCustomerEndpoint]);
