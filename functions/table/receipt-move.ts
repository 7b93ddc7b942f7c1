import { monthOf } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { HouseholdPlacement } from '../../domain/household-link.ts';
import type { ReceiptIdentity } from '../../domain/receipt.ts';
import type { Register } from './client.ts';
import { type HouseholdFile, householdFile, placementIn, placementsOf } from './household-file.ts';
import type { Household } from './items.ts';
import { markLate } from './late-marks.ts';
import type { RecordedReceipt } from './receipt-item.ts';
import { assignReceipt, findReceipt } from './receipts.ts';
import { placeOfReceipt } from './return-place.ts';

type MoveContext = {
  nowMs: number;
  newToken: () => string;
  /** Logs the change of the household that loses the receipt, and refuses one that the mover may not act for. */
  beforeChange: (from: Household) => Promise<void>;
};

/**
 * Moves a receipt to another household: marks of both sides first, then one conditional update. Done twice, or again after a
 * crash, it ends in the same place. The mark is put while the month still lasts, too: to an index that lags the receipt stays where
 * it was, and both roads add up to the same, for the co-op as a whole has lost and won nothing.
 * @returns `moved: false` if it was there already
 * @throws DomainError unknownReceipt, unknownHousehold, busy if somebody else moved it meanwhile
 */
export async function moveToHousehold(
  db: Register,
  identity: ReceiptIdentity,
  toHouseholdId: string,
  context: MoveContext,
): Promise<{ moved: boolean }> {
  const receipt = await findReceipt(db, identity, context.nowMs);
  if (receipt === undefined) throw new DomainError('unknownReceipt', 'The register does not know this receipt.');
  const to = await knownHousehold(db, toHouseholdId);
  const from = receipt.householdId === undefined ? undefined : await knownHousehold(db, receipt.householdId);
  if (from?.household.householdId === toHouseholdId) return { moved: false };
  if (from !== undefined) await context.beforeChange(from.household);

  // R34: a month counts in the co-op that the household had then, on either side.
  const own = placementIn(to, monthOf(receipt.purchasedAt));
  const place = await placeOfReceipt(db, receipt, own, placementsOf(to), context.nowMs);
  const sides = from === undefined ? [place] : [{ ...placeOf(from, receipt), month: receipt.month }, place];
  for (const side of sides) await markLate(db, side, context.newToken(), context.nowMs);
  const moved = await assignReceipt(db, receipt, place, context.nowMs);
  if (!moved)
    throw new DomainError('busy', 'Somebody else changed this receipt at the same moment; look at it and try again.');
  return { moved: true };
}

/** @throws DomainError unknownHousehold */
async function knownHousehold(db: Register, householdId: string): Promise<HouseholdFile> {
  const file = await householdFile(db, householdId);
  if (file === undefined) throw new DomainError('unknownHousehold', 'There is no such household.');
  return file;
}

/** Where the receipt is counted now: in the co-op that it names, which may be one that the household has left. */
const placeOf = (file: HouseholdFile, { month, coopId }: RecordedReceipt): HouseholdPlacement =>
  placementsOf(file).find((place) => place.coopId === coopId) ?? placementIn(file, month);
