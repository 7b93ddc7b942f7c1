import { postDayEnds } from '../../../contract/receipts.ts';
import { addDays } from '../../../domain/calendar.ts';
import { receiptsAreQueued } from '../../runtime/receipt-queue-depth.ts';
import { answers } from '../../runtime/serve.ts';
import { type Register, register } from '../../table/client.ts';
import type { RecordedReceipt } from '../../table/receipt-item.ts';
import { conflictsOfDay, receiptsOfDay } from '../../table/receipts.ts';
import { compareDay } from './compare-day.ts';
import { ownOutlet } from './outlets.ts';

/** A terminal's day against the register's, by strongly consistent reads; the neighbouring days for receipts that stand twice. */
export const postDayEndsEndpoint = answers(postDayEnds, async ({ body, caller, nowMs }) => {
  await ownOutlet(body.outletId, caller.retailerId, nowMs);
  const db = register();
  // The queue is asked first: what leaves it after this is read below, so nothing is called missing that was on its way.
  const queued = await receiptsAreQueued();
  const [recorded, before, after, conflicts] = await Promise.all([
    terminalDay(db, body, body.businessDay, nowMs),
    terminalDay(db, body, addDays(body.businessDay, -1), nowMs),
    terminalDay(db, body, addDays(body.businessDay, 1), nowMs),
    conflictsOfDay(db, body, nowMs),
  ]);
  const ids = new Set(recorded.map((receipt) => receipt.identity.receiptId));
  const alsoOnNeighbouringDay = [...before, ...after]
    .filter((receipt) => ids.has(receipt.identity.receiptId))
    .map(({ identity }) => ({ receiptId: identity.receiptId, businessDay: identity.businessDay }));
  return { ...compareDay(body, recorded, conflicts.length, queued), alsoOnNeighbouringDay };
});

async function terminalDay(
  db: Register,
  terminal: { outletId: string; terminalId: string },
  businessDay: string,
  nowMs: number,
): Promise<RecordedReceipt[]> {
  const receipts: RecordedReceipt[] = [];
  for await (const page of receiptsOfDay(
    db,
    { outletId: terminal.outletId, terminalId: terminal.terminalId, businessDay },
    nowMs,
  ))
    receipts.push(...page);
  return receipts;
}
