import { isPosted } from '../../domain/run.ts';
import type { Settings } from '../runtime/env.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { RunId } from '../table/keys.ts';
import { payoutPage } from '../table/payouts.ts';
import { runOf } from '../table/runs.ts';
import { checkSigned } from './check-signed.ts';
import { runKindOf } from './kinds/all.ts';
import { postPayment } from './post-payment.ts';

const pageSize = 500;
const parallelWrites = 16;

/**
 * After the release: what each payee's result means beyond the file is booked, page by page: shares filled, payments noted. Before the
 * first page the shard's sums and hash are taken again and must be those that were signed.
 */
export async function postShard(
  db: Register,
  id: RunId,
  shard: number,
  cursor: string | null,
  settings: Settings,
): Promise<{ cursor: string | null }> {
  const run = await runOf(db, id);
  if (!isPosted(run.state)) throw new Error('a run that is not released posts nothing');
  if (cursor === null) await checkSigned(db, run, shard);
  const kind = runKindOf(run.kind);
  const held = await heldPayments(db, id, shard);
  const page = await payoutPage(db, id, shard, cursor ?? undefined, pageSize);
  await inParallel(page.payouts, parallelWrites, async (payout) => {
    await kind.post({ db, run, settings }, payout);
    await postPayment(db, run, payout, held.get(payout.payeeId));
  });
  if (page.last !== undefined) return { cursor: page.last };
  await kind.finishShard?.({ db, run, shard });
  return { cursor: null };
}
