import type { Item } from './conditions.ts';
import type { Journal } from './journal.ts';
import type { Fail } from './ledger-check.ts';

type Yearly = {
  payeeId: string;
  baseCents: number;
  rateBasisPoints: number;
  amountCents: number;
  withheldCents: number;
  payableCents: number;
  toShareCents: number;
  toAccountCents: number;
  unpaidCents: number;
};
type Run = { coopId: string; period: string };

/** Half away from zero, for what is not negative. */
const rounded = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

/** Where an amount went: nothing is lost between what was found and what is given or held. */
function checkAddsUp(payout: Yearly, told: string, fail: Fail): void {
  const { amountCents, withheldCents, payableCents, toShareCents, toAccountCents, unpaidCents } = payout;
  if (amountCents - withheldCents !== payableCents || toShareCents + toAccountCents + unpaidCents !== payableCents)
    fail('I3', `${told} does not add up: ${JSON.stringify(payout)}`);
  if ([withheldCents, toShareCents, toAccountCents, unpaidCents].some((cents) => cents < 0))
    fail('I3', `${told} takes away`);
}

/**
 * I5, of interest: the percentage of a full share, and of a payment above 20 € 7.5 % withheld; to each member whose entries made the share full by
 * the end of the year, and to nobody else.
 * @param members each member's entries by the end of the year, cents; undefined for who may have left or died
 */
export function checkInterest(
  { coopId, period }: Run,
  items: readonly Item[],
  members: ReadonlyMap<string, number | undefined>,
  fail: Fail,
): void {
  const paid = new Set<string>();
  for (const payout of items as unknown as readonly Yearly[]) {
    const told = `interest ${coopId} ${period} of ${payout.payeeId}`;
    paid.add(payout.payeeId);
    checkAddsUp(payout, told, fail);
    const amount = rounded(10_000n * BigInt(payout.rateBasisPoints), 10_000n);
    const withheld = amount <= 2_000n ? 0n : rounded(amount * 750n, 10_000n);
    if (amount !== BigInt(payout.amountCents) || withheld !== BigInt(payout.withheldCents))
      fail('I5', `${told} is ${payout.amountCents} less ${payout.withheldCents}, not ${amount} less ${withheld}`);
    if ((members.get(payout.payeeId) ?? 10_000) < 10_000) fail('I5', `${told}: the share was not full`);
  }
  for (const [member, cents] of members)
    if (cents !== undefined && cents >= 10_000 && !paid.has(member))
      fail('I5', `interest ${coopId} ${period}: ${member} gets none`);
}

/** I5, of a surplus refund: the percentage of what the journal says was bought at the co-op's own outlets in the year. */
export function checkSurplus(
  { coopId, period }: Run,
  items: readonly Item[],
  {
    journal,
    firstMonth,
    ownOutlet,
    isSharp,
  }: { journal: Journal; firstMonth: string; ownOutlet: string; isSharp: boolean },
  fail: Fail,
): void {
  const bought = new Map<string, bigint>();
  for (const { month, receipt, history } of journal.entries.values()) {
    const place = history.at(-1)?.place;
    const counts = month.startsWith(period) && month >= firstMonth && receipt.outletId === ownOutlet;
    if (place?.coopId !== coopId || !counts) continue;
    bought.set(place.householdId, (bought.get(place.householdId) ?? 0n) + BigInt(receipt.bonusBaseCents));
  }
  for (const payout of items as unknown as readonly Yearly[]) {
    const told = `surplus ${coopId} ${period} of ${payout.payeeId}`;
    checkAddsUp(payout, told, fail);
    const base = bought.get(payout.payeeId) ?? 0n;
    if (isSharp && base !== BigInt(payout.baseCents))
      fail('I3', `${told} is of ${payout.baseCents}, bought were ${base}`);
    const amount =
      payout.baseCents <= 0 ? 0n : rounded(BigInt(payout.baseCents) * BigInt(payout.rateBasisPoints), 10_000n);
    if (amount !== BigInt(payout.amountCents)) fail('I5', `${told} is ${payout.amountCents}, not ${amount}`);
  }
}
