import { isPosted } from '../../domain/run.ts';
import { yearAggregate } from '../../domain/surplus-refund.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import { payoutsBetween } from '../table/payouts.ts';
import { runIdOf, runsOf } from '../table/runs.ts';
import { onlyBonus } from './household-month.ts';
import type { ShardContext } from './run-kind.ts';

/** The co-op's months as they stood when the run was opened, oldest first: what is posted while it counts is for no shard. */
export async function monthsPosted(db: Register, coopId: string, atMs: number): Promise<Map<string, Run>> {
  const runs = await runsOf(db, coopId, 'BONUS');
  const posted = runs.filter((run) => isPosted(run.state) && run.postedAtMs !== undefined && run.postedAtMs < atMs);
  return new Map(posted.map((run) => [run.period, run]));
}

/** What each of some households has bought at own outlets in the year; 0 of who has no month. */
export async function aggregatesOf(
  { db, run, shard }: ShardContext,
  ids: readonly string[],
): Promise<(householdId: string) => number> {
  const [firstId, lastId] = [ids[0], ids.at(-1)];
  const posted = new Map<string, { month: string; ownOutletCents: number }[]>();
  if (firstId === undefined || lastId === undefined) return () => 0;
  for (const [period, month] of await monthsPosted(db, run.coopId, run.opened.atMs)) {
    if (period < `${run.period}-01`) continue;
    for (const [householdId, payout] of await payoutsBetween(db, runIdOf(month), shard, firstId, lastId)) {
      const { late, ownOutletCents } = onlyBonus(payout);
      const said = [{ month: period, ownOutletCents }, ...late].map((one) => ({
        month: one.month,
        ownOutletCents: one.ownOutletCents ?? 0,
      }));
      posted.set(householdId, [...(posted.get(householdId) ?? []), ...said]);
    }
  }
  return (householdId) => yearAggregate(run.period, posted.get(householdId) ?? []);
}
