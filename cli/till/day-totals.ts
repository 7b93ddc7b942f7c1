import * as z from 'zod/mini';
import { receiptIdentitySchema } from '../../domain/receipt.ts';
import { CliError } from '../exit-codes.ts';
import { jsonOf } from '../json.ts';
import type { ReceiptSource } from './source.ts';

const totalledReceipt = z.object({ ...receiptIdentitySchema.shape, totalCents: z.int() });

/** The most that a day-end can list. */
const mostListed = 10_000;

export type TerminalDay = { outletId: string; terminalId: string; businessDay: string };

/**
 * A terminal's day from the receipts that were sent: others in the file are left out, and of one that stands twice the
 * first counts, as in the register.
 * @throws CliError badInput at a receipt without identity or total
 */
export async function dayTotals(source: ReceiptSource, day: TerminalDay) {
  const totals = new Map<string, number>();
  for await (const text of source()) {
    const { data } = z.safeParse(totalledReceipt, jsonOf(text));
    if (data === undefined) throw new CliError('badInput', 'A receipt of the file has no identity or no total.');
    const isOurs =
      data.outletId === day.outletId && data.terminalId === day.terminalId && data.businessDay === day.businessDay;
    if (isOurs && !totals.has(data.receiptId)) totals.set(data.receiptId, data.totalCents);
  }
  const totalCents = [...totals.values()].reduce((sum, cents) => sum + cents, 0);
  const listed = { receipts: [...totals].map(([receiptId, cents]) => ({ receiptId, totalCents: cents })) };
  return { count: totals.size, totalCents, ...(totals.size > mostListed ? {} : listed) };
}
