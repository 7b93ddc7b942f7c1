import { announceSignature } from '../runtime/payout-machine.ts';
import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun } from '../table/runs.ts';

/**
 * Keeps the token that the approval will use. If the approval came while no execution was waiting, it is announced here:
 * whichever of the two comes second wakes the execution up.
 */
export async function awaitApproval(db: Register, id: RunId, taskToken: string): Promise<void> {
  const run = await changeRun(db, id, ['CALCULATED', 'SUBMITTED', 'APPROVED'], { taskToken });
  if (run.state === 'APPROVED') await announceSignature(taskToken);
}
