import { receiptLimits } from '../../contract/receipts.ts';
import type { QueuedReceipt } from './journal.ts';

const envelopeBytes = '{"receipts":[]}'.length;

/** The body of a request with these receipts. */
export function bodyOf(batch: readonly QueuedReceipt[]): string {
  return `{"receipts":[${batch.map(({ text }) => text).join(',')}]}`;
}

/** Queued receipts in batches of at most `most`, none larger than a request may be. */
export async function* batchesOf(
  receipts: AsyncIterable<QueuedReceipt>,
  most: number,
): AsyncGenerator<QueuedReceipt[]> {
  let batch: QueuedReceipt[] = [];
  let bytes = envelopeBytes;
  for await (const receipt of receipts) {
    const size = Buffer.byteLength(receipt.text) + ','.length;
    if (batch.length === most || (batch.length > 0 && bytes + size > receiptLimits.bodyBytes)) {
      yield batch;
      batch = [];
      bytes = envelopeBytes;
    }
    batch.push(receipt);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
