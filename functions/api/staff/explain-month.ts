import type { ResultOf } from '../../../contract/endpoint.ts';
import { explainMonth } from '../../../contract/register.ts';
import { addBases, calculateBonus, type MonthBonus, zeroBases } from '../../../domain/bonus.ts';
import { rowFor } from '../../../domain/bonus-table.ts';
import {
  addMonths,
  localDateOf,
  localTimeOf,
  type Month,
  monthOf,
  receiptExpirySeconds,
} from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { type PostedMonth, sameBases } from '../../../domain/late-revision.ts';
import { answers } from '../../runtime/serve.ts';
import { type Register, register } from '../../table/client.ts';
import { bonusTableIn, bonusTablesOf } from '../../table/directory.ts';
import { balanceIn, newestOf, writtenOffSince } from '../../table/household-balance.ts';
import { placementIn } from '../../table/household-file.ts';
import type { Household, StoredBonusTable } from '../../table/items.ts';
import { identityOfKey } from '../../table/keys.ts';
import { ownOutletSum } from '../../table/own-outlets.ts';
import { issuesOf } from '../../table/payments.ts';
import type { BonusPayout } from '../../table/payout-item.ts';
import { payoutsOfHousehold } from '../../table/payouts.ts';
import type { IndexedReceipt } from '../../table/receipt-item.ts';
import { receiptsOfHouseholdMonth } from '../../table/receipts.ts';
import { postedAttempts, runOf } from '../../table/runs.ts';
import { bonusTableVersion } from '../../table/table-proposals.ts';
import { postedMonth } from '../../workflow/household-month.ts';
import { type RevisionView, revisionsOf } from './explain-revisions.ts';

type Explanation = ResultOf<typeof explainMonth>;
type Posted = { period: Month; attempt: string; payout: BonusPayout };

/** Why this amount: as posted once a run is released, before that as a preview of what the receipts make now. */
export const explainMonthEndpoint = answers(explainMonth, async ({ body, subjects, caller, nowMs }) => {
  const db = register();
  const file = subjects.householdId;
  // R34: a month is explained as of the co-op in which it counts, by whose runs it was paid.
  const household: Household = { ...file.household, ...placementIn(file, body.month) };
  if (![household.coopId, file.household.coopId].some((coopId) => caller.coopIds.includes(coopId)))
    throw new DomainError('unknownHousehold', 'The household has nothing in this month.');

  const [tables, attempts, indexed] = await Promise.all([
    bonusTablesOf(db, household.coopId),
    postedAttempts(db, household.coopId, 'BONUS'),
    receiptsOfHouseholdMonth(db, household.householdId, body.month),
  ]);
  const receipts = indexed.filter((receipt) => receiptExpirySeconds(localDateOf(receipt.purchasedAt)) * 1000 > nowMs);
  const newest = newestOf(attempts);
  const [history, writtenOff] = await Promise.all([
    payoutsOfHousehold(db, household, attempts),
    writtenOffSince(db, household, newest),
  ]);
  const figures = attempts.has(body.month)
    ? await postedFigures(db, household, body.month, tables, history, attempts, receipts)
    : await previewFigures(db, household, body.month, tables, history, receipts);
  if (figures.standing === 'preview' && receipts.length === 0)
    throw new DomainError('unknownHousehold', 'The household has nothing in this month.');
  return {
    householdId: household.householdId,
    month: body.month,
    coopId: household.coopId,
    ...figures,
    balance: balanceIn(household.coopId, newest, history, writtenOff) ?? null,
  };
});

type Figures = Omit<Explanation, 'householdId' | 'month' | 'coopId' | 'balance'>;

/** A return of a later month that lowers this one counts when the month is calculated again, not in its own run. */
const isOfMonth = (month: Month) => (receipt: IndexedReceipt) => monthOf(receipt.purchasedAt) === month;

async function previewFigures(
  db: Register,
  household: Household,
  month: Month,
  tables: readonly StoredBonusTable[],
  history: readonly Posted[],
  receipts: readonly IndexedReceipt[],
): Promise<Figures> {
  const opening = postedMonth(history, addMonths(month, -1)).carry;
  const purchases = receipts.filter(isOfMonth(month));
  const table = bonusTableIn(tables, month);
  const bonus: MonthBonus = calculateBonus({ month, memberKind: household.memberKind, opening, purchases, table });
  return {
    receipts: receipts.map((receipt) => receiptRow(receipt, purchases.includes(receipt))),
    opening,
    purchases: bonus.purchases,
    total: bonus.total,
    ownOutletCents: await ownOutletSum(db, household.coopId)(purchases),
    tableValidFrom: bonus.tableValidFrom,
    tableVersion: table.version ?? 1,
    paymentBenefitBasisPoints: table.paymentBenefitBasisPoints,
    row: bonus.row,
    lines: bonus.lines,
    amountCents: bonus.amountCents,
    carry: bonus.carry,
    standing: 'preview',
    revisions: [],
    payout: null,
  };
}

async function postedFigures(
  db: Register,
  household: Household,
  month: Month,
  tables: readonly StoredBonusTable[],
  history: readonly Posted[],
  attempts: ReadonlyMap<Month, string>,
  receipts: readonly IndexedReceipt[],
): Promise<Figures> {
  const posted = postedMonth(history, month);
  const total = addBases(posted.opening, posted.purchases);
  const own = history.find(({ period }) => period === month);
  const revisions = revisionsOf(history, month);
  const newest = revisions.at(-1);
  const counted = await countedReceipts(db, household, attempts, newest?.period ?? month, receipts, posted, month);
  const table = await tableBehind(db, household.coopId, tables, newest, month);
  return {
    receipts: receipts.map((receipt) => receiptRow(receipt, counted.has(receipt))),
    opening: posted.opening,
    purchases: posted.purchases,
    total,
    ownOutletCents: posted.ownOutletCents,
    tableValidFrom: table.validFrom,
    tableVersion: table.version ?? 1,
    paymentBenefitBasisPoints: table.paymentBenefitBasisPoints,
    row: household.memberKind === 'PERSON' ? (rowFor(table, total.bonusCents) ?? null) : null,
    lines: posted.lines,
    amountCents: Object.values(posted.lines).reduce((sum, cents) => sum + cents, 0),
    carry: posted.carry,
    standing: 'posted',
    revisions,
    payout: own === undefined ? null : await payoutView(db, own),
  };
}

/** The version of the table by which the posted figures were calculated, also if it was replaced since. */
async function tableBehind(
  db: Register,
  coopId: string,
  tables: readonly StoredBonusTable[],
  newest: RevisionView | undefined,
  month: Month,
): Promise<StoredBonusTable> {
  const wanted = newest && { validFrom: newest.tableValidFrom, version: newest.tableVersion };
  const there = wanted && (await bonusTableVersion(db, coopId, tables, wanted));
  return there ?? bonusTableIn(tables, month);
}

/**
 * The receipts that stand behind the posted sums: those before the cut-off of the newest run with which they add up. A run that looked
 * at the month again and found it as posted has left no revision, though a receipt may have gone and come back before it; so
 * the run of the newest revision is only the last that is tried.
 */
async function countedReceipts(
  db: Register,
  household: Household,
  attempts: ReadonlyMap<Month, string>,
  decisive: Month,
  receipts: readonly IndexedReceipt[],
  posted: Pick<PostedMonth, 'receipts' | 'purchases'>,
  month: Month,
): Promise<ReadonlySet<IndexedReceipt>> {
  const own = receipts.filter((receipt) => receipt.coopId === household.coopId);
  const runs = [...attempts].filter(([period]) => period >= decisive).toSorted(([a], [b]) => (a < b ? 1 : -1));
  let counted: IndexedReceipt[] = [];
  for (const [period, attempt] of runs) {
    const { cutOffMs } = await runOf(db, { coopId: household.coopId, kind: 'BONUS', period, attempt });
    const before = own.filter((receipt) => receipt.assignedAtMs < cutOffMs);
    counted = period === month ? before.filter(isOfMonth(month)) : before;
    const purchases = counted.reduce((sum, receipt) => addBases(sum, receipt.bases), zeroBases);
    if (counted.length === posted.receipts && sameBases(purchases, posted.purchases)) break;
  }
  return new Set(counted);
}

async function payoutView(
  db: Register,
  { period, attempt, payout }: Posted,
): Promise<NonNullable<Explanation['payout']>> {
  const issues = payout.endToEndId === undefined ? [] : await issuesOf(db, payout.endToEndId);
  return {
    period,
    attempt,
    openingUnpaidCents: payout.openingUnpaidCents,
    lateAmountCents: payout.late.reduce((sum, revision) => sum + revision.addedAmountCents, 0),
    payableCents: payout.payableCents,
    toShareCents: payout.toShareCents,
    toAccountCents: payout.toAccountCents,
    unpaidCents: payout.unpaidCents,
    outcome: payout.outcome,
    reason: payout.reason,
    endToEndId: payout.endToEndId ?? null,
    payments: issues.map(({ endToEndId, state, amountCents, dueOn }) => ({ endToEndId, state, amountCents, dueOn })),
  };
}

function receiptRow(receipt: IndexedReceipt, counted: boolean): Explanation['receipts'][number] {
  return {
    ...identityOfKey(receipt.key),
    purchasedAt: localTimeOf(receipt.purchasedAt),
    bases: receipt.bases,
    counted,
  };
}
