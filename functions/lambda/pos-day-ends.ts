import { postDayEndsEndpoint } from '../api/pos/post-day-ends.ts';
import { serveTills } from '../runtime/serve-tills.ts';

export const handler = serveTills([postDayEndsEndpoint]);
