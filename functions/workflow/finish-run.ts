import type { Register } from '../table/client.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { RunId } from '../table/keys.ts';
import { paymentFilesOf } from '../table/payment-files.ts';
import { act, runOf } from '../table/runs.ts';

/** Ends the writing of the files: with what is held back, their counts and sums must be what was signed, to the cent. */
export async function finishRun(db: Register, id: RunId): Promise<void> {
  const run = await runOf(db, id);
  if (run.state !== 'APPROVED') return;
  const files = await paymentFilesOf(db, id);
  const heldBack = [...(await heldPayments(db, id)).values()];
  const held = { count: heldBack.length, sumCents: heldBack.reduce((sum, { amountCents }) => sum + amountCents, 0) };
  const count = files.reduce((sum, file) => sum + file.count, held.count);
  const sumCents = files.reduce((sum, file) => sum + file.sumCents, held.sumCents);
  if (count !== run.totals?.payments || sumCents !== run.totals.toAccountCents)
    throw new Error('the payment files do not add up to the run');
  await act(db, run, 'finishFiles', { files, held });
}
