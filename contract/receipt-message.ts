import * as z from 'zod/mini';
import { receiptSchema } from '../domain/receipt.ts';
import { receiptLimits } from './receipts.ts';

/** What stands on the receipts queue: one message a request. A new version is added beside the old while both are queued. */
export const receiptMessageSchema = z.strictObject({
  version: z.literal(1),
  receipts: z.array(receiptSchema).check(z.minLength(1), z.maxLength(receiptLimits.receipts)),
});
export type ReceiptMessage = z.infer<typeof receiptMessageSchema>;
