import { generalBonusTable } from '../../domain/bonus-table.ts';
import { addMonths } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { type OracleMonth, oracleMonths } from '../fixtures/run-oracle.ts';
import type { Item } from './conditions.ts';
import { type Entry, type Journal, placeBefore } from './journal.ts';
import type { Fail } from './ledger-check.ts';

type Bases = Record<'bonusCents' | 'fuelCents' | 'fuelMillilitres' | 'campaignCents' | 'paymentBenefitCents', number>;
type Lines = Record<'bonusCents' | 'doubleExtraCents' | 'fuelBonusCents' | 'paymentBenefitCents', number>;
/** A month of a household as a run left it. */
type Calculated = {
  receipts: number;
  purchases: Bases;
  opening?: Bases;
  carry?: Bases;
  lines: Lines;
  amountCents: number;
};
type Payout = Calculated & {
  payeeId: string;
  late: (Calculated & { month: string; revision: number; addedLines: Lines; addedAmountCents: number })[];
  openingUnpaidCents: number;
  payableCents: number;
  toShareCents: number;
  toAccountCents: number;
  unpaidCents: number;
};
export type PaidRun = { coopId: string; period: string; attempt: string; cutOffMs: number; opened: { atMs: number } };

/** What all paid runs have come to so far, as the register says it. */
export type Standing = {
  /** What each household was found to have earned, by `<coop>|<household>` and month. */
  earned: Map<string, Map<string, bigint>>;
  /** What the co-op's last run has left unpaid, by `<coop>|<household>`. */
  unpaid: Map<string, bigint>;
  lastPeriod: Map<string, string>;
};
export const newStanding = (): Standing => ({ earned: new Map(), unpaid: new Map(), lastPeriod: new Map() });

export type RunContext = {
  journal: Journal;
  companies: ReadonlySet<string>;
  firstMonth: string;
  /** An index stood still while the run read: its late months may lag as well, till a later run. */
  lagged: boolean;
};

const zero: Bases = { bonusCents: 0, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 };
const names = Object.keys(zero) as (keyof Bases)[];
const plus = (a: Bases, b: Bases): Bases => Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Bases;

/** One month by the second calculation, from bases that are summed already. */
function oracleOf(isPerson: boolean, bases: Bases): OracleMonth {
  const summed = { bonusBaseCents: bases.bonusCents, paymentBenefitBaseCents: bases.paymentBenefitCents, ...bases };
  const [month] = oracleMonths(generalBonusTable, isPerson, ['one'], () => [summed as unknown as Receipt]);
  if (month === undefined) throw new Error('no month');
  return month;
}

/** I5: the same sums under the same table give the same cents, to whoever calculates. */
function checkCalculated(of: Calculated, isPerson: boolean, told: string, fail: Fail): void {
  const all = plus(of.opening ?? zero, of.purchases);
  const { bonus, double, fuel, card, amount } = oracleOf(isPerson, all);
  const { bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents } = of.lines;
  const lines = [bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents, of.amountCents].map(BigInt);
  if ([bonus, double, fuel, card, amount].some((cents, index) => cents !== lines[index]))
    fail('I5', `${told}: ${lines} instead of ${[bonus, double, fuel, card, amount]}`);
  const carries = isPerson && all.bonusCents < 0 ? all : zero;
  if (names.some((name) => (of.carry ?? zero)[name] !== carries[name])) fail('I5', `${told}: another carry`);
}

/**
 * A run whose money is decided: its lines are recalculated (I5), it goes on from the run before, it adds up, and it counts what the journal
 * says was there before its cut-off (I3).
 */
export function checkRun(
  run: PaidRun,
  items: readonly Item[],
  standing: Standing,
  context: RunContext,
  fail: Fail,
): void {
  const { coopId, period } = run;
  const seen = new Set<string>();
  const before = standing.lastPeriod.get(coopId);
  if (before !== undefined && addMonths(before, 1) !== period) fail('I4', `${coopId} paid ${period} after ${before}`);
  standing.lastPeriod.set(coopId, period);
  for (const payout of items as unknown as readonly Payout[]) {
    const household = `${coopId}|${payout.payeeId}`;
    const told = `${household} ${period}`;
    const isPerson = !context.companies.has(payout.payeeId);
    seen.add(household);
    checkCalculated(payout, isPerson, told, fail);
    const earned = standing.earned.get(household) ?? new Map<string, bigint>();
    standing.earned.set(household, earned);
    let payable = BigInt(payout.openingUnpaidCents);
    const opening = standing.unpaid.get(household) ?? 0n;
    if (payable !== opening) fail('I3', `${told} begins with ${payable}, left were ${opening}`);
    for (const late of payout.late) {
      checkCalculated(late, isPerson, `${told} revising ${late.month}`, fail);
      const added = BigInt(late.amountCents) - (earned.get(late.month) ?? 0n);
      if (added !== BigInt(late.addedAmountCents))
        fail('I5', `${told} adds ${late.addedAmountCents} for ${late.month}, not ${added}`);
      earned.set(late.month, BigInt(late.amountCents));
      payable += added;
    }
    earned.set(period, BigInt(payout.amountCents));
    payable += BigInt(payout.amountCents);
    const parts = [payout.toShareCents, payout.toAccountCents, payout.unpaidCents].map(BigInt);
    const [toShare = 0n, toAccount = 0n, unpaid = 0n] = parts;
    if (
      payable !== BigInt(payout.payableCents) ||
      toShare + toAccount + unpaid !== payable ||
      toShare < 0n ||
      toAccount < 0n
    )
      fail('I3', `${told}: ${payable} payable, ${parts} given`);
    standing.unpaid.set(household, unpaid);
  }
  for (const [household, cents] of standing.unpaid)
    if (cents !== 0n && household.startsWith(`${coopId}|`) && !seen.has(household))
      fail('I3', `${household} is owed ${cents} and not in the run of ${period}`);
  checkCounted(run, items as unknown as readonly Payout[], standing, context, fail);
}

/** Receipts that changed their place after the cut-off: the run has seen either place, or none, and a late mark stands for them. */
const wasTouched = (run: PaidRun, { history }: Entry): boolean =>
  history.some(({ seenMs }, index) => index > 0 && seenMs >= run.cutOffMs);

function checkCounted(
  run: PaidRun,
  payouts: readonly Payout[],
  standing: Standing,
  context: RunContext,
  fail: Fail,
): void {
  const { coopId, period, cutOffMs } = run;
  const { journal, firstMonth } = context;
  const entries = [...journal.entries.values()];
  if (entries.some((entry) => wasTouched(run, entry))) return;
  const counted = entries.filter((entry) => placeBefore(entry, cutOffMs)?.coopId === coopId);
  const own = counted.filter(({ month }) => month === period);
  const told = [own.length, own.reduce((sum, { receipt }) => sum + BigInt(receipt.bonusBaseCents), 0n)];
  const found = [
    payouts.reduce((sum, { receipts }) => sum + receipts, 0),
    payouts.reduce((sum, { purchases }) => sum + BigInt(purchases.bonusCents), 0n),
  ];
  if (String(told) !== String(found)) fail('I3', `${coopId} ${period} counts ${found}, the journal ${told}`);
  if (context.lagged) return;
  const months = monthsBetween(firstMonth, period);
  for (const [household, cents] of entitled(coopId, months, context, (entry) => placeBefore(entry, cutOffMs))) {
    const earned = totalOf(standing.earned.get(household));
    if (earned !== cents) fail('I3', `${household} has earned ${cents} through ${period}, the runs say ${earned}`);
  }
}

/** What the journal's receipts come to for each household of a co-op, by the second calculation. */
export function entitled(
  coopId: string,
  months: readonly string[],
  { journal, companies }: Pick<RunContext, 'journal' | 'companies'>,
  placeOf: (entry: Entry) => { householdId: string; coopId: string } | undefined,
): Map<string, bigint> {
  const byHousehold = new Map<string, Entry[]>();
  for (const entry of journal.entries.values()) {
    const place = placeOf(entry);
    if (place?.coopId !== coopId) continue;
    byHousehold.set(place.householdId, [...(byHousehold.get(place.householdId) ?? []), entry]);
  }
  return new Map(
    [...byHousehold].map(([householdId, own]) => {
      const results = oracleMonths(generalBonusTable, !companies.has(householdId), months, (month) =>
        own.filter((entry) => entry.month === month).map(({ receipt }) => receipt),
      );
      return [`${coopId}|${householdId}`, results.reduce((sum, { amount }) => sum + amount, 0n)];
    }),
  );
}

export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

export const totalOf = (months: ReadonlyMap<string, bigint> | undefined): bigint =>
  [...(months?.values() ?? [])].reduce((sum, cents) => sum + cents, 0n);

/** What was earned went to the share, was paid or is owed as a payment, or goes on to the next month: of each household, and so in all. */
export function checkMoney(
  coopId: string,
  standing: Standing,
  toShares: ReadonlyMap<string, bigint>,
  payments: ReadonlyMap<string, bigint>,
  fail: Fail,
): void {
  const households = new Set([...standing.earned.keys(), ...toShares.keys(), ...payments.keys()]);
  for (const household of households) {
    if (!household.startsWith(`${coopId}|`)) continue;
    const earned = totalOf(standing.earned.get(household));
    const parts = [toShares.get(household) ?? 0n, payments.get(household) ?? 0n, standing.unpaid.get(household) ?? 0n];
    const [toShare = 0n, paid = 0n, next = 0n] = parts;
    if (earned !== toShare + paid + next)
      fail('I3', `${household} earned ${earned}: share ${toShare}, payments ${paid}, next month ${next}`);
  }
}
