import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import type { Register } from '../../functions/table/client.ts';
import { householdsPage } from '../../functions/table/households.ts';
import { payoutPage, payoutsOfShard, putPayout } from '../../functions/table/payouts.ts';
import { receiptItem } from '../../functions/table/receipt-item.ts';
import { receiptsOfDay, receiptsOfHouseholdMonth, unmatchedPage } from '../../functions/table/receipts.ts';
import { aLink, aReceipt, collected, newHousehold, newOutlet, noon, putItems } from '../fixtures/recording.ts';
import { aPayout, householdItemOf } from '../fixtures/register-items.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { answerEmptyPages, cutPages, injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

/** Fills an attribute up, so that few items make the megabyte that ends a page. */
const filling = 'x'.repeat(60_000);
const items = 40;

/** Counts the queries of another client of the table. */
function counting(): { db: Register; queries: () => number } {
  const db = cloud.anotherClient(cloud.register);
  let queries = 0;
  injectFaults(db, ({ command }) => {
    queries += command === 'Query' ? 1 : 0;
    return undefined;
  });
  return { db, queries: () => queries };
}

const withoutUndefined = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

async function putReceipts(
  count: number,
  householdId: string | undefined,
  extra: Record<string, unknown> = {},
  purchasedAt = noon,
) {
  const outletId = newOutlet();
  const receipts = Array.from({ length: count }, (_, index) =>
    aReceipt({ outletId, purchasedAt: purchasedAt - index, totalCents: 2 ** (index % 30) }),
  );
  const link = householdId === undefined ? undefined : aLink({ householdId });
  const stored = receipts.map((receipt) => ({ ...withoutUndefined(receiptItem(receipt, link, noon)), ...extra }));
  await putItems(cloud.register, stored);
  return receipts;
}
const idsOf = (receipts: readonly Receipt[]) => receipts.map(({ receiptId }) => receiptId).toSorted();

/** Follows a listing to its end. */
async function follow<T>(
  page: (after: string | undefined) => Promise<{ found: T[]; last: string | undefined }>,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const next = await page(after);
    found.push(...next.found);
    after = next.last;
  } while (after !== undefined);
  return found;
}
const unmatched = (db: Register, month: string, limit = 1_000) =>
  follow(async (after) => {
    const { keys, last } = await unmatchedPage(db, month, after, limit);
    return { found: keys.map(({ sk }) => sk.replace('1#', '')), last };
  });
const households = (db: Register, shard: number, limit = 1_000) =>
  follow(async (after) => {
    const page = await householdsPage(db, 'demo', shard, after, limit);
    return { found: page.households.map(({ householdId }) => householdId), last: page.last };
  });

describe('more than a page of a megabyte', () => {
  it('of an outlet’s day is read to its end', async () => {
    const receipts = await putReceipts(items, newHousehold(), { lines: filling });
    const { db, queries } = counting();
    const pages = await collected(receiptsOfDay(db, receipts[0] as Receipt, noon));
    expect(pages.flat().map(({ identity }) => identity.receiptId)).toEqual(idsOf(receipts));
    expect(queries()).toBeGreaterThan(1);
    expect(pages).toHaveLength(queries());
  });

  it('of a household’s month is read to its end', async () => {
    const householdId = newHousehold();
    const receipts = await putReceipts(items, householdId, { c: filling });
    const { db, queries } = counting();
    await vi.waitFor(async () =>
      expect(await receiptsOfHouseholdMonth(db, householdId, '2026-10')).toHaveLength(items),
    );
    const before = queries();
    const found = await receiptsOfHouseholdMonth(db, householdId, '2026-10');
    expect(queries() - before).toBeGreaterThan(1);
    const wanted = receipts.reduce((sum, { totalCents }) => sum + BigInt(totalCents), 0n);
    expect(found.reduce((sum, { bases }) => sum + BigInt(bases.bonusCents), 0n)).toBe(wanted);
    expect(new Set(found.map(({ reference }) => reference)).size).toBe(items);
    expect(found[0]?.purchasedAt).toBe(noon - items + 1);
  });

  it('of a month’s unmatched receipts is read to its end', async () => {
    const february = Date.parse('2026-02-10T12:00:00+02:00');
    const receipts = await putReceipts(items, undefined, { i: `c${filling}` }, february);
    const { db, queries } = counting();
    await vi.waitFor(async () => expect(await unmatched(db, '2026-02')).toEqual(idsOf(receipts)));
    expect(queries()).toBeGreaterThan(1);
    expect(await unmatched(db, '2026-03')).toEqual([]);
  });

  it('of a shard’s households is read to its end', async () => {
    const ids = Array.from({ length: items }, newHousehold);
    await putItems(
      cloud.register,
      ids.map((householdId) => ({ ...householdItemOf({ householdId, shard: 7 }), headCustomerNumber: filling })),
    );
    const { db, queries } = counting();
    await vi.waitFor(async () => expect(await households(db, 7)).toEqual(ids.toSorted()));
    expect(queries()).toBeGreaterThan(1);
  });
});

describe('a page that ends anywhere', () => {
  const count = 7;

  it.each([1, 2, 3, 6, 7, 8])('after %i: nothing is left out or read twice', async (size) => {
    const householdId = newHousehold();
    const receipts = await putReceipts(count, householdId);
    const ids = Array.from({ length: count }, newHousehold);
    const shard = 100 + size;
    await putItems(
      cloud.register,
      ids.map((id) => householdItemOf({ householdId: id, shard })),
    );
    const run = { coopId: 'demo', kind: 'BONUS', period: '2026-09', attempt: String(size) } as const;
    await Promise.all(ids.map((id) => putPayout(cloud.register, run, aPayout({ payeeId: id, shard }))));

    const db = cloud.anotherClient(cloud.register);
    cutPages(db, size);
    const pages = await collected(receiptsOfDay(db, receipts[0] as Receipt, noon));
    expect(pages.flat().map(({ identity }) => identity.receiptId)).toEqual(idsOf(receipts));
    await vi.waitFor(async () => {
      expect(await receiptsOfHouseholdMonth(db, householdId, '2026-10')).toHaveLength(count);
      expect(await households(db, shard)).toEqual(ids.toSorted());
      expect(await households(db, shard, 3)).toEqual(ids.toSorted());
    });
    const payouts = (await collected(payoutsOfShard(db, run, shard))).flat();
    expect(payouts.map((payout) => payout.payeeId)).toEqual(ids.toSorted());
  });

  it('and may be empty with more to come', async () => {
    const april = Date.parse('2026-04-10T12:00:00+03:00');
    const receipts = await putReceipts(count, undefined, {}, april);
    const ids = Array.from({ length: count }, newHousehold);
    await putItems(
      cloud.register,
      ids.map((id) => householdItemOf({ householdId: id, shard: 200 })),
    );
    const run = { coopId: 'demo', kind: 'BONUS', period: '2026-08', attempt: '1' } as const;
    await Promise.all(ids.map((id) => putPayout(cloud.register, run, aPayout({ payeeId: id, shard: 200 }))));

    const [byListing, byKey] = [cloud.anotherClient(cloud.register), cloud.anotherClient(cloud.register)];
    answerEmptyPages(byListing, 'k');
    answerEmptyPages(byKey, 'sk');
    await vi.waitFor(async () => {
      expect(await unmatched(byListing, '2026-04', 2)).toEqual(idsOf(receipts));
      expect(await households(byListing, 200, 3)).toEqual(ids.toSorted());
    });
    const payouts = (await collected(payoutsOfShard(byKey, run, 200))).flat();
    expect(payouts.map((payout) => payout.payeeId)).toEqual(ids.toSorted());
    expect(await payoutPage(cloud.register, run, 200, ids.toSorted().at(-1), 5)).toEqual({
      payouts: [],
      last: undefined,
    });
  });
});
