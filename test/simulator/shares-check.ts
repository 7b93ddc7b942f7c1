import type { Item } from './conditions.ts';
import type { Fail } from './ledger-check.ts';

/** What shares were filled or refunded by, of customers as they stand: by the source of each entry. */
export type Shares = {
  /** Entries of each customer, by `<coop>|<sourceId>`. */
  entries: Map<string, Map<string, bigint>>;
};
export const newShares = (): Shares => ({ entries: new Map() });

/** Each membership's balance is the sum of its entries, whatever happened, and no source has filled a share twice. */
export function checkShares(shares: Shares, customer: string, items: readonly Item[], fail: Fail): void {
  const balances = new Map<string, number>();
  const sums = new Map<string, number>();
  const entries = new Map<string, bigint>();
  for (const item of items) {
    const sk = String(item.sk);
    const member = `${item.coopId}|${item.memberNumber}`;
    if (sk.startsWith('MEMBERSHIP#')) balances.set(member, Number(item.paidCents));
    if (!sk.startsWith('SHARE#')) continue;
    sums.set(member, (sums.get(member) ?? 0) + Number(item.amountCents));
    const source = `${item.coopId}|${item.sourceId}`;
    if (entries.has(source)) fail('I4', `a share has two entries from ${source}`);
    entries.set(source, BigInt(Number(item.amountCents)));
  }
  for (const [member, cents] of balances)
    if (cents !== (sums.get(member) ?? 0))
      fail('I2', `the balance of ${member} is ${cents}, its entries ${sums.get(member) ?? 0}`);
  shares.entries.set(customer, entries);
}

/** The entries whose source begins with a text, of all customers. */
export function* entriesFrom(
  { entries }: Shares,
  coopId: string,
  start: string,
): Generator<[source: string, cents: bigint]> {
  for (const ofCustomer of entries.values())
    for (const [source, cents] of ofCustomer)
      if (source.startsWith(`${coopId}|${start}`)) yield [source.slice(coopId.length + 1), cents];
}
