import type { Receipt } from '../../domain/receipt.ts';
import type { Item } from './conditions.ts';
import { helsinkiMonth } from './helsinki.ts';
import type { Entry, Journal, Place } from './journal.ts';

export type Fail = (invariant: string, what: string) => void;

/** Letters of a receipt in the table, and what stands there if the letter is absent. */
const amounts: readonly [letter: string, of: (receipt: Receipt) => number, absent: (receipt: Receipt) => number][] = [
  ['t', (receipt) => receipt.purchasedAt, () => Number.NaN],
  ['m', (receipt) => receipt.totalCents, () => Number.NaN],
  ['b', (receipt) => receipt.bonusBaseCents, (receipt) => receipt.totalCents],
  ['p', (receipt) => receipt.paymentBenefitBaseCents, () => 0],
  ['f', (receipt) => receipt.fuelCents, () => 0],
  ['v', (receipt) => receipt.fuelMillilitres, () => 0],
  ['x', (receipt) => receipt.campaignCents, () => 0],
];

/** What the ledger comes to, by a sum of the simulator's own. */
export type LedgerSum = { lines: number; cents: bigint };

/**
 * I1 and I2: what the tills sent is in the ledger once, as it was sent, and nothing else. I6: in the month of its purchase in Helsinki. I3: each is
 * whose the journal says, so that household-months and co-ops come to what the tills sent.
 * @param changed the ledger lines that were written since the last check, by their keys
 */
export function checkLedger(
  journal: Journal,
  changed: readonly (readonly [key: string, item: Item | undefined])[],
  sum: LedgerSum,
  nowMs: number,
  fail: Fail,
): void {
  for (const [key, item] of changed) {
    const entry = journal.entries.get(key);
    if (item === undefined) fail('I1', `a ledger line has gone: ${key}`);
    else if (entry === undefined) fail('I2', `a ledger line that no till has sent: ${key}`);
    else {
      if (entry.seen === undefined) sum.lines += 1;
      sum.cents += BigInt(Number(item.m)) - BigInt(Number(entry.seen?.m ?? 0));
      checkLine(journal, entry, item, { key, nowMs }, fail);
    }
  }
  let lines = 0;
  let cents = 0n;
  for (const [key, { mustBeThere, seen, receipt }] of journal.entries) {
    if (mustBeThere && seen === undefined) fail('I1', `a receipt that was worked off is not there: ${key}`);
    if (seen === undefined) continue;
    lines += 1;
    cents += BigInt(receipt.totalCents);
  }
  if (lines !== sum.lines || cents !== sum.cents)
    fail('I3', `tills sent ${lines} receipts of ${cents} cents, the ledger has ${sum.lines} of ${sum.cents}`);
}

function checkLine(
  journal: Journal,
  entry: Entry,
  item: Item,
  { key, nowMs }: { key: string; nowMs: number },
  fail: Fail,
): void {
  const { receipt } = entry;
  entry.seen = item;
  for (const [letter, of, absent] of amounts)
    if ((item[letter] ?? absent(receipt)) !== of(receipt)) fail('I2', `${key} is not as the till sent it: ${letter}`);
  const [owner = '', counted = ''] = String(item.h).split('#');
  const place: Place | undefined = owner === 'U' ? undefined : { householdId: owner, coopId: String(item.c) };
  entry.history.push({ sinceMs: Number(item.a), seenMs: nowMs, place });
  const known = journal.ownerOf(entry);
  if (place === undefined) {
    if (item.l !== `UNMATCHED#${helsinkiMonth(receipt.purchasedAt)}`) fail('I6', `${key} waits in ${item.l}`);
    if (entry.history.length > 1 || known !== undefined) fail('I3', `${key} is nobody's and should be ${known}'s`);
    return;
  }
  if (counted !== entry.month.replace('-', '')) fail('I6', `${key} counts in ${counted}, bought in ${entry.month}`);
  if (place.householdId !== known) fail('I3', `${key} is ${place.householdId}'s and should be ${known}'s`);
  else if (!journal.coopsOf(known).includes(place.coopId)) fail('I3', `${key} counts in ${place.coopId}`);
}

/**
 * At the end nothing is on its way: each receipt is whose it should be, in the co-op of that month.
 * @param firstMonth before it no run has finished what a transfer left
 */
export function checkLedgerAtRest(journal: Journal, firstMonth: string, fail: Fail): void {
  for (const [key, entry] of journal.entries) {
    const place = entry.history.at(-1)?.place;
    const owner = journal.ownerOf(entry);
    const coopId = owner === undefined ? undefined : journal.coopIn(owner, entry.month);
    const isThere = entry.seen !== undefined && place?.householdId === owner;
    if (!isThere || (entry.month >= firstMonth && place?.coopId !== coopId))
      fail('I11', `${key} is at rest with ${place?.householdId} of ${place?.coopId}, not ${owner} of ${coopId}`);
  }
}
