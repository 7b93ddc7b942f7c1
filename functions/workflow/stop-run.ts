import { isEndedWithoutPay, type RunProblem } from '../../domain/run.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, runOf } from '../table/runs.ts';

/** Notes why the run stands still, for a person to look at. Its state stays: started again, it goes on from there. */
export async function stopRun(db: Register, id: RunId, problem: RunProblem): Promise<void> {
  const run = await runOf(db, id);
  if (isEndedWithoutPay(run.state)) return;
  await changeRun(db, id, [run.state], { problem });
}
