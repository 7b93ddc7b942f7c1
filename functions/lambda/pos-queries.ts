import { getReceiptEndpoint } from '../api/pos/get-receipt.ts';
import { postAccrualsEndpoint } from '../api/pos/post-accruals.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([getReceiptEndpoint, postAccrualsEndpoint]);
