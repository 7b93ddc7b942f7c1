import { localDateOf } from '../../domain/calendar.ts';
import { executionDate } from '../../domain/execution-date.ts';
import type { Settings } from '../runtime/env.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { holdPayment } from '../table/held-payments.ts';
import type { RunId } from '../table/keys.ts';
import { payoutPage } from '../table/payouts.ts';
import { runOf } from '../table/runs.ts';
import { checkSigned } from './check-signed.ts';
import { runKindOf } from './kinds/all.ts';

const pageSize = 500;
const parallelPayees = 24;

/**
 * After the approval, before the files: what is stored must be what was signed. Then looks at each payee once more, one page of a
 * shard. Who has died since, or has another account or head than what was signed, is held back and stays owed; the files are written
 * without them. Once the files are planned nothing is looked at any more, so a file written again is the same file.
 */
export async function checkPayees(
  db: Register,
  id: RunId,
  shard: number,
  cursor: string | null,
  settings: Settings,
): Promise<{ cursor: string | null }> {
  const run = await runOf(db, id);
  if (run.approved === undefined) throw new Error('payees are checked for an approved run');
  if (run.checkedAtMs !== undefined) return { cursor: null };
  if (cursor === null) await checkSigned(db, run, shard);
  const context = { db, run, settings, day: executionDate(localDateOf(run.approved.atMs), run.payOn) };
  const { check } = runKindOf(run.kind);
  const page = await payoutPage(db, id, shard, cursor ?? undefined, pageSize);
  await inParallel(
    page.payouts.filter((payout) => payout.toAccountCents > 0),
    parallelPayees,
    async (payout) => {
      const reason = await check(context, payout);
      if (reason === undefined) return;
      await holdPayment(db, id, { shard, payeeId: payout.payeeId, reason, amountCents: payout.toAccountCents });
    },
  );
  return { cursor: page.last ?? null };
}
