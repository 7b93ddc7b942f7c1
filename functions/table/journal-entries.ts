import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { LocalDate, Month } from '../../domain/calendar.ts';
import { assertBalanced, type JournalLine } from '../../domain/journal.ts';
import type { Register } from './client.ts';
import { journalEntryKey } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';
import { putNew, stale, type Write } from './transaction.ts';

const cents = z.int().check(z.nonnegative());
/** A voucher of what a person has decided about one payment: it names nobody. */
const journalEntryItem = z.strictObject({
  lines: z.array(
    z.strictObject({
      on: z.iso.date(),
      account: z.string(),
      accountName: z.string(),
      debitCents: cents,
      creditCents: cents,
      text: z.string(),
      voucher: z.string(),
    }),
  ),
});

/** A voucher's number, from a payment and the version that the decision makes: always the same, and nobody's data. */
export function voucherOfPayment(
  kind: 'LAPSE' | 'RESOLUTION' | 'SETTLEMENT',
  { coopId, endToEndId, version }: { coopId: string; endToEndId: string; version: number },
): string {
  const hash = createHash('sha256').update(`${endToEndId}/${version}`).digest('hex').slice(0, 16);
  return `${kind}-${coopId}-${hash}`;
}

/** A voucher's number, from what an entry of a share comes from: always the same, and nobody's data. */
export function voucherOfShareRest(coopId: string, sourceId: string): string {
  return `SHAREREST-${coopId}-${createHash('sha256').update(sourceId).digest('hex').slice(0, 16)}`;
}

/** The voucher as a write of the transaction that it is about, so that the books never lack what was decided. None if nothing moves. */
export function journalEntryWrites(coopId: string, on: LocalDate, voucher: string, lines: JournalLine[]): Write[] {
  if (lines.length === 0) return [];
  assertBalanced(lines);
  return [putNew(journalEntryKey(coopId, on.slice(0, 7), voucher), z.parse(journalEntryItem, { lines }), stale)];
}

/** The lines of a month's vouchers, by day and voucher. */
export async function journalEntries(db: Register, coopId: string, month: Month): Promise<JournalLine[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': journalEntryKey(coopId, month, '-').pk },
    ConsistentRead: true,
  });
  const place = ({ on, voucher }: JournalLine): string => `${on} ${voucher}`;
  return items
    .flatMap((item) => z.parse(journalEntryItem, withoutKeys(item)).lines)
    .toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
