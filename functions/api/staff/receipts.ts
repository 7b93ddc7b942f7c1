import { listConflicts, listUnmatchedReceipts, moveReceipt } from '../../../contract/register.ts';
import { localTimeOf } from '../../../domain/calendar.ts';
import type { ReceiptIdentity } from '../../../domain/receipt.ts';
import { cursorOf, textOfCursor } from '../../runtime/cursor.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { batchGet } from '../../table/read.ts';
import { receiptOfItem } from '../../table/receipt-item.ts';
import { moveToHousehold } from '../../table/receipt-move.ts';
import { conflictsOfDay, findReceipt, unmatchedPage } from '../../table/receipts.ts';

const pageSize = 100;
const row = (receipt: { identity: ReceiptIdentity; purchasedAt: number; totalCents: number }) => ({
  ...receipt.identity,
  purchasedAt: localTimeOf(receipt.purchasedAt),
  totalCents: receipt.totalCents,
});

export const listUnmatchedReceiptsEndpoint = answers(listUnmatchedReceipts, async ({ query, nowMs }) => {
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor, '/query/cursor').after;
  const page = await unmatchedPage(register(), query.month, after, pageSize);
  const receipts = (await batchGet(register(), page.keys))
    .map((item) => receiptOfItem(item, nowMs))
    .filter((receipt) => receipt !== undefined);
  return {
    receipts: receipts.map(row),
    ...(page.last === undefined ? {} : { cursor: textOfCursor({ after: page.last }) }),
  };
});

export const listConflictsEndpoint = answers(listConflicts, async ({ query, nowMs }) => {
  const db = register();
  const conflicts = await conflictsOfDay(db, query, nowMs);
  return {
    conflicts: await Promise.all(
      conflicts.map(async (conflict) => ({
        ...row(conflict),
        recordedTotalCents: (await findReceipt(db, conflict.identity, nowMs))?.totalCents ?? null,
        receivedAt: localTimeOf(conflict.receivedAtMs),
      })),
    ),
  };
});

export const moveReceiptEndpoint = answers(moveReceipt, async ({ body, requestId, nowMs, seen }) => {
  const moved = await moveToHousehold(register(), body.receipt, body.toHouseholdId, {
    nowMs,
    newToken: () => requestId,
    beforeChange: ({ householdId, coopId }) => seen({ kind: 'HOUSEHOLD', id: householdId, coopIds: [coopId] }),
  });
  // A receipt that waited for its card, or is there already, has no other household to tell.
  await seen();
  return moved;
});
