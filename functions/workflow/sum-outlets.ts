import { addBases, zeroBases } from '../../domain/bonus.ts';
import { businessDaysOf, monthOf } from '../../domain/calendar.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { hasControlSum, putControlSum } from '../table/control-sums.ts';
import type { ControlSum, Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { receiptsOfDay } from '../table/receipts.ts';
import { runOf } from '../table/runs.ts';

const parallelDays = 16;

/**
 * The second road: adds up the outlets' month from the receipts themselves, strongly consistent, without the index, by the
 * households' co-op. One reading serves all co-ops of the same cut-off; if the roads differed, it is read again.
 */
export async function sumOutlets(
  db: Register,
  id: RunId,
  outletIds: readonly string[],
  nowMs: number,
): Promise<{ outlets: number }> {
  const run = await runOf(db, id);
  for (const outletId of outletIds) {
    if (run.pass === 1 && (await hasControlSum(db, id.period, run.cutOffMs, outletId))) continue;
    await putControlSum(db, id.period, run.cutOffMs, {
      outletId,
      readAtMs: nowMs,
      byCoop: await monthByCoop(db, run, outletId, nowMs),
    });
  }
  return { outlets: outletIds.length };
}

/** From the day before the month to the day after it, since a business day may lie a day beside the purchase. */
async function monthByCoop(
  db: Register,
  run: Run,
  outletId: string,
  nowMs: number,
): Promise<Record<string, ControlSum>> {
  const byCoop: Record<string, ControlSum> = {};
  await inParallel(businessDaysOf(run.period), parallelDays, async (businessDay) => {
    for await (const receipts of receiptsOfDay(db, { outletId, businessDay }, nowMs)) {
      for (const receipt of receipts) {
        if (receipt.coopId === undefined || receipt.assignedAtMs >= run.cutOffMs) continue;
        // A return that lowers an earlier month counts in no month's own run: the run after it posts the difference.
        if (receipt.month !== run.period || monthOf(receipt.purchasedAt) !== run.period) continue;
        const sum = byCoop[receipt.coopId] ?? { receipts: 0, purchases: zeroBases };
        byCoop[receipt.coopId] = { receipts: sum.receipts + 1, purchases: addBases(sum.purchases, receipt.bases) };
      }
    }
  });
  return byCoop;
}
