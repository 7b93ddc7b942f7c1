import type { Run } from '../../functions/table/items.ts';
import { openingOf } from '../fixtures/run-scene.ts';
import type { Item } from './conditions.ts';
import type { Fail } from './ledger-check.ts';
import { openMoney, type Payments } from './payments-check.ts';
import { entriesFrom, type Shares } from './shares-check.ts';
import type { Sim } from './sim.ts';
import { checkInterest, checkSurplus } from './yearly-check.ts';

/** The runs beside Bonus: each payment is what a payee was found to get, and of shares what was taken from them. */
export function checkOther(
  sim: Sim,
  checked: { payments: Payments; shares: Shares },
  run: Run,
  payouts: readonly Item[],
  fail: Fail,
): void {
  const { coopId, kind, period } = run;
  const { cast, journal } = sim;
  if (kind === 'INTEREST') checkInterest(run, payouts, membersBy(sim, coopId, `${period}-12-31`), fail);
  const isSharp = run.opened.atMs > openingOf(cast.quietMonths[1]);
  const ownOutlet = cast.outletIds[cast.coopIds.indexOf(coopId)] ?? '';
  if (kind === 'SURPLUS') checkSurplus(run, payouts, { journal, firstMonth: cast.months[0], ownOutlet, isSharp }, fail);
  if (kind === 'CORRECTION') return;
  const open = openMoney(checked.payments, kind, period);
  for (const { payeeId, toAccountCents, unpaidCents } of payouts) {
    const wanted = BigInt(Number(toAccountCents) + Math.max(0, Number(unpaidCents)));
    const found = open.get(`${coopId}|${payeeId}`) ?? 0n;
    if (found !== wanted)
      fail('I3', `${kind} ${coopId} ${period} owes ${payeeId} ${wanted}, its payments are ${found}`);
    if (kind !== 'REFUND') continue;
    const [entry] = [...entriesFrom(checked.shares, coopId, `REFUND-${period}-${payeeId}`)];
    if ((entry?.[1] ?? 0n) !== -wanted) fail('I3', `the share of ${payeeId} gave ${entry?.[1]} for ${wanted}`);
  }
}

/** What members have paid by a day; of who may not be entitled otherwise, nothing is said. */
function membersBy({ table }: Sim, coopId: string, day: string): Map<string, number | undefined> {
  const members = new Map<string, number | undefined>();
  for (const item of table.items()) {
    if (!String(item.sk).startsWith(`MEMBERSHIP#${coopId}#`)) continue;
    const own = table.partition(String(item.pk));
    const paid = own
      .filter(
        (one) =>
          String(one.sk).startsWith('SHARE#') && one.memberNumber === item.memberNumber && String(one.date) <= day,
      )
      .reduce((sum, { amountCents }) => sum + Number(amountCents), 0);
    const customer = own.find(({ sk }) => sk === 'CUSTOMER') as { values?: { deceasedOn?: unknown } } | undefined;
    const isMember = String(item.status).startsWith('ACTIVE') && customer?.values?.deceasedOn === undefined;
    members.set(String(item.memberNumber), isMember ? paid : undefined);
  }
  return members;
}
