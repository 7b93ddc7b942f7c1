import { postDayEndsEndpoint } from '../api/pos/post-day-ends.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([postDayEndsEndpoint]);
