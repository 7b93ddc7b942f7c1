import { type PlannedFile, planFiles } from '../../domain/file-plan.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { changeRun, runOf } from '../table/runs.ts';

/**
 * The payment files of a run, from the payments that its shards signed for without those that are held back. From here on the held ones
 * stand: the plan, made again, is the same plan.
 */
export async function planRunFiles(
  db: Register,
  id: RunId,
  settings: Settings,
  nowMs: number,
): Promise<{ files: PlannedFile[] }> {
  const run = await runOf(db, id);
  if (run.checkedAtMs === undefined) await changeRun(db, id, ['APPROVED'], { checkedAtMs: nowMs });
  const [shards, held] = await Promise.all([shardResults(db, id), heldPayments(db, id)]);
  const heldOf = (shard: number): number => [...held.values()].filter((one) => one.shard === shard).length;
  return {
    files: planFiles(
      shards.map(({ shard, totals }) => ({ shard, payments: totals.payments - heldOf(shard) })),
      settings.transactionsPerFile,
    ),
  };
}
