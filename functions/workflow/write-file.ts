import { addMonths, lastBankingDayOnOrBefore, localDateOf, localTimeOf } from '../../domain/calendar.ts';
import type { PlannedFile } from '../../domain/file-plan.ts';
import { type Payment, paymentFile } from '../../domain/payment-file.ts';
import { messageId } from '../../domain/payment-ids.ts';
import type { Settings } from '../runtime/env.ts';
import { putOnce, sha256Of } from '../runtime/payment-bucket.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { notePaymentFile } from '../table/payment-files.ts';
import { payoutsOfShard, shardResults } from '../table/payouts.ts';
import { runOf } from '../table/runs.ts';

/** Opens the sealed number of a head member's account. */
export type OpenIban = (headCustomerNumber: string, sealedIban: string) => Promise<string>;

/**
 * Writes one payment file from what was signed. Its ids come from the run and its time is that of the approval, so written again
 * it is the same bytes; count and sum must be those of its shards.
 */
export async function writeFile(
  db: Register,
  id: RunId,
  planned: PlannedFile,
  settings: Settings,
  openIban: OpenIban,
): Promise<void> {
  const [run, coop, results] = await Promise.all([runOf(db, id), coopOf(db, id.coopId), shardResults(db, id)]);
  if (run.approved === undefined) throw new Error('a payment file is written only for an approved run');
  const expected = results.filter((result) => planned.shards.includes(result.shard)).map((result) => result.totals);
  const message = {
    kind: id.kind,
    coopId: id.coopId,
    period: id.period,
    attempt: Number(id.attempt),
    fileNumber: planned.fileNumber,
  };
  const { street, buildingNumber, postalCode, town, country, ...debtor } = coop.debtor;
  const text = paymentFile({
    message,
    createdAt: localTimeOf(run.approved.atMs).slice(0, 19),
    requestedExecutionDate: executionDate(run.approved.atMs, run, settings),
    debtor: { name: coop.name, ...debtor, address: { street, buildingNumber, postalCode, town, country } },
    payments: await paymentsOf(db, id, planned.shards, openIban),
    maxTransactionsPerBatch: settings.transactionsPerBatch,
    expectedCount: expected.reduce((sum, totals) => sum + totals.payments, 0),
    expectedSumCents: expected.reduce((sum, totals) => sum + totals.toAccountCents, 0),
  });
  const key = `${id.coopId}/${id.kind}/${id.period}/${id.attempt}/${messageId(message)}.xml`;
  await putOnce(key, text);
  await notePaymentFile(db, id, {
    fileNumber: planned.fileNumber,
    key,
    count: expected.reduce((sum, totals) => sum + totals.payments, 0),
    sumCents: expected.reduce((sum, totals) => sum + totals.toAccountCents, 0),
    sha256: sha256Of(text),
  });
}

/** R16: at the latest on the payout day of the following month; approved later, on the day of approval. */
function executionDate(approvedAtMs: number, run: Run, settings: Settings): string {
  const day = String(settings.payoutDayOfMonth).padStart(2, '0');
  const payoutDate = lastBankingDayOnOrBefore(`${addMonths(run.period, 1)}-${day}`);
  const approvedOn = localDateOf(approvedAtMs);
  return approvedOn > payoutDate ? approvedOn : payoutDate;
}

async function paymentsOf(db: Register, id: RunId, shards: readonly number[], openIban: OpenIban): Promise<Payment[]> {
  const text = `${id.kind} ${id.period.slice(5)}/${id.period.slice(0, 4)}`;
  const payments: Payment[] = [];
  for (const shard of shards) {
    for await (const page of payoutsOfShard(db, id, shard)) {
      for (const { toAccountCents, endToEndId, payeeName, sealedIban, headCustomerNumber } of page) {
        if (toAccountCents === 0) continue;
        if (
          endToEndId === undefined ||
          payeeName === undefined ||
          sealedIban === undefined ||
          headCustomerNumber === undefined
        )
          throw new Error('a payment has no account or no id');
        const iban = await openIban(headCustomerNumber, sealedIban);
        payments.push({ endToEndId, amountCents: toAccountCents, creditorName: payeeName, iban, text });
      }
    }
  }
  return payments;
}
