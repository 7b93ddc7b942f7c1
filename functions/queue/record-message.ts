import type { ReceiptMessage } from '../../contract/receipt-message.ts';
import { monthEnd, monthOf } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { linkAt, linksOf } from '../table/identifiers.ts';
import { identifierText } from '../table/keys.ts';
import { type MarkedMonth, markLate } from '../table/late-marks.ts';
import type { Placement } from '../table/receipt-item.ts';
import { keepConflict, recordReceipt } from '../table/receipts.ts';

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
 * nothing between two writes to crash in: whatever was written is found there when the message comes again.
 *
 * For an ended month the late mark is put before the receipt, with the time that becomes the receipt's `assignedAt`.
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
  const placed = message.receipts.map((receipt) => ({
    receipt,
    placement: linkAt(links.get(identifierText(receipt.identifier)), receipt.purchasedAt),
  }));

  await inParallel(lateMonths(placed, context.nowMs), context.parallelWrites, (marked) =>
    markLate(db, marked, context.newToken(), context.nowMs, bounded),
  );

  const outcomes = await inParallel(placed, context.parallelWrites, async ({ receipt, placement }) => {
    const outcome = await recordReceipt(db, receipt, placement, context.nowMs, bounded);
    if (outcome === 'conflict') await keepConflict(db, receipt, context.nowMs, bounded);
    return outcome;
  });

  const count = (wanted: (typeof outcomes)[number]): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    recorded: count('recorded'),
    duplicate: count('duplicate'),
    conflict: count('conflict'),
    unmatched: placed.filter(({ placement }, index) => placement === undefined && outcomes[index] === 'recorded')
      .length,
  };
}

/** The household months of a message that have ended, each once. */
function lateMonths(placed: readonly { receipt: Receipt; placement: Placement }[], nowMs: number): MarkedMonth[] {
  const marks = new Map<string, MarkedMonth>();
  for (const { receipt, placement } of placed) {
    const month = monthOf(receipt.purchasedAt);
    if (placement === undefined || nowMs < monthEnd(month)) continue;
    const { householdId, coopId, shard } = placement;
    marks.set(`${householdId}#${month}`, { householdId, coopId, shard, month });
  }
  return [...marks.values()];
}
