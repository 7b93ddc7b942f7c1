import type { ReceiptMessage } from '../../contract/receipt-message.ts';
import { monthEnd, monthOf } from '../../domain/calendar.ts';
import { linkAt } from '../../domain/household-link.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { linksOf } from '../table/identifiers.ts';
import { identifierText } from '../table/keys.ts';
import { markLate } from '../table/late-marks.ts';
import type { CountedPlace } from '../table/receipt-item.ts';
import { keepConflict, recordReceipt } from '../table/receipts.ts';
import { placeOfReceipt } from '../table/return-place.ts';

export type Recorded = { recorded: number; duplicate: number; conflict: number; unmatched: number };

/** What recording needs from outside: one clock reading a message, fresh tokens, and a signal that ends it in time. */
export type RecordingContext = {
  nowMs: number;
  newToken: () => string;
  abortSignal: AbortSignal;
  parallelWrites: number;
};

/**
 * Records the receipts of one message. All identifiers are read first; then each receipt is one conditional put. There is
 * nothing between two writes to crash in: whatever was written is found there when the message comes again. A receipt that
 * fails keeps none of the others from being recorded; its error is thrown when they are done, so that the message comes again.
 *
 * For an ended month, and for the month that a return lowers, the late mark is put before the receipt, with the time that becomes the receipt's
 * `assignedAt`.
 */
export async function recordMessage(
  db: Register,
  message: ReceiptMessage,
  context: RecordingContext,
): Promise<Recorded> {
  const bounded = { abortSignal: context.abortSignal };
  const links = await linksOf(
    db,
    message.receipts.map((receipt) => receipt.identifier),
    bounded,
  );
  const marked = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const counts: Recorded = { recorded: 0, duplicate: 0, conflict: 0, unmatched: 0 };

  await inParallel(message.receipts, context.parallelWrites, async (receipt) => {
    try {
      const own = links.get(identifierText(receipt.identifier)) ?? [];
      const link = linkAt(own, receipt.purchasedAt);
      const placement = link && (await placeOfReceipt(db, receipt, link, own, context.nowMs));
      await markedOnce(db, marked, receipt, placement, context);
      const outcome = await recordReceipt(db, receipt, placement, context.nowMs, bounded);
      if (outcome === 'conflict') await keepConflict(db, receipt, context.nowMs, bounded);
      counts[outcome] += 1;
      if (outcome === 'recorded' && placement === undefined) counts.unmatched += 1;
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return counts;
}

/** Waits until the household's month is marked, if it has ended; each month of a message is marked once. */
async function markedOnce(
  db: Register,
  marked: Map<string, Promise<void>>,
  receipt: Receipt,
  place: CountedPlace | undefined,
  context: RecordingContext,
): Promise<void> {
  if (place === undefined) return;
  const lasts = context.nowMs < monthEnd(place.month) && place.month === monthOf(receipt.purchasedAt);
  if (lasts) return;
  const key = `${place.coopId}#${place.householdId}#${place.month}`;
  const mark =
    marked.get(key) ?? markLate(db, place, context.newToken(), context.nowMs, { abortSignal: context.abortSignal });
  marked.set(key, mark);
  await mark;
}
