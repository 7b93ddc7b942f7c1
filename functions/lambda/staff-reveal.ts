import { revealCustomerEndpoint } from '../api/staff/customers/reveal.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([revealCustomerEndpoint]);
