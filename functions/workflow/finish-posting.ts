import type { ChartOfAccounts } from '../../domain/chart-of-accounts.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, runOf } from '../table/runs.ts';
import { writeJournal } from './write-journal.ts';

/**
 * Ends what a release does: the journal is written, and from here on the next run of the kind may begin. Dying between both, it is done again
 * and comes to the same journal.
 */
export async function finishPosting(db: Register, id: RunId, chart: ChartOfAccounts, nowMs: number): Promise<void> {
  const run = await runOf(db, id);
  if (run.postedAtMs !== undefined) return;
  const journal = await writeJournal(db, run, chart);
  await changeRun(db, id, ['RELEASED', 'CLOSED'], { journal, postedAtMs: nowMs });
}
