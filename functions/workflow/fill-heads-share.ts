import { localDateOf } from '../../domain/calendar.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { Payout } from '../table/payout-item.ts';
import { fillShare } from '../table/share-ledger.ts';

/**
 * Books what a released run moves to the share of a household's head, once: the entry's key is a function of the kind, the period and
 * the household.
 */
export async function fillHeadsShare(
  { db, run, settings }: { db: Register; run: Run; settings: Settings },
  payout: Payout,
): Promise<void> {
  if (payout.toShareCents === 0) return;
  if (run.released === undefined || payout.customerNumber === undefined)
    throw new Error('a share is filled only for a head member of a released run');
  const booking = {
    coopId: run.coopId,
    on: localDateOf(run.released.atMs),
    sourceId: `${run.kind}-${run.period}-${payout.payeeId}`,
    amountCents: payout.toShareCents,
  };
  await fillShare(db, payout.customerNumber, booking, settings);
}
