import { type Bases, calculateBonus, isZeroBases, zeroBases } from '../../domain/bonus.ts';
import { addMonths, type Month, monthOf } from '../../domain/calendar.ts';
import {
  canSettle,
  type MonthNow,
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
import type { ListedHousehold } from '../table/households.ts';
import type { Run, StoredBonusTable } from '../table/items.ts';
import type { OwnOutletSum } from '../table/own-outlets.ts';
import { type Payee, payeeOf } from '../table/payees.ts';
import type { BonusPayout, LateRevision, Payout } from '../table/payout-item.ts';
import { payoutsOfHousehold } from '../table/payouts.ts';
import type { IndexedReceipt } from '../table/receipt-item.ts';
import { receiptsOfHouseholdMonth } from '../table/receipts.ts';

/** What all households of a shard have in common. */
export type MonthContext = {
  db: Register;
  run: Run;
  shard: number;
  pass: number;
  tables: readonly StoredBonusTable[];
  ownOutletSum: OwnOutletSum;
  posted: ReadonlyMap<Month, string>;
  settings: Settings;
  /** Barred Bonus that was written off since the month before, by household. */
  writtenOff: ReadonlyMap<string, number>;
  /** Local date on which benefit accounts must be valid. */
  payDay: string;
};

export type BonusPayouts = ReadonlyMap<string, BonusPayout>;

/** A payout of a Bonus run. */
export function onlyBonus(payout: Payout): BonusPayout {
  if (payout.kind !== 'BONUS') throw new Error('a payout of another kind stands under a Bonus run');
  return payout;
}

/**
 * What the run finds and does for one household: late months again, then the month itself, then the settlement.
 * @param previous what the run of the month before left: bases carried, money owed
 * @param marked the household's late months
 * @returns undefined if there is nothing to tell
 */
export async function householdPayout(
  context: MonthContext,
  household: ListedHousehold,
  previous: BonusPayout | undefined,
  marked: readonly Month[],
): Promise<BonusPayout | undefined> {
  const { run } = context;
  const { late, carry } = await lateMonths(context, household, marked, previous?.carry ?? zeroBases);
  const month = await monthNow(context, household, run.period, carry);
  const openingUnpaidCents = (previous?.unpaidCents ?? 0) - (context.writtenOff.get(household.householdId) ?? 0);
  if (month.receiptCount === 0 && isZeroBases(month.opening) && openingUnpaidCents === 0 && late.length === 0)
    return undefined;

  const amounts = [month.amountCents, ...late.map((revision) => revision.addedAmountCents)];
  const payableCents = amounts.reduce((sum, cents) => sum + cents, openingUnpaidCents);
  const payee =
    payableCents > 0 && household.headCustomerNumber !== undefined
      ? await payeeOf(context.db, household.headCustomerNumber, run.coopId, context.payDay, context.settings)
      : undefined;
  const settlement = settle({
    openingUnpaidCents,
    amounts,
    minimumPayoutCents: context.settings.minimumPayoutCents,
    shareMissingCents: payee?.shareMissingCents ?? 0,
    payee: payeeStanding(household, payee),
  });
  return {
    kind: 'BONUS',
    payeeId: household.householdId,
    shard: context.shard,
    pass: context.pass,
    baseCents: month.purchases.bonusCents,
    withheldCents: 0,
    receipts: month.receiptCount,
    ...unlessEmpty('opening', month.opening),
    purchases: month.purchases,
    ...unlessUsual(month),
    tableValidFrom: month.tableValidFrom,
    rateBasisPoints: month.row?.rateBasisPoints ?? 0,
    lines: month.lines,
    amountCents: month.amountCents,
    ...unlessEmpty('carry', month.carry),
    late,
    openingUnpaidCents,
    ...settlement,
    ...(household.headCustomerNumber === undefined ? {} : { customerNumber: household.headCustomerNumber }),
    ...(settlement.toAccountCents > 0 && payee?.sealedIban !== undefined
      ? payment(context, household.householdId, payee.name, payee.sealedIban)
      : {}),
    ...(previous === undefined ? {} : { beforeCents: previous.amountCents }),
  };
}

function unlessEmpty<K extends string>(name: K, bases: Bases): { [key in K]?: Bases } {
  return (isZeroBases(bases) ? {} : { [name]: bases }) as { [key in K]?: Bases };
}

function payeeStanding(household: ListedHousehold, payee: Payee | undefined): Parameters<typeof settle>[0]['payee'] {
  if (household.memberKind === 'COMPANY') return 'COMPANY';
  if (payee === undefined) return 'NO_HEAD';
  return household.isDissolved ? 'HOUSEHOLD_ENDED' : payee.standing;
}

function payment(
  context: MonthContext,
  householdId: string,
  name: string,
  sealedIban: string,
): { endToEndId: string; payeeName: string; sealedIban: string } {
  const { coopId, period } = context.run;
  return {
    endToEndId: endToEndId({ kind: 'BONUS', coopId, period, payeeId: householdId, revision: 0, issue: 1 }),
    payeeName: payeeName(name, context.settings.unnamedPayee),
    sealedIban,
  };
}

/** A household's month from what this run counts of it, under the table that is valid in it. */
async function monthNow(
  context: MonthContext,
  household: ListedHousehold,
  month: Month,
  opening: Bases,
): Promise<MonthNow> {
  const purchases = await countedPurchases(context, household.householdId, month);
  const table = bonusTableIn(context.tables, month);
  return {
    ...calculateBonus({ month, memberKind: household.memberKind, opening, purchases, table }),
    ownOutletCents: await context.ownOutletSum(purchases),
    tableVersion: table.version ?? 1,
  };
}

/**
 * The receipts of a month that this run counts: of households of its co-op, assigned before its cut-off. In its own month, which both roads
 * add up, without the returns of later months that lower it: they are the next run's revision.
 */
async function countedPurchases(context: MonthContext, householdId: string, month: Month): Promise<IndexedReceipt[]> {
  const { coopId, cutOffMs, period } = context.run;
  const receipts = await receiptsOfHouseholdMonth(context.db, householdId, month);
  return receipts
    .filter((receipt) => receipt.coopId === coopId && receipt.assignedAtMs < cutOffMs)
    .filter(({ purchasedAt }) => month !== period || monthOf(purchasedAt) === month);
}

/**
 * Calculates a household's late months again, from the earliest mark on, and the months after it as long as the carry
 * changes.
 * @returns the revisions, and what the last of these months carries into the run's own
 */
async function lateMonths(
  context: MonthContext,
  household: ListedHousehold,
  marked: readonly Month[],
  carryOfPrevious: Bases,
): Promise<{ late: LateRevision[]; carry: Bases }> {
  const { run, posted } = context;
  const firstRun = [...posted.keys()].toSorted()[0];
  const months = marked.filter((month) => canSettle(month, firstRun, run.opened.atMs)).toSorted();
  const earliest = months[0];
  if (earliest === undefined) return { late: [], carry: carryOfPrevious };

  // Revisions of a month stand in later runs only, so what was posted before the month before the earliest is of no account.
  const sinceEarliest = new Map([...posted].filter(([period]) => period >= addMonths(earliest, -1)));
  const history = await payoutsOfHousehold(
    context.db,
    { ...household, coopId: run.coopId, shard: context.shard },
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
    const now = await monthNow(context, household, month, carry);
    const revision = revisionOf(before, now);
    if (revision !== undefined) late.push(lateRevisionItem(revision));
    carry = now.carry;
  }
  return { late, carry };
}

function lateRevisionItem({ opening, carry, ownOutletCents, tableVersion, ...revision }: Revision): LateRevision {
  return {
    ...revision,
    ...unlessUsual({ ownOutletCents, tableVersion }),
    ...unlessEmpty('opening', opening),
    ...unlessEmpty('carry', carry),
  };
}

/** Absent, nothing was bought at own outlets, and the table is the first of its month. */
function unlessUsual({ ownOutletCents, tableVersion }: Pick<MonthNow, 'ownOutletCents' | 'tableVersion'>) {
  return { ...(ownOutletCents === 0 ? {} : { ownOutletCents }), ...(tableVersion === 1 ? {} : { tableVersion }) };
}

/** A month as it stands by all posted runs: the newest revision, else the month's own run, else nothing. */
export function postedMonth(history: readonly { period: Month; payout: BonusPayout }[], month: Month): PostedMonth {
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
    ownOutletCents: newest.ownOutletCents ?? 0,
  };
}
