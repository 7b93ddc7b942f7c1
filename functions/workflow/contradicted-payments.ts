import { isReissuable } from '../../domain/payment.ts';
import { inParallel } from '../runtime/parallel.ts';
import type { Register } from '../table/client.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { RunId } from '../table/keys.ts';
import { paymentOf } from '../table/payments.ts';
import { payoutsOfShard } from '../table/payouts.ts';

const parallelReads = 24;

/**
 * How many payments of the run the bank has contradicted since they were found to be owed, without those that are held back. None when the run
 * opens; with any, nobody can sign or release it any more.
 */
export async function contradictedPayments(db: Register, id: RunId): Promise<number> {
  const held = await heldPayments(db, id, 0);
  let count = 0;
  for await (const page of payoutsOfShard(db, id, 0)) {
    const paid = page.filter(({ toAccountCents, payeeId }) => toAccountCents > 0 && !held.has(payeeId));
    const payments = await inParallel(paid, parallelReads, ({ payeeId }) => paymentOf(db, payeeId));
    count += payments.filter((one) => one !== undefined && !isReissuable(one.state) && one.state !== 'REISSUED').length;
  }
  return count;
}
