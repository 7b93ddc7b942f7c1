import { linkAt } from '../../domain/household-link.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { finishMoves } from '../table/household-move.ts';
import { linksOf } from '../table/identifiers.ts';
import { identifierText, type RunId } from '../table/keys.ts';
import { markLate } from '../table/late-marks.ts';
import { batchGet } from '../table/read.ts';
import { receiptOfItem } from '../table/receipt-item.ts';
import { assignReceipt, unmatchedPage } from '../table/receipts.ts';
import { placeOfReceipt } from '../table/return-place.ts';
import { runOf } from '../table/runs.ts';

const pageSize = 200;
const parallelUpdates = 16;

/**
 * Tries the month's unmatched receipts once more, one page, for households of the run's own co-op (another's run may have
 * counted already). What is matched counts in this run: its `assignedAt` is the moment before the cut-off, which is safe
 * because no step of this run has read the month yet. The late mark is put as well, for the run may be cancelled. Households that have come to
 * the co-op in this month bring their receipts of it along (R34), those that were recorded while they moved as well.
 * @returns the cursor of the next page, null at the end
 * @throws Error if the run is no draft any more: what it matched now would lie before the cut-off of a run that has read already
 */
export async function rematchReceipts(
  db: Register,
  id: RunId,
  cursor: string | null,
  newToken: () => string,
  nowMs: number,
): Promise<{ cursor: string | null }> {
  const run = await runOf(db, id);
  if (run.dryRun || run.kind !== 'BONUS') return { cursor: null };
  if (run.state !== 'DRAFT') throw new Error('only a draft matches receipts');
  const assignedAtMs = run.cutOffMs - 1;
  if (cursor === null) await finishMoves(db, id.coopId, id.period, { nowMs, assignedAtMs, newToken });
  const page = await unmatchedPage(db, id.period, cursor ?? undefined, pageSize);
  const receipts = (await batchGet(db, page.keys, { consistent: true }))
    .map((item) => receiptOfItem(item, nowMs))
    .filter((receipt) => receipt !== undefined)
    .filter((receipt) => receipt.householdId === undefined);
  const links = await linksOf(
    db,
    receipts.map((receipt) => receipt.identifier),
  );
  await inParallel(receipts, parallelUpdates, async (receipt) => {
    const own = links.get(identifierText(receipt.identifier)) ?? [];
    const link = linkAt(own, receipt.purchasedAt);
    if (link?.coopId !== id.coopId) return;
    const place = await placeOfReceipt(db, receipt, link, own, nowMs);
    // Counting before a cut-off is safe in this co-op alone; of another, whose month the return lowers, the run may have read.
    const atMs = place.coopId === id.coopId ? assignedAtMs : nowMs;
    await markLate(db, place, newToken(), atMs);
    await assignReceipt(db, receipt, place, atMs);
  });
  return { cursor: page.last ?? null };
}
