import { postReceiptsEndpoint } from '../api/pos/post-receipts.ts';
import { serveTills } from '../runtime/serve-tills.ts';

export const handler = serveTills([postReceiptsEndpoint]);
