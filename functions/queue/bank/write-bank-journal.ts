import { localDateOf } from '../../../domain/calendar.ts';
import type { ChartOfAccounts } from '../../../domain/chart-of-accounts.ts';
import { type CentsByKind, journalOfReturns, journalOfSharePayments, sidesOf } from '../../../domain/journal.ts';
import { journalCsv } from '../../../domain/journal-csv.ts';
import { cameBackCents } from '../../../domain/payment-journal.ts';
import { putOnce, sha256Of } from '../../runtime/payment-bucket.ts';
import type { StoredBankFile } from '../../table/bank-items.ts';
import type { Register } from '../../table/client.ts';
import type { JournalFile } from '../../table/items.ts';
import { paymentsOf } from '../../table/payments.ts';

/** What a file of the bank has moved, gathered as it is taken in: payments that came back, and money that went to shares. */
export type Movements = {
  /** EndToEndIds of payments that the file says were rejected or returned. */
  cameBack: Set<string>;
  /** Cents by the id of the credit, so that one that a file tells twice counts once. */
  toShares: Map<string, number>;
};

export const noMovements = (): Movements => ({ cameBack: new Set(), toShares: new Map() });

/**
 * Writes the voucher of a file of the bank, once: payments that came back are owed again, and contributions that came in are share
 * capital. It follows from what is stored of payments and credits, and its date is that of the file's arrival, so written again it is the same
 * bytes. A file that moves nothing has none.
 */
export async function writeBankJournal(
  db: Register,
  file: Pick<StoredBankFile, 'coopId' | 'fileId' | 'receivedAtMs'>,
  { cameBack, toShares }: Movements,
  chart: ChartOfAccounts,
): Promise<JournalFile | undefined> {
  const { coopId, fileId, receivedAtMs } = file;
  const voucher = `BANK-${coopId}-${fileId.slice(0, 16)}`;
  const head = { voucher, on: localDateOf(receivedAtMs), text: `Pankin aineisto ${fileId.slice(0, 16)}` };
  const lines = [
    ...journalOfReturns(head, await cameBackByKind(db, cameBack, fileId), chart),
    ...journalOfSharePayments(
      head,
      [...toShares.values()].reduce((sum, cents) => sum + cents, 0),
      chart,
    ),
  ];
  if (lines.length === 0) return undefined;
  const text = journalCsv(lines);
  const key = `${coopId}/BANK/JOURNAL-${voucher}.csv`;
  await putOnce(key, text, 'csv');
  return { key, lines: lines.length, sumCents: sidesOf(lines).debitCents, sha256: sha256Of(text) };
}

async function cameBackByKind(db: Register, ids: ReadonlySet<string>, fileId: string): Promise<CentsByKind> {
  const sums: CentsByKind = {};
  for (const payment of await paymentsOf(db, [...ids]))
    sums[payment.kind] = (sums[payment.kind] ?? 0) + cameBackCents(payment, fileId);
  return sums;
}
