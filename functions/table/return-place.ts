import * as z from 'zod/mini';
import { addMonths, type Month, monthOf } from '../../domain/calendar.ts';
import type { HouseholdPlacement } from '../../domain/household-link.ts';
import type { ReceiptIdentity } from '../../domain/receipt.ts';
import { lowersOriginal } from '../../domain/return-policy.ts';
import { isPosted } from '../../domain/run.ts';
import type { Register } from './client.ts';
import { coopOf } from './directory.ts';
import { livePointerItem } from './items.ts';
import { livePointerKey } from './keys.ts';
import { getItem, withoutKeys } from './read.ts';
import type { CountedPlace } from './receipt-item.ts';
import { findReceipt } from './receipts.ts';
import { runOf } from './runs.ts';

type Placed = { purchasedAt: number; totalCents: number; returnOf?: ReceiptIdentity | undefined };

/** How far behind a co-op's runs may be, and its returns still lower the months that are waiting. */
const mostMonthsBehind = 3;

/**
 * Where a receipt counts that is given to a household: there, in the month of its purchase; a return, where its co-op has it so, in the month of
 * the purchase that it takes back. Whoever puts it there marks that month first.
 * @param place the household as the receipt's own time has it
 * @param others the household at other times: an original may count in a co-op that it has left
 */
export async function placeOfReceipt(
  db: Register,
  receipt: Placed,
  { householdId, coopId, shard }: HouseholdPlacement,
  others: readonly HouseholdPlacement[],
  nowMs: number,
): Promise<CountedPlace> {
  const own = { householdId, coopId, shard, month: monthOf(receipt.purchasedAt) };
  // Most receipts are no returns, and most returns are of the same month: they cost no read.
  if (receipt.returnOf === undefined || receipt.totalCents >= 0) return own;
  const original = await findReceipt(db, receipt.returnOf, nowMs);
  if (original === undefined || original.month >= own.month) return own;
  const there = [own, ...others].find(
    (one) =>
      one.householdId === householdId && one.householdId === original.householdId && one.coopId === original.coopId,
  );
  if (there === undefined) return own;
  const { returnPolicy = 'monthOfReturn' } = await coopOf(db, there.coopId);
  const isPaidHere = returnPolicy === 'monthOfPurchase' && (await isPaid(db, there.coopId, original.month));
  return lowersOriginal({ ...receipt, householdId, original, policy: returnPolicy, isPaidHere }, nowMs)
    ? { householdId, coopId: there.coopId, shard: there.shard, month: original.month }
    : own;
}

/** True if a co-op's month, or one shortly before it, has been paid: the runs after that settle whatever is marked of it. */
async function isPaid(db: Register, coopId: string, month: Month): Promise<boolean> {
  for (let back = 0; back <= mostMonthsBehind; back += 1) {
    const id = { coopId, kind: 'BONUS' as const, period: addMonths(month, -back) };
    const pointer = await getItem(db, livePointerKey(id));
    if (pointer === undefined) continue;
    const { attempt } = z.parse(livePointerItem, withoutKeys(pointer));
    if (isPosted((await runOf(db, { ...id, attempt })).state)) return true;
  }
  return false;
}
