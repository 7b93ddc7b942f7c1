import type { Settings } from '../runtime/env.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import type { Payout } from '../table/payout-item.ts';
import { payoutsBetween, payoutsOfShard, putPayout, putShardResult } from '../table/payouts.ts';
import { runOf } from '../table/runs.ts';
import { runKindOf } from './kinds/all.ts';
import type { Work } from './run-kind.ts';
import { shardSummary } from './shard-summary.ts';

const parallelPayees = 24;
const parallelWrites = 16;

type ShardPage = { run: RunId; shard: number; pass: number; cursor: string | null };

/**
 * Calculates one page of a shard's payees; after the last page, the shard's totals from what is stored.
 * @param page `cursor`: where to go on, null at the start
 * @returns the cursor of the next page, null when the shard is done
 * @throws Error if a newer reading has begun or the run is concluded: a step that wakes up late must not touch what others read
 */
export async function calculateShard(
  db: Register,
  page: ShardPage,
  settings: Settings,
): Promise<{ cursor: string | null }> {
  const { shard, pass } = page;
  const run = await runOf(db, page.run);
  if (run.state !== 'DRAFT' || run.pass !== pass) throw new Error('this reading of the run is over');
  const kind = runKindOf(run.kind);
  const context = { db, run, shard, pass, settings };
  const { work, next } = await kind.page(context, page.cursor);
  const stored = await storedOf(db, page, work);
  await inParallel(work, parallelPayees, async ({ payeeId, calculate }) => {
    const there = stored.get(payeeId);
    const wanted = await calculate();
    // Also when it came to the same: under the new number, nothing of an older reading can replace it any more.
    if (wanted !== undefined && (there === undefined || there.pass < pass)) await putPayout(db, page.run, wanted);
  });
  if (next !== null) return { cursor: next };

  // Nothing is older than a first reading, which is nearly every one.
  if (pass > 1) await emptyOlder(db, page);
  await putShardResult(db, page.run, {
    ...(await shardSummary(db, page.run, shard)),
    shard,
    pass,
    unsettledMarks: (await kind.unsettledMarks?.(context)) ?? 0,
  });
  return { cursor: null };
}

/** What is stored of a page's payees already, by an earlier reading or by this step before it was repeated. */
async function storedOf(db: Register, { run, shard }: ShardPage, work: readonly Work[]): Promise<Map<string, Payout>> {
  const ids = work.map(({ payeeId }) => payeeId).toSorted();
  const [first, last] = [ids[0], ids.at(-1)];
  return first === undefined || last === undefined ? new Map() : await payoutsBetween(db, run, shard, first, last);
}

/**
 * Payees for whom an earlier reading found something and this one does not: a receipt was moved away, an amount was paid meanwhile. They
 * are emptied and not deleted, so that nothing of the older reading can come back.
 */
async function emptyOlder(db: Register, { run, shard, pass }: ShardPage): Promise<void> {
  for await (const page of payoutsOfShard(db, run, shard)) {
    await inParallel(
      page.filter((payout) => payout.pass < pass),
      parallelWrites,
      (payout) => putPayout(db, run, emptied(payout, pass)),
    );
  }
}

function emptied(there: Payout, pass: number): Payout {
  const { endToEndId: _id, payeeName: _name, sealedIban: _iban, ...rest } = there;
  const nothing = {
    pass,
    baseCents: 0,
    amountCents: 0,
    withheldCents: 0,
    payableCents: 0,
    toShareCents: 0,
    toAccountCents: 0,
    unpaidCents: 0,
    outcome: 'NOT_PAID',
    reason: 'NOTHING_DUE',
  } as const;
  if (rest.kind !== 'BONUS') return { ...rest, ...nothing };
  const { opening: _opening, carry: _carry, ownOutletCents: _own, ...month } = rest;
  const zero = <T extends Record<string, number>>(values: T): T =>
    Object.fromEntries(Object.keys(values).map((key) => [key, 0])) as T;
  return {
    ...month,
    ...nothing,
    receipts: 0,
    purchases: zero(rest.purchases),
    lines: zero(rest.lines),
    rateBasisPoints: 0,
    late: [],
    openingUnpaidCents: 0,
  };
}
