import type { Run } from '../../functions/table/items.ts';
import { type BankTruth, handOver, newBankTruth } from './bank-truth.ts';
import { checkBooks } from './books-check.ts';
import type { Item } from './conditions.ts';
import { checkFiles, type Files, newFiles } from './files-check.ts';
import { checkLedger, checkLedgerAtRest, type Fail, type LedgerSum } from './ledger-check.ts';
import { checkOther } from './other-runs-check.ts';
import { checkPayment, openMoney, type Payments } from './payments-check.ts';
import { checkMoney, checkRun, entitled, monthsBetween, newStanding, type Standing, totalOf } from './runs-check.ts';
import { checkShares, entriesFrom, newShares, type Shares } from './shares-check.ts';
import { type Sim, violate } from './sim.ts';

/** What the invariants know of what was before. */
export type Checked = {
  ledger: LedgerSum;
  files: Files;
  bank: BankTruth;
  payments: Payments;
  shares: Shares;
  standing: Standing;
  /** What was posted, which never changes. */
  posted: Set<string>;
  /** What each co-op's last run of Bonus has left unpaid, in all. */
  unpaidOfBonus: Map<string, bigint>;
  lagged: boolean;
  /** Files that the bank has just been given. */
  handedOver: string[];
};

export const newChecked = (): Checked => ({
  ledger: { lines: 0, cents: 0n },
  files: newFiles(),
  bank: newBankTruth(),
  payments: new Map(),
  shares: newShares(),
  standing: newStanding(),
  posted: new Set(),
  unpaidOfBonus: new Map(),
  lagged: false,
  handedOver: [],
});

const failing =
  (sim: Sim, after: string): Fail =>
  (invariant, what) =>
    violate(sim, invariant, `${what} (after ${after})`);

/** After every step: what has changed is held against the journal, the bank and what was before. */
export function checkAll(sim: Sim, checked: Checked, after: string): void {
  const fail = failing(sim, after);
  const { table, journal, world, nowMs } = sim;
  const lines: [string, Item | undefined][] = [];
  const customers = new Set<string>();
  const payments: Item[] = [];
  checkFiles(checked.files, world.files, fail);
  for (const key of table.changes()) {
    const [pk = '', sk = ''] = key.split('|');
    const item = table.item(pk, sk);
    if (checked.posted.has(key)) fail('I5', `${key} was posted and is another now`);
    if (pk.startsWith('R#')) lines.push([key, item]);
    else if (pk.startsWith('CUSTOMER#') && /^(SHARE|MEMBERSHIP)#/.test(sk)) customers.add(pk);
    else if (pk.startsWith('PAYMENT#') && item !== undefined) payments.push(item);
    else if (sk.startsWith('RUN#') && item?.state === (sim.mutant.handedOverIn ?? 'RELEASED'))
      release(checked, item as unknown as Run, fail);
  }
  checkLedger(journal, lines, checked.ledger, nowMs, fail);
  for (const customer of customers) checkShares(checked.shares, customer, table.partition(customer), fail);
  for (const item of payments) checkPayment(checked.payments, item, checked.bank.payments, fail);
}

/** From its release on a run's files can be fetched: the bank has them. */
function release({ bank, files, handedOver }: Checked, { coopId, kind, period, attempt }: Run, fail: Fail): void {
  const name = [coopId, kind, period, attempt].join('/');
  if (bank.runs.has(name)) return;
  bank.runs.add(name);
  for (const [file, sent] of files.sent) {
    if (!file.startsWith(`${name}/`)) continue;
    handOver(bank, sent, fail);
    handedOver.push(file);
  }
}

/** After a run is booked to its end. */
export function checkPaid(sim: Sim, checked: Checked, run: Run): void {
  const { coopId, kind, period, attempt } = run;
  const told = [coopId, kind, period, attempt].join('/');
  const fail = failing(sim, `${told} was paid`);
  checkAll(sim, checked, told);
  const payouts: Item[] = [];
  for (let shard = 0; shard < 64; shard += 1)
    payouts.push(
      ...sim.table.partition(`PAYOUT#${coopId}#${kind}#${period}#${attempt}#${String(shard).padStart(4, '0')}`),
    );
  for (const { pk, sk } of payouts) checked.posted.add(`${pk}|${sk}`);
  for (const [file, sent] of checked.files.sent)
    for (const { endToEndId } of file.startsWith(`${told}/`) ? sent : [])
      if (!checked.payments.has(endToEndId)) fail('I4', `${endToEndId} was handed over and is no payment`);
  if (kind !== 'BONUS') {
    checkOther(sim, checked, run, payouts, fail);
    return;
  }
  checkRun(run, payouts, checked.standing, { ...contextOf(sim), lagged: checked.lagged }, fail);
  checkMoney(coopId, checked.standing, filledByBonus(checked, coopId), openMoney(checked.payments, 'BONUS'), fail);
  checked.unpaidOfBonus.set(coopId, BigInt(run.totals?.unpaidCents ?? 0));
  checkBooks(coopId, sim.table.items(), sim.world.files, checked.unpaidOfBonus.get(coopId) ?? 0n, fail);
}

function filledByBonus({ shares }: Checked, coopId: string): Map<string, bigint> {
  const filled = new Map<string, bigint>();
  for (const [source, cents] of entriesFrom(shares, coopId, 'BONUS-')) {
    const household = `${coopId}|${source.split('-').at(-1)}`;
    filled.set(household, (filled.get(household) ?? 0n) + cents);
  }
  return filled;
}

const contextOf = ({ journal, cast }: Sim) => ({
  journal,
  companies: new Set(
    cast.households.filter(({ memberKind }) => memberKind === 'COMPANY').map(({ householdId }) => householdId),
  ),
  firstMonth: cast.months[0],
});

/** I11: at the end everything is where it belongs, and everyone has been given or is owed what their receipts come to. */
export function checkAtRest(sim: Sim, checked: Checked): void {
  const fail = failing(sim, 'everything has come to rest');
  const { cast, journal } = sim;
  checkLedgerAtRest(journal, cast.months[0], fail);
  const months = monthsBetween(cast.months[0], cast.quietMonths[1]);
  checkCredits(sim, checked, fail);
  for (const coopId of cast.coopIds) {
    checkBooks(coopId, sim.table.items(), sim.world.files, checked.unpaidOfBonus.get(coopId) ?? 0n, fail);
    const owed = entitled(coopId, months, contextOf(sim), ({ history }) => history.at(-1)?.place);
    const { earned } = checked.standing;
    for (const household of new Set([...owed.keys(), ...earned.keys()])) {
      if (!household.startsWith(`${coopId}|`)) continue;
      const [cents, found] = [owed.get(household) ?? 0n, totalOf(earned.get(household))];
      if (cents !== found) fail('I3', `${household} has earned ${cents}, the runs say ${found}`);
    }
    checkMoney(coopId, checked.standing, filledByBonus(checked, coopId), openMoney(checked.payments, 'BONUS'), fail);
  }
}

/** Money that came in is taken in once, however often the bank has told of it: to a share, or as a case. */
function checkCredits({ table, cast }: Sim, { bank, shares }: Checked, fail: Fail): void {
  for (const coopId of cast.coopIds) {
    const taken = [...table.items()].filter(({ pk }) => String(pk).startsWith(`BANKCREDIT#${coopId}#`));
    const sum = (items: readonly Item[]): bigint =>
      items.reduce((total, { amountCents }) => total + BigInt(Number(amountCents)), 0n);
    const came = bank.creditedCents.get(coopId) ?? 0n;
    if (sum(taken) !== came) fail('I3', `${coopId} was paid ${came} by bank and has taken in ${sum(taken)}`);
    const booked = sum(taken.filter(({ outcome }) => outcome === 'BOOKED'));
    const toShares = [...entriesFrom(shares, coopId, 'bank-')]
      .filter(([source]) => /^bank-[0-9a-f]{32}/.test(source))
      .reduce((total, [, cents]) => total + cents, 0n);
    if (booked !== toShares) fail('I3', `${coopId} has booked ${booked} by bank, its shares have ${toShares}`);
  }
}
