import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, runOf } from '../table/runs.ts';

/** Ends what a release does: from here on the next run of the kind may begin. */
export async function finishPosting(db: Register, id: RunId, nowMs: number): Promise<void> {
  const run = await runOf(db, id);
  if (run.postedAtMs !== undefined) return;
  await changeRun(db, id, ['RELEASED', 'CLOSED'], { postedAtMs: nowMs });
}
