import { type PlannedFile, planFiles } from '../../domain/file-plan.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';

/** The payment files of a run, from the payments that its shards signed for. */
export async function planRunFiles(db: Register, id: RunId, settings: Settings): Promise<{ files: PlannedFile[] }> {
  const shards = await shardResults(db, id);
  return {
    files: planFiles(
      shards.map(({ shard, totals }) => ({ shard, payments: totals.payments })),
      settings.transactionsPerFile,
    ),
  };
}
