import { postReceiptsEndpoint } from '../api/pos/post-receipts.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([postReceiptsEndpoint]);
