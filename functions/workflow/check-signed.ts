import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import { shardResults } from '../table/payouts.ts';
import { runIdOf } from '../table/runs.ts';
import { runHash, shardSummary } from './shard-summary.ts';

/**
 * From the signature down to each payee: the run's hash is that of its shards, the shard's that of its payees.
 * @throws Error if something stored is not what was signed: nothing is written or posted then
 */
export async function checkSigned(db: Register, run: Run, shard: number): Promise<void> {
  const results = await shardResults(db, runIdOf(run));
  if (runHash(run, results) !== run.hash) throw new Error('the shards are not what was signed');
  const { hash } = await shardSummary(db, runIdOf(run), shard);
  if (results.find((result) => result.shard === shard)?.hash !== hash)
    throw new Error(`shard ${shard} is not what was signed`);
}
