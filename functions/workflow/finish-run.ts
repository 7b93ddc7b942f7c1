import type { Register } from '../table/client.ts';
import type { RunId } from '../table/keys.ts';
import { paymentFilesOf } from '../table/payment-files.ts';
import { act, runOf } from '../table/runs.ts';

/** Ends the run's work: the files' counts and sums must be the run's, to the cent. */
export async function finishRun(db: Register, id: RunId): Promise<void> {
  const run = await runOf(db, id);
  if (run.state !== 'APPROVED') return;
  const files = await paymentFilesOf(db, id);
  const count = files.reduce((sum, file) => sum + file.count, 0);
  const sumCents = files.reduce((sum, file) => sum + file.sumCents, 0);
  if (count !== run.totals?.payments || sumCents !== run.totals.toAccountCents)
    throw new Error('the payment files do not add up to the run');
  await act(db, run, 'finishFiles', { files });
}
