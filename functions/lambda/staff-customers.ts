import { serve } from '../runtime/serve.ts';

export const handler = serve([]);
