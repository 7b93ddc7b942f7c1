import { localDateOf, localTimeOf } from '../../domain/calendar.ts';
import { executionDate } from '../../domain/execution-date.ts';
import type { PlannedFile } from '../../domain/file-plan.ts';
import { type Payment, paymentFileWriter } from '../../domain/payment-file.ts';
import { messageId } from '../../domain/payment-ids.ts';
import { paymentText } from '../../domain/payment-text.ts';
import type { Settings } from '../runtime/env.ts';
import { putFileOnce } from '../runtime/payment-bucket.ts';
import { withUnnamedFile } from '../runtime/unnamed-file.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { notePaymentFile } from '../table/payment-files.ts';
import type { HeldPayment, Payout } from '../table/payout-item.ts';
import { payoutsOfShard, shardResults } from '../table/payouts.ts';
import { runIdOf, runOf } from '../table/runs.ts';
import { payingAccountOf } from './paying-account.ts';

/** Opens the sealed number of a payee's account. */
export type OpenIban = (customerNumber: string, sealedIban: string) => Promise<string>;

/**
 * Writes one payment file from what was signed. Its ids come from the run and its time is that of the approval, so written again
 * it is the same bytes; count and sum must be those of its shards without what is held back.
 * @throws Error if the co-op pays from another account than the one that was signed, or the file does not come to what was signed
 */
export async function writeFile(
  db: Register,
  id: RunId,
  planned: PlannedFile,
  settings: Settings,
  openIban: OpenIban,
): Promise<void> {
  const [run, coop, results, allHeld] = await Promise.all([
    runOf(db, id),
    coopOf(db, id.coopId),
    shardResults(db, id),
    heldPayments(db, id),
  ]);
  if (run.approved === undefined || run.checkedAtMs === undefined)
    throw new Error('a payment file is written only for an approved run whose payees have been checked');
  if (payingAccountOf(coop) !== run.inputs.payingAccount)
    throw new Error('the account that pays is not the one that was signed: cancel the run and start it again');
  const held = new Map([...allHeld].filter(([, { shard }]) => planned.shards.includes(shard)));
  const signed = results.filter((result) => planned.shards.includes(result.shard)).map((result) => result.totals);
  const count = signed.reduce((sum, totals) => sum + totals.payments, -held.size);
  const sumCents = signed.reduce(
    (sum, totals) => sum + totals.toAccountCents,
    -[...held.values()].reduce((sum, { amountCents }) => sum + amountCents, 0),
  );
  const message = {
    kind: id.kind,
    coopId: id.coopId,
    period: id.period,
    attempt: Number(id.attempt),
    fileNumber: planned.fileNumber,
  };
  const { street, buildingNumber, postalCode, town, country, ...debtor } = coop.debtor;
  const content = paymentFileWriter({
    message,
    createdAt: localTimeOf(run.approved.atMs).slice(0, 19),
    requestedExecutionDate: executionDate(localDateOf(run.approved.atMs), run.payOn),
    debtor: { name: coop.name, ...debtor, address: { street, buildingNumber, postalCode, town, country } },
    maxTransactionsPerBatch: settings.transactionsPerBatch,
    expectedCount: count,
    expectedSumCents: sumCents,
  });
  const key = `${id.coopId}/${id.kind}/${id.period}/${id.attempt}/${messageId(message)}.xml`;
  // Nothing of it is in the bucket before its end says that it is whole.
  const sha256 = await withUnnamedFile(async (file) => {
    await file.append([content.begin()]);
    for await (const payment of paymentsOf(db, run, planned.shards, held, openIban))
      await file.append(content.add(payment));
    await file.append(content.end());
    await putFileOnce(key, file);
    return file.size().sha256;
  });
  await notePaymentFile(db, id, { fileNumber: planned.fileNumber, key, count, sumCents, sha256 });
}

/** What is paid anew says what it was owed for. */
const textOf = (run: Run, payout: Payout): string =>
  payout.kind === 'CORRECTION' ? paymentText(payout.owed.kind, payout.owed.period) : paymentText(run.kind, run.period);

/** The payments of these shards, page by page: a file's worth of them is never in memory. */
async function* paymentsOf(
  db: Register,
  run: Run,
  shards: readonly number[],
  held: ReadonlyMap<string, HeldPayment>,
  openIban: OpenIban,
): AsyncGenerator<Payment> {
  for (const shard of shards) {
    for await (const page of payoutsOfShard(db, runIdOf(run), shard)) {
      for (const payout of page) {
        const { payeeId, toAccountCents, endToEndId, payeeName, sealedIban, customerNumber } = payout;
        if (toAccountCents === 0 || held.has(payeeId)) continue;
        if (
          endToEndId === undefined ||
          payeeName === undefined ||
          sealedIban === undefined ||
          customerNumber === undefined
        )
          throw new Error('a payment has no account or no id');
        const iban = await openIban(customerNumber, sealedIban);
        yield { endToEndId, amountCents: toAccountCents, creditorName: payeeName, iban, text: textOf(run, payout) };
      }
    }
  }
}
