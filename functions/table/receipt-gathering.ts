import { type HouseholdLink, linkAt } from '../../domain/household-link.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import type { Register } from './client.ts';
import { registerTable, unmatchedPartition } from './keys.ts';
import { markLate } from './late-marks.ts';
import { batchGet, queryPage } from './read.ts';
import { type RecordedReceipt, receiptOfItem } from './receipt-item.ts';
import { assignReceipt } from './receipts.ts';
import { placeOfReceipt } from './return-place.ts';

type Context = { nowMs: number; newToken: () => string };

/**
 * Gives the receipts that waited for an identifier to the households of its links. Each household's month is marked first, also one that
 * lasts, so that whatever comes between is calculated again; then each receipt is one conditional update. Done twice, or again after a crash,
 * it ends in the same place. What the index does not show yet is matched by the month's run.
 * @param fromMs receipts of purchases from here on
 * @returns how many were given
 */
export async function gatherReceipts(
  db: Register,
  identifier: Identifier,
  links: readonly HouseholdLink[],
  fromMs: number,
  { nowMs, newToken }: Context,
): Promise<number> {
  const marked = new Set<string>();
  let gathered = 0;
  for await (const receipts of waitingReceipts(db, identifier, fromMs, nowMs)) {
    for (const receipt of receipts) {
      const link = linkAt(links, receipt.purchasedAt);
      if (link === undefined) continue;
      const place = await placeOfReceipt(db, receipt, link, links, nowMs);
      const name = `${place.coopId}#${place.householdId}#${place.month}`;
      if (!marked.has(name)) await markLate(db, place, newToken(), nowMs);
      marked.add(name);
      if (await assignReceipt(db, receipt, place, nowMs)) gathered += 1;
    }
  }
  return gathered;
}

/** How many receipts would be given. */
export async function countWaiting(
  db: Register,
  identifier: Identifier,
  links: readonly HouseholdLink[],
  fromMs: number,
  nowMs: number,
): Promise<number> {
  let count = 0;
  for await (const receipts of waitingReceipts(db, identifier, fromMs, nowMs))
    count += receipts.filter(({ purchasedAt }) => linkAt(links, purchasedAt) !== undefined).length;
  return count;
}

/** Found by the index, then read from the table: what was matched meanwhile is left out. */
async function* waitingReceipts(
  db: Register,
  identifier: Identifier,
  fromMs: number,
  nowMs: number,
): AsyncGenerator<RecordedReceipt[]> {
  let next: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(db, {
      IndexName: registerTable.byHousehold.name,
      KeyConditionExpression: 'h = :h AND t >= :from',
      ExpressionAttributeValues: { ':h': unmatchedPartition(identifier), ':from': fromMs },
      ...(next === undefined ? {} : { ExclusiveStartKey: next }),
    });
    const keys = page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    const items = await batchGet(db, keys, { consistent: true });
    yield items
      .map((item) => receiptOfItem(item, nowMs))
      .filter((receipt) => receipt !== undefined)
      .filter(({ householdId }) => householdId === undefined);
    next = page.next;
  } while (next !== undefined);
}
