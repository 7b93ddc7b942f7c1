import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { HeldPayment, Payout } from '../table/payout-item.ts';

/** Notes the payment of a released run, sent or held back, so that the bank's answers find it. */
export async function postPayment(
  _db: Register,
  _run: Run,
  _payout: Payout,
  _held: HeldPayment | undefined,
): Promise<void> {}
