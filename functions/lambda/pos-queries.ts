import { getReceiptEndpoint } from '../api/pos/get-receipt.ts';
import { postAccrualsEndpoint } from '../api/pos/post-accruals.ts';
import { serveTills } from '../runtime/serve-tills.ts';

export const handler = serveTills([getReceiptEndpoint, postAccrualsEndpoint]);
