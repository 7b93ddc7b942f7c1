import type { Item } from './conditions.ts';
import type { Fail } from './ledger-check.ts';

/** What Bonus filled of shares: co-op and household, by the source of each entry. */
export type FilledShares = Map<string, bigint>;

/**
 * Each membership's balance is the sum of its entries, whatever happened; no source has filled a share twice.
 * @returns what went to shares by Bonus, by `<coop>|<household>`
 */
export function checkShares(items: Iterable<Item>, fail: Fail): FilledShares {
  const balances = new Map<string, number>();
  const sums = new Map<string, number>();
  const sources = new Set<string>();
  const filled: FilledShares = new Map();
  for (const item of items) {
    const sk = String(item.sk);
    if (sk.startsWith('MEMBERSHIP#')) balances.set(`${item.coopId}|${item.memberNumber}`, Number(item.paidCents));
    if (!sk.startsWith('SHARE#')) continue;
    const member = `${item.coopId}|${item.memberNumber}`;
    sums.set(member, (sums.get(member) ?? 0) + Number(item.amountCents));
    if (item.reason !== 'BONUS') continue;
    const source = `${item.coopId}|${item.sourceId}`;
    if (sources.has(source)) fail('I4', `a share was filled twice from ${source}`);
    sources.add(source);
    const householdId = String(item.sourceId).split('-').at(-1);
    const household = `${item.coopId}|${householdId}`;
    filled.set(household, (filled.get(household) ?? 0n) + BigInt(Number(item.amountCents)));
  }
  for (const [member, cents] of balances)
    if (cents !== (sums.get(member) ?? 0))
      fail('I2', `the balance of ${member} is ${cents}, its entries ${sums.get(member)}`);
  return filled;
}
