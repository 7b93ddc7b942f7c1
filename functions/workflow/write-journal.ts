import { localDateOf } from '../../domain/calendar.ts';
import type { ChartOfAccounts } from '../../domain/chart-of-accounts.ts';
import {
  assertBalanced,
  type CentsByKind,
  creditOf,
  type JournalLine,
  journalOfCorrection,
  journalOfRun,
  liabilityOf,
  sidesOf,
  voucherOfRun,
} from '../../domain/journal.ts';
import { journalCsv } from '../../domain/journal-csv.ts';
import type { OwedKind } from '../../domain/payment-ids.ts';
import type { RunTotals } from '../../domain/run-totals.ts';
import { putOnce, sha256Of } from '../runtime/payment-bucket.ts';
import type { Register } from '../table/client.ts';
import { heldPayments } from '../table/held-payments.ts';
import type { JournalFile, Run } from '../table/items.ts';
import { payoutsOfShard, shardResults } from '../table/payouts.ts';
import { runIdOf } from '../table/runs.ts';

/**
 * Writes the journal of a released run beside its payment files, once. Its lines, voucher and date come from the run as it is stored,
 * so written again it is the same bytes; another one under its name is refused, for a voucher is never replaced (kirjanpitolaki 2:7).
 * @throws Error if the books would not say what the run says is owed
 */
export async function writeJournal(db: Register, run: Run, chart: ChartOfAccounts): Promise<JournalFile> {
  const { coopId, kind, period, attempt, released, totals, held, files } = run;
  if (released === undefined || totals === undefined || held === undefined || files === undefined)
    throw new Error('a journal is written only of a released run');
  const sentCents = files.reduce((sum, file) => sum + file.sumCents, 0);
  const posted = { coopId, period, attempt, on: localDateOf(released.atMs) };
  const lines =
    kind === 'CORRECTION'
      ? journalOfCorrection({ ...posted, kind }, await sentByKind(db, run, sentCents), chart)
      : liabilityChecked(
          kind,
          totals,
          held.sumCents,
          chart,
          journalOfRun({ ...posted, kind }, { ...totals, sentCents }, chart),
        );
  assertBalanced(lines);
  const text = journalCsv(lines);
  const key = `${coopId}/${kind}/${period}/${attempt}/JOURNAL-${voucherOfRun(run)}.csv`;
  await putOnce(key, text, 'csv');
  return { key, lines: lines.length, sumCents: sidesOf(lines).debitCents, sha256: sha256Of(text) };
}

/** What the liability has changed by must be what the run leaves unpaid and holds back, less what it began with. */
function liabilityChecked(
  kind: OwedKind,
  totals: RunTotals,
  heldCents: number,
  chart: ChartOfAccounts,
  lines: JournalLine[],
): JournalLine[] {
  const owedCents = totals.unpaidCents + heldCents;
  if (totals.openingUnpaidCents + creditOf(lines, chart, liabilityOf[kind]) !== owedCents)
    throw new Error('the liability in the journal is not what the run leaves unpaid and holds back');
  return lines;
}

/** What a correction sends, by the kind of the money: its payments less those that were held back. */
async function sentByKind(db: Register, run: Run, sentCents: number): Promise<CentsByKind> {
  const held = await heldPayments(db, runIdOf(run));
  const sent: CentsByKind = {};
  for (const { shard } of await shardResults(db, runIdOf(run))) {
    for await (const page of payoutsOfShard(db, runIdOf(run), shard)) {
      for (const payout of page) {
        if (payout.kind !== 'CORRECTION') throw new Error('a correction holds a result of another kind');
        if (held.has(payout.payeeId)) continue;
        sent[payout.owed.kind] = (sent[payout.owed.kind] ?? 0) + payout.toAccountCents;
      }
    }
  }
  if (Object.values(sent).reduce((sum, cents) => sum + cents, 0) !== sentCents)
    throw new Error('the payments of the correction are not the sum of its files');
  return sent;
}
