import { listRunPayees } from '../../../contract/runs.ts';
import { cursorOf, textOfCursor } from '../../runtime/cursor.ts';
import { answers } from '../../runtime/serve.ts';
import { type Register, register } from '../../table/client.ts';
import type { RunId } from '../../table/keys.ts';
import { payoutPage, shardResults } from '../../table/payouts.ts';
import { runOf } from '../../table/runs.ts';

const pageSize = 500;

/** The run's payees page by page, shard by shard. Each page is logged before it is shown. */
export const listRunPayeesEndpoint = answers(listRunPayees, async ({ params, query }) => {
  const db = register();
  await runOf(db, params);
  const page = await payeesAt(db, params, query.cursor);
  return {
    payees: page.payouts.map((payout) => ({
      payeeId: payout.payeeId,
      receipts: payout.kind === 'BONUS' ? payout.receipts : 0,
      baseCents: payout.baseCents,
      amountCents: payout.amountCents,
      withheldCents: payout.withheldCents,
      lateAmountCents:
        payout.kind === 'BONUS' ? payout.late.reduce((sum, revision) => sum + revision.addedAmountCents, 0) : 0,
      openingUnpaidCents: payout.kind === 'BONUS' ? payout.openingUnpaidCents : 0,
      toShareCents: payout.toShareCents,
      toAccountCents: payout.toAccountCents,
      unpaidCents: payout.unpaidCents,
      outcome: payout.outcome,
      reason: payout.reason,
    })),
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
  };
});

/** A cursor names the shard and the last payee seen of it; a table key is made here, never taken from the caller. */
async function payeesAt(db: Register, run: RunId, cursor: string | undefined) {
  const { shard = 0, after } = cursor === undefined ? {} : cursorOf(cursor, '/query/cursor');
  const { payouts, last } = await payoutPage(db, run, shard, after, pageSize);
  if (last !== undefined) return { payouts, cursor: textOfCursor({ shard, after: last }) };
  // A run that is being calculated shows the shards that have come to an end.
  const shards = await shardResults(db, run);
  return { payouts, cursor: shard + 1 < shards.length ? textOfCursor({ shard: shard + 1 }) : undefined };
}
