import { listRunHouseholds } from '../../../contract/runs.ts';
import { cursorOf, textOfCursor } from '../../runtime/cursor.ts';
import { answers } from '../../runtime/serve.ts';
import { type Register, register } from '../../table/client.ts';
import { coopOf } from '../../table/directory.ts';
import type { RunId } from '../../table/keys.ts';
import { payoutPage } from '../../table/payouts.ts';
import { runOf } from '../../table/runs.ts';

const pageSize = 500;

/** The run's households page by page, shard by shard. Each page is logged before it is shown. */
export const listRunHouseholdsEndpoint = answers(listRunHouseholds, async ({ params, query }) => {
  const db = register();
  await runOf(db, params);
  const page = await householdsAt(db, params, query.cursor);
  return {
    households: page.payouts.map((payout) => ({
      householdId: payout.householdId,
      receipts: payout.receipts,
      purchasesCents: payout.purchases.bonusCents,
      amountCents: payout.amountCents,
      lateAmountCents: payout.late.reduce((sum, revision) => sum + revision.addedAmountCents, 0),
      toShareCents: payout.toShareCents,
      toAccountCents: payout.toAccountCents,
      unpaidCents: payout.unpaidCents,
      outcome: payout.outcome,
      reason: payout.reason,
    })),
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
  };
});

/** A cursor names the shard and the last household seen of it; a table key is made here, never taken from the caller. */
async function householdsAt(db: Register, run: RunId, cursor: string | undefined) {
  const { shard = 0, after } = cursor === undefined ? {} : cursorOf(cursor, '/query/cursor');
  const { shardCount } = await coopOf(db, run.coopId);
  const { payouts, last } = await payoutPage(db, run, shard, after, pageSize);
  if (last !== undefined) return { payouts, cursor: textOfCursor({ shard, after: last }) };
  return { payouts, cursor: shard + 1 < shardCount ? textOfCursor({ shard: shard + 1 }) : undefined };
}
