import { type Bases, calculateBonus, isZeroBases, type Purchase, zeroBases } from '../../domain/bonus.ts';
import type { BonusTable } from '../../domain/bonus-table.ts';
import { addMonths, type Month } from '../../domain/calendar.ts';
import {
  canSettle,
  mustRevise,
  nothingPosted,
  type PostedMonth,
  type Revision,
  revisionOf,
} from '../../domain/late-revision.ts';
import { payeeName } from '../../domain/payee-name.ts';
import { endToEndId } from '../../domain/payment-ids.ts';
import { settle } from '../../domain/settlement.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import { bonusTableIn } from '../table/directory.ts';
import { type ListedHousehold, type Payee, payeeOf } from '../table/households.ts';
import type { LateRevision, Payout, Run } from '../table/items.ts';
import { payoutsOfHousehold } from '../table/payouts.ts';
import { receiptsOfHouseholdMonth } from '../table/receipts.ts';

/** What all households of a shard have in common. */
export type ShardContext = {
  db: Register;
  run: Run;
  shard: number;
  pass: number;
  tables: readonly BonusTable[];
  posted: ReadonlyMap<Month, string>;
  settings: Settings;
  /** Local date on which benefit accounts must be valid. */
  payDay: string;
};

/**
 * What the run finds and does for one household: late months again, then the month itself, then the settlement.
 * @param previous what the run of the month before left: bases carried, money owed
 * @param marked the household's late months
 * @returns undefined if there is nothing to tell
 */
export async function householdPayout(
  context: ShardContext,
  household: ListedHousehold,
  previous: Payout | undefined,
  marked: readonly Month[],
): Promise<Payout | undefined> {
  const { run, tables } = context;
  const { late, carry } = await lateMonths(context, household, marked, previous?.carry ?? zeroBases);
  const purchases = await countedPurchases(context, household.householdId, run.period);
  const month = calculateBonus({
    month: run.period,
    memberKind: household.memberKind,
    opening: carry,
    purchases,
    table: bonusTableIn(tables, run.period),
  });
  const openingUnpaidCents = previous?.unpaidCents ?? 0;
  if (month.receiptCount === 0 && isZeroBases(month.opening) && openingUnpaidCents === 0 && late.length === 0)
    return undefined;

  const amounts = [month.amountCents, ...late.map((revision) => revision.addedAmountCents)];
  const payableCents = amounts.reduce((sum, cents) => sum + cents, openingUnpaidCents);
  const payee =
    payableCents > 0 && household.headCustomerNumber !== undefined
      ? await payeeFor(context, household.headCustomerNumber)
      : undefined;
  const settlement = settle({
    openingUnpaidCents,
    amounts,
    minimumPayoutCents: context.settings.minimumPayoutCents,
    shareMissingCents: payee?.shareMissingCents ?? 0,
    payee: payeeStanding(household, payee),
  });
  return {
    householdId: household.householdId,
    shard: context.shard,
    pass: context.pass,
    receipts: month.receiptCount,
    ...unlessEmpty('opening', month.opening),
    purchases: month.purchases,
    tableValidFrom: month.tableValidFrom,
    rateBasisPoints: month.row?.rateBasisPoints ?? 0,
    lines: month.lines,
    amountCents: month.amountCents,
    ...unlessEmpty('carry', month.carry),
    late,
    openingUnpaidCents,
    ...settlement,
    ...(household.headCustomerNumber === undefined ? {} : { headCustomerNumber: household.headCustomerNumber }),
    ...(settlement.toAccountCents > 0 && payee?.sealedIban !== undefined
      ? payment(context, household.householdId, payee.name, payee.sealedIban)
      : {}),
  };
}

function unlessEmpty<K extends string>(name: K, bases: Bases): { [key in K]?: Bases } {
  return (isZeroBases(bases) ? {} : { [name]: bases }) as { [key in K]?: Bases };
}

function payeeStanding(household: ListedHousehold, payee: Payee | undefined): Parameters<typeof settle>[0]['payee'] {
  if (household.memberKind === 'COMPANY') return 'COMPANY';
  if (payee === undefined) return 'NO_HEAD';
  if (payee.deceased) return 'DECEASED';
  return payee.sealedIban === undefined ? 'NO_ACCOUNT' : 'OK';
}

const payeeFor = (context: ShardContext, customerNumber: string): Promise<Payee | undefined> =>
  payeeOf(context.db, customerNumber, context.run.coopId, context.payDay, context.settings.shareContributionCents);

function payment(
  context: ShardContext,
  householdId: string,
  name: string,
  sealedIban: string,
): { endToEndId: string; payeeName: string; sealedIban: string } {
  const { coopId, kind, period } = context.run;
  return {
    endToEndId: endToEndId({ kind, coopId, period, payeeId: householdId, revision: 0, issue: 1 }),
    payeeName: payeeName(name, context.settings.unnamedPayee),
    sealedIban,
  };
}

/** The receipts of a month that this run counts: of households of its co-op, assigned before its cut-off. */
async function countedPurchases(context: ShardContext, householdId: string, month: Month): Promise<Purchase[]> {
  const receipts = await receiptsOfHouseholdMonth(context.db, householdId, month);
  return receipts.filter(
    (receipt) => receipt.coopId === context.run.coopId && receipt.assignedAtMs < context.run.cutOffMs,
  );
}

/**
 * Calculates a household's late months again, from the earliest mark on, and the months after it as long as the carry
 * changes.
 * @returns the revisions, and what the last of these months carries into the run's own
 */
async function lateMonths(
  context: ShardContext,
  household: ListedHousehold,
  marked: readonly Month[],
  carryOfPrevious: Bases,
): Promise<{ late: LateRevision[]; carry: Bases }> {
  const { run, posted, tables } = context;
  const firstRun = [...posted.keys()].toSorted()[0];
  const months = marked.filter((month) => canSettle(month, firstRun, run.opened.atMs)).toSorted();
  const earliest = months[0];
  if (earliest === undefined) return { late: [], carry: carryOfPrevious };

  // Revisions of a month stand in later runs only, so what was posted before the month before the earliest is of no account.
  const sinceEarliest = new Map([...posted].filter(([period]) => period >= addMonths(earliest, -1)));
  const history = await payoutsOfHousehold(
    context.db,
    { ...household, coopId: run.coopId, shard: context.shard },
    run.kind,
    sinceEarliest,
  );
  const late: LateRevision[] = [];
  let carry = postedMonth(history, addMonths(earliest, -1)).carry;
  for (let month = earliest; month < run.period; month = addMonths(month, 1)) {
    const before = postedMonth(history, month);
    if (!mustRevise(months.includes(month), before, carry)) {
      carry = before.carry;
      continue;
    }
    const purchases = await countedPurchases(context, household.householdId, month);
    const now = calculateBonus({
      month,
      memberKind: household.memberKind,
      opening: carry,
      purchases,
      table: bonusTableIn(tables, month),
    });
    const revision = revisionOf(before, now);
    if (revision !== undefined) late.push(lateRevisionItem(revision));
    carry = now.carry;
  }
  return { late, carry };
}

function lateRevisionItem({ opening, carry, ...revision }: Revision): LateRevision {
  return { ...revision, ...unlessEmpty('opening', opening), ...unlessEmpty('carry', carry) };
}

/** A month as it stands by all posted runs: the newest revision, else the month's own run, else nothing. */
export function postedMonth(history: readonly { period: Month; payout: Payout }[], month: Month): PostedMonth {
  const revisions = history.flatMap(({ payout }) => payout.late.filter((revision) => revision.month === month));
  const own = history.find(({ period }) => period === month)?.payout;
  const newest = revisions.at(-1) ?? own;
  if (newest === undefined) return nothingPosted;
  return {
    revision: revisions.at(-1)?.revision ?? 0,
    receipts: newest.receipts,
    opening: newest.opening ?? zeroBases,
    purchases: newest.purchases,
    carry: newest.carry ?? zeroBases,
    lines: newest.lines,
  };
}
