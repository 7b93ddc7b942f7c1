import type { Run } from '../../functions/table/items.ts';
import { checkBooks } from './books-check.ts';
import type { Item } from './conditions.ts';
import { checkFiles, type Files, moneySent, newFiles } from './files-check.ts';
import { checkLedger, checkLedgerAtRest, type Fail } from './ledger-check.ts';
import { checkMoney, checkRun, entitled, monthsBetween, newStanding, type Standing, totalOf } from './runs-check.ts';
import { checkShares } from './shares-check.ts';
import { type Sim, violate } from './sim.ts';

/** What the invariants know of what was before. */
export type Checked = {
  files: Files;
  standing: Standing;
  /** Runs whose money is decided, as their files are named. */
  paid: Set<string>;
  /** What was posted, which never changes. */
  posted: Map<string, Item>;
  lagged: boolean;
  payments: number;
};

export const newChecked = (): Checked => ({
  files: newFiles(),
  standing: newStanding(),
  paid: new Set(),
  posted: new Map(),
  lagged: false,
  payments: 0,
});

const failing =
  (sim: Sim, after: string): Fail =>
  (invariant, what) =>
    violate(sim, invariant, `${what} (after ${after})`);

/** After every step. */
export function checkAll(sim: Sim, checked: Checked, after: string): void {
  const fail = failing(sim, after);
  const { table, journal, world, nowMs } = sim;
  checkLedger(journal, table.items(), nowMs, fail);
  checkShares(table.items(), fail);
  checkFiles(checked.files, world.files, fail);
  moneySent(checked.files, checked.paid, fail);
  for (const [key, item] of checked.posted) {
    const [pk = '', sk = ''] = key.split('|');
    if (table.item(pk, sk) !== item) fail('I5', `${key} was posted and is another now`);
  }
}

/** After a run is booked to its end. */
export function checkPaid(sim: Sim, checked: Checked, run: Run): void {
  const fail = failing(sim, `${run.coopId} ${run.period} was paid`);
  const { table, cast } = sim;
  const { coopId, kind, period, attempt } = run;
  checkAll(sim, checked, `${coopId} ${period}`);
  const payouts: Item[] = [];
  for (let shard = 0; shard < cast.shardCount; shard += 1)
    payouts.push(...table.partition(`PAYOUT#${coopId}#${kind}#${period}#${attempt}#${String(shard).padStart(4, '0')}`));
  for (const item of payouts) checked.posted.set(`${item.pk}|${item.sk}`, item);
  checked.paid.add([coopId, kind, period, attempt].join('/'));
  checkRun(run, payouts, checked.standing, { ...contextOf(sim), lagged: checked.lagged }, fail);
  const sent = moneySent(checked.files, checked.paid, fail);
  checkBooks(coopId, table.items(), sim.world.files, BigInt(run.totals?.unpaidCents ?? 0), fail);
  checkMoney(coopId, checked.standing, checkShares(table.items(), fail), sent, fail);
  checked.payments = [...checked.files.sent]
    .filter(([name]) => checked.paid.has(name.split('/').slice(0, 4).join('/')))
    .reduce((sum, [, payments]) => sum + payments.length, 0);
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
  for (const coopId of cast.coopIds) {
    const owed = entitled(coopId, months, contextOf(sim), ({ history }) => history.at(-1)?.place);
    const { earned } = checked.standing;
    for (const household of new Set([...owed.keys(), ...earned.keys()])) {
      if (!household.startsWith(`${coopId}|`)) continue;
      const [cents, found] = [owed.get(household) ?? 0n, totalOf(earned.get(household))];
      if (cents !== found) fail('I3', `${household} has earned ${cents}, the runs say ${found}`);
    }
  }
}
