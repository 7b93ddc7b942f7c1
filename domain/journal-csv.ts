import { semicolonLine } from './csv.ts';
import type { JournalLine } from './journal.ts';
import { formatEuros } from './money.ts';

const head = ['tosite', 'päivä', 'tili', 'tilin nimi', 'debet', 'kredit', 'selite'] as const;

/** So that spreadsheets read the letters ä and ö as such. */
const byteOrderMark = '\uFEFF';

/**
 * A journal as a file for the books, in the form that Finnish accounting programs and spreadsheets read: UTF-8 with its mark, semicolons,
 * decimal commas, ISO dates; a side without an amount is empty. It holds sums and accounts, nobody's data.
 */
export function journalCsv(lines: readonly JournalLine[]): string {
  const rows = lines.map(({ voucher, on, account, accountName, debitCents, creditCents, text }) =>
    semicolonLine([voucher, on, account, accountName, euros(debitCents), euros(creditCents), text]),
  );
  return `${byteOrderMark}${semicolonLine(head)}${rows.join('')}`;
}

const euros = (cents: number): string => (cents === 0 ? '' : formatEuros(cents).replace('.', ','));
