import type { Register } from './client.ts';
import { memberShardOf } from './member-listing.ts';
import type { InterestPayout } from './payout-item.ts';
import { payoutsOfPayee } from './payouts.ts';
import { postedAttempts } from './runs.ts';

/**
 * What a year's run found for the member whose interest a payment pays, whichever issue it is.
 * @returns undefined of a payment of another kind
 */
export async function interestOfPayment(
  db: Register,
  { coopId, kind, period, payeeId }: { coopId: string; kind: string; period: string; payeeId: string },
): Promise<InterestPayout | undefined> {
  if (kind !== 'INTEREST') return undefined;
  const attempt = (await postedAttempts(db, coopId, 'INTEREST')).get(period);
  if (attempt === undefined) return undefined;
  const payee = { coopId, kind: 'INTEREST', shard: memberShardOf(payeeId), payeeId } as const;
  const [found] = await payoutsOfPayee(db, payee, new Map([[period, attempt]]));
  return found?.payout.kind === 'INTEREST' ? found.payout : undefined;
}
