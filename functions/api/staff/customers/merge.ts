import { mergeCustomers, undoMerge } from '../../../../contract/customers.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { isInUse } from '../../../../domain/card.ts';
import { openTies } from '../../../../domain/customer-ties.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { linkAt } from '../../../../domain/household-link.ts';
import { answers } from '../../../runtime/serve.ts';
import { type Register, register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { type HistoryEntry, historyPage } from '../../../table/customer-history.ts';
import type { Customer } from '../../../table/customer-item.ts';
import { mergeWrites, undoWrites } from '../../../table/customer-merge.ts';
import { linksOf } from '../../../table/identifiers.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';

/** Both customers, their histories and the hashes that find them change in one transaction. */
export const mergeCustomersEndpoint = answers(mergeCustomers, async ({ body, subjects, nowMs }) => {
  const db = register();
  const { customerNumber: file, intoCustomerNumber: other } = subjects;
  liveCustomer(file);
  liveCustomer(other);
  const [duplicate, into] = [file.customer, other.customer];
  checkVersions(duplicate, into, body);
  if (duplicate.customerNumber === into.customerNumber)
    throw new DomainError('mergeIntoItself', 'Name two different customers.');
  if (duplicate.kind !== into.kind || (duplicate.values.identityCode && into.values.identityCode))
    throw new DomainError(
      'differentPeople',
      'Each has an identity code of their own, or one is a company: they are two.',
    );
  const ties = await tiesOf(db, file, nowMs);
  if (ties.length > 0) throw new DomainError('customerInUse', `The duplicate still has: ${ties.join(', ')}.`);
  const merged = await mergeWrites(duplicate, into, body.reason, nowMs);
  const dryRun = body.dryRun === true;
  await commit(db, merged.writes, { dryRun });
  return answerOf(merged, dryRun);
});

export const undoMergeEndpoint = answers(undoMerge, async ({ body, subjects, nowMs }) => {
  const db = register();
  const [duplicate, into] = [subjects.customerNumber.customer, subjects.intoCustomerNumber.customer];
  checkVersions(duplicate, into, body);
  if (duplicate.mergedInto !== into.customerNumber)
    throw new DomainError('notMerged', 'The first customer is not merged into the second.');
  const since = await historySinceMerge(db, into.customerNumber, duplicate.customerNumber);
  const undone = await undoWrites(duplicate, into, since, body.reason, nowMs);
  const dryRun = body.dryRun === true;
  await commit(db, undone.writes, { dryRun });
  return answerOf(undone, dryRun);
});

function checkVersions(duplicate: Customer, into: Customer, body: { version: number; intoVersion: number }): void {
  if (duplicate.version !== body.version || into.version !== body.intoVersion)
    throw new DomainError(stale.code, stale.detail);
}

const answerOf = ({ duplicate, into }: { duplicate: Customer; into: Customer }, dryRun: boolean) => ({
  customerNumber: duplicate.customerNumber,
  version: duplicate.version,
  intoVersion: into.version,
  dryRun,
});

/** What would be left without its person. */
async function tiesOf(db: Register, file: CustomerFile, nowMs: number) {
  const identifier = { kind: 'customerNumber', value: file.customer.customerNumber } as const;
  const links = [...(await linksOf(db, [identifier], { consistent: true })).values()][0];
  const today = localDateOf(nowMs);
  const cards = file.cards.map((card) => ({ isLive: card.status === 'ORDERED' || isInUse(card, today) }));
  return openTies({ ...file, cards, inHousehold: linkAt(links, nowMs) !== undefined }, today);
}

/** The history of the other customer, newest first, down to the newest merge with this duplicate. */
async function historySinceMerge(db: Register, into: string, duplicate: string): Promise<HistoryEntry[]> {
  const since: HistoryEntry[] = [];
  for (let before: number | undefined, more = true; more; ) {
    const page = await historyPage(db, into, before, 100);
    for (const entry of page.entries) {
      since.push(entry);
      if (entry.action === 'TOOK_OVER' && entry.other === duplicate) return since;
    }
    before = page.entries.at(-1)?.version;
    more = page.more;
  }
  throw new DomainError('notMerged', 'The history of the second customer knows no such merge.');
}
