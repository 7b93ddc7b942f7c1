import * as z from 'zod/mini';
import { type Month, monthStart } from '../../domain/calendar.ts';
import { presentPersons } from '../../domain/household.ts';
import type { HouseholdOutcome } from '../../domain/household-decision.ts';
import type { Register } from './client.ts';
import {
  checkSize,
  coopIdsAfter,
  customerWrite,
  formerWrite,
  historyWrite,
  householdWrite,
  type Said,
} from './household-change.ts';
import type { HouseholdFile } from './household-file.ts';
import { type formerHouseholdItem, type Household, type HouseholdMove, householdMoveItem } from './items.ts';
import { formerHouseholdKey, householdMoveKey, movedListing, registerTable } from './keys.ts';
import { markLate } from './late-marks.ts';
import { findLinkedPersons, type LinkedPerson, replaceLinkWrites } from './person-links.ts';
import { batchGet, queryPage, withoutKeys } from './read.ts';
import { receiptOfItem } from './receipt-item.ts';
import { assignReceipt, receiptsOfHouseholdMonth } from './receipts.ts';
import { commit, drop, putNew, stale, type Write } from './transaction.ts';

type Moved = NonNullable<HouseholdOutcome['moved']>;

/** Whose cards and numbers have gathered purchases of the household in the month: also those of persons who have left in it. */
const personsDuring = ({ persons }: HouseholdFile, month: Month): string[] => [
  ...new Set(
    persons
      .filter(({ until }) => until === undefined || until >= `${month}-01`)
      .map(({ customerNumber }) => customerNumber),
  ),
];

/**
 * A change of co-op as writes of one transaction (R34). The household is listed at the new co-op, and at the old one as a former household, so
 * that its runs still find the months before, what they owe and what they carry. The links of everyone who was in it in this month say the new
 * co-op from the month's beginning on, so that whatever is still to be recorded of it counts there.
 */
function moveWrites(file: HouseholdFile, move: HouseholdMove, persons: readonly LinkedPerson[], said: Said): Write[] {
  const { household, former } = file;
  const { householdId, coopId } = household;
  const { month, to } = move;
  const placement = { householdId, ...to };
  const next: Household = { ...household, ...to, version: household.version + 1 };
  const inside = new Set(presentPersons(file).map(({ customerNumber }) => customerNumber));
  const writes = [
    householdWrite(next, household.version),
    formerWrite(householdId, formerOf(household)),
    ...former.filter((one) => one.coopId === to.coopId).map((one) => drop(formerHouseholdKey(householdId, one.coopId))),
    putNew(householdMoveKey(householdId, month), { l: movedListing(to.coopId, month), k: householdId, ...move }, stale),
    historyWrite(household, file, {
      action: said.action,
      at: said.nowMs,
      source: said.source,
      persons: [...inside],
      ...(said.reason === undefined ? {} : { reason: said.reason }),
    }),
    ...persons.flatMap((person) => {
      const { customer } = person.file;
      const isIn = inside.has(customer.customerNumber);
      return [
        customerWrite(isIn ? { ...customer, coopIds: coopIdsAfter(person, coopId, to.coopId) } : customer),
        ...replaceLinkWrites(person, placement, monthStart(month)),
      ];
    }),
  ];
  checkSize(writes);
  return writes;
}

const formerOf = ({
  coopId,
  shard,
  headCustomerNumber,
  memberKind,
}: Household): z.infer<typeof formerHouseholdItem> => ({
  coopId,
  shard,
  memberKind,
  ...(headCustomerNumber === undefined ? {} : { headCustomerNumber }),
});

/** Where a household would be listed at a co-op: in the shard that it had there, so that its earlier results are found again. */
export const shardAt = ({ former }: HouseholdFile, coopId: string, shardIfNew: number): number =>
  former.find((one) => one.coopId === coopId)?.shard ?? shardIfNew;

/** The receipts of the month that are not counted in the new co-op yet, as the index shows them now. */
async function receiptsLeft(
  db: Register,
  householdId: string,
  { month, to }: Pick<HouseholdMove, 'month' | 'to'>,
  nowMs: number,
) {
  const indexed = await receiptsOfHouseholdMonth(db, householdId, month);
  const keys = indexed.filter(({ coopId }) => coopId !== to.coopId).map(({ key }) => key);
  return (await batchGet(db, keys, { consistent: true }))
    .map((item) => receiptOfItem(item, nowMs))
    .filter((receipt) => receipt !== undefined)
    .filter((receipt) => receipt.householdId === householdId && receipt.month === month)
    .filter((receipt) => receipt.coopId !== to.coopId);
}
/**
 * Lets the receipts of the month count in the new co-op: marks of both sides first, then each receipt by one conditional update. Repeated at
 * any point it goes on; the run of the month does so before it reads, so that nothing recorded in between and nothing that the index did not
 * show stays behind.
 * @param assignedAtMs since when they count there: of a run, the moment before its cut-off
 * @returns how many were changed
 */
export async function takeReceiptsAlong(
  db: Register,
  householdId: string,
  move: Pick<HouseholdMove, 'month' | 'from' | 'to'>,
  { nowMs, assignedAtMs, newToken }: { nowMs: number; assignedAtMs: number; newToken: () => string },
): Promise<number> {
  const receipts = await receiptsLeft(db, householdId, move, nowMs);
  if (receipts.length === 0) return 0;
  for (const side of [move.from, move.to])
    await markLate(db, { ...side, householdId, month: move.month }, newToken(), assignedAtMs);
  // A return that lowers this month of its original goes along with it, and stays in it.
  const placement = { householdId, coopId: move.to.coopId, shard: move.to.shard, month: move.month };
  let taken = 0;
  for (const receipt of receipts) {
    if (await assignReceipt(db, receipt, placement, assignedAtMs)) taken += 1;
  }
  return taken;
}

/**
 * Moves a household: one transaction, then the receipts. Whatever a crash leaves undone of these, the month's run does.
 * @returns how many receipts of the month count in the new co-op that did not before
 * @throws DomainError staleVersion
 */
export async function moveHousehold(
  db: Register,
  file: HouseholdFile,
  moved: Moved,
  said: Said,
  { dryRun, newToken }: { dryRun: boolean; newToken: () => string },
): Promise<{ move: HouseholdMove; receipts: number }> {
  const { householdId, coopId, shard } = file.household;
  const { month, to } = moved;
  const move = { month, from: { coopId, shard }, to: { coopId: to.coopId, shard: to.shard }, at: said.nowMs };
  const persons = await findLinkedPersons(db, personsDuring(file, month));
  await commit(db, moveWrites(file, move, persons, said), { dryRun });
  const context = { nowMs: said.nowMs, assignedAtMs: said.nowMs, newToken };
  const receipts = dryRun
    ? (await receiptsLeft(db, householdId, move, said.nowMs)).length
    : await takeReceiptsAlong(db, householdId, move, context);
  return { move, receipts };
}

/** Finishes, before a run reads its month, what households that came to the co-op in it bring along. */
export async function finishMoves(
  db: Register,
  coopId: string,
  month: Month,
  context: Parameters<typeof takeReceiptsAlong>[3],
): Promise<void> {
  let next: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(db, {
      IndexName: registerTable.byListing.name,
      KeyConditionExpression: 'l = :l',
      ExpressionAttributeValues: { ':l': movedListing(coopId, month) },
      ...(next === undefined ? {} : { ExclusiveStartKey: next }),
    });
    for (const item of await batchGet(
      db,
      page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
      { consistent: true },
    ))
      await takeReceiptsAlong(db, String(item.k), z.parse(householdMoveItem, withoutKeys(item)), context);
    next = page.next;
  } while (next !== undefined);
}
