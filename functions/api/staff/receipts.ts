import { listConflicts, listUnmatchedReceipts, moveReceipt } from '../../../contract/register.ts';
import { localTimeOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { ReceiptIdentity } from '../../../domain/receipt.ts';
import { requireCoop } from '../../runtime/caller.ts';
import { cursorOf, textOfCursor } from '../../runtime/cursor.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { findOutlet } from '../../table/directory.ts';
import { batchGet } from '../../table/read.ts';
import { receiptOfItem } from '../../table/receipt-item.ts';
import { moveToHousehold } from '../../table/receipt-move.ts';
import { conflictsOfDay, findReceipt, unmatchedPage } from '../../table/receipts.ts';
import { logged } from './logged.ts';

const pageSize = 100;
const row = (receipt: { identity: ReceiptIdentity; purchasedAt: number; totalCents: number }) => ({
  ...receipt.identity,
  purchasedAt: localTimeOf(receipt.purchasedAt),
  totalCents: receipt.totalCents,
});

export const listUnmatchedReceiptsEndpoint = answers(listUnmatchedReceipts, async ({ query, ...looking }) => {
  await logged(looking, listUnmatchedReceipts, {
    purpose: 'correction',
    action: 'READ',
    subject: { kind: 'LISTING', id: `unmatched/${query.month}` },
    fieldGroups: ['purchases'],
  });
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor).after;
  const page = await unmatchedPage(register(), query.month, after, pageSize);
  const receipts = (await batchGet(register(), page.keys))
    .map((item) => receiptOfItem(item, looking.nowMs))
    .filter((receipt) => receipt !== undefined);
  return {
    receipts: receipts.map(row),
    ...(page.last === undefined ? {} : { cursor: textOfCursor({ after: page.last }) }),
  };
});

export const listConflictsEndpoint = answers(listConflicts, async ({ query, ...looking }) => {
  const db = register();
  const outlet = await findOutlet(db, query.outletId);
  if (outlet === undefined) throw new DomainError('unknownOutlet', 'The register has no such outlet.');
  if (outlet.coopId !== undefined) requireCoop(looking.caller, outlet.coopId);
  await logged(looking, listConflicts, {
    purpose: 'correction',
    action: 'READ',
    subject: { kind: 'LISTING', id: `conflicts/${query.outletId}/${query.businessDay}` },
    fieldGroups: ['purchases'],
  });
  const conflicts = await conflictsOfDay(db, query, looking.nowMs);
  return {
    conflicts: await Promise.all(
      conflicts.map(async (conflict) => ({
        ...row(conflict),
        recordedTotalCents: (await findReceipt(db, conflict.identity, looking.nowMs))?.totalCents ?? null,
        receivedAt: localTimeOf(conflict.receivedAtMs),
      })),
    ),
  };
});

export const moveReceiptEndpoint = answers(moveReceipt, async ({ body, ...looking }) =>
  moveToHousehold(register(), body.receipt, body.toHouseholdId, {
    nowMs: looking.nowMs,
    newToken: () => looking.requestId,
    mayTouch: (coopId) => requireCoop(looking.caller, coopId),
    beforeChange: (householdId) =>
      logged(looking, moveReceipt, {
        purpose: 'correction',
        action: 'CHANGE',
        subject: { kind: 'HOUSEHOLD', id: householdId },
        fieldGroups: ['purchases'],
        reason: body.reason,
      }),
  }),
);
