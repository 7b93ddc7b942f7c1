import { describe, expect, it } from 'vitest';
import { rowFor } from '../../../domain/bonus-table.ts';
import { localDateOf, monthEnd, monthOf } from '../../../domain/calendar.ts';
import {
  identityText,
  issuesOfReceipt,
  type ReceiptRequest,
  receiptOf,
  receiptRequestSchema,
} from '../../../domain/receipt.ts';
import { demoFederation } from '../../../scripts/demo/federation.ts';
import { demoReceipts } from '../../../scripts/demo/receipts.ts';

const month = '2026-10';
const federation = demoFederation(1);
const { receipts, sentAgain } = demoReceipts(federation, month, 1);
const linkOf = new Map(
  federation.households.flatMap(({ household, cards, persons: [head] }) =>
    [...cards, head.customer.customerNumber, head.membership?.memberNumber ?? ''].map(
      (value) => [value, household] as const,
    ),
  ),
);
const householdOf = ({ identifier }: ReceiptRequest) => linkOf.get(Object.values(identifier)[0] ?? '');

/** Σ of the Bonus bases by household. */
function totals(): Map<string, number> {
  const sums = new Map(federation.households.map(({ household }) => [household.householdId, 0]));
  for (const receipt of receipts) {
    const id = householdOf(receipt)?.householdId;
    if (id !== undefined) sums.set(id, (sums.get(id) ?? 0) + (receipt.bonusBaseCents ?? receipt.totalCents));
  }
  return sums;
}

describe('a made-up month of receipts', () => {
  it.each(['2024-02', '2025-10', '2026-03', '2026-10', '2026-12'])(
    'is all valid in %s, with either clock change',
    (someMonth) => {
      const made = demoReceipts(federation, someMonth, 7);
      for (const receipt of [...made.receipts, ...made.sentAgain]) {
        const { data, error } = receiptRequestSchema.safeParse(receipt);
        expect(error).toBeUndefined();
        if (data === undefined) continue;
        const window = { lateWindowDays: 400, futureToleranceSeconds: 600 };
        expect(issuesOfReceipt(receiptOf(data), window, monthEnd(someMonth) + 3_600_000)).toEqual([]);
        expect(monthOf(Date.parse(receipt.purchasedAt))).toBe(someMonth);
      }
    },
  );

  it('has every identity once, in the order of time', () => {
    const identities = receipts.map(identityText);
    expect(new Set(identities).size).toBe(identities.length);
    const times = receipts.map(({ purchasedAt }) => Date.parse(purchasedAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('spreads households over every row of the table, below it, onto thresholds, and below zero', () => {
    const sums = [...totals().values()];
    const [havu] = federation.coops;
    const table = havu?.tables[0];
    const rows = new Set(
      sums.map((sum) => (table === undefined || sum < 0 ? 'negative' : (rowFor(table, sum)?.rateBasisPoints ?? 0))),
    );
    expect(rows).toEqual(new Set(['negative', 0, 100, 150, 200, 250, 300, 350, 400, 450, 500]));
    for (const row of table?.rows ?? []) {
      expect(sums).toContain(row.fromCents);
      expect(sums).toContain(row.fromCents - 1);
    }
  });

  it('has all that a month has: fuel, campaigns, payment bases, returns, numbers given, a total of 0, nights, unknown cards', () => {
    const having = (test: (receipt: ReceiptRequest) => boolean): number => receipts.filter(test).length;
    expect(having(({ fuel }) => (fuel?.millilitres ?? 0) > 0)).toBeGreaterThan(20);
    expect(having(({ campaignCents }) => (campaignCents ?? 0) > 0)).toBeGreaterThan(20);
    expect(having(({ paymentBenefitBaseCents }) => (paymentBenefitBaseCents ?? 0) > 0)).toBeGreaterThan(20);
    expect(having(({ totalCents, returnOf }) => totalCents < 0 && returnOf !== undefined)).toBeGreaterThan(5);
    expect(having(({ identifier }) => !('card' in identifier))).toBeGreaterThan(5);
    expect(having(({ totalCents }) => totalCents === 0)).toBe(1);
    expect(having(({ businessDay, purchasedAt }) => businessDay !== localDateOf(Date.parse(purchasedAt)))).toBe(2);
    expect(having((receipt) => householdOf(receipt) === undefined)).toBe(6);
    expect(
      having((receipt) => householdOf(receipt)?.coopId === 'koivu' && receipt.outletId.startsWith('1')),
    ).toBeGreaterThan(5);
  });

  it('returns what was bought, after it was bought', () => {
    const byIdentity = new Map(receipts.map((receipt) => [identityText(receipt), receipt]));
    for (const receipt of receipts) {
      const bought = receipt.returnOf && byIdentity.get(identityText(receipt.returnOf));
      if (bought === undefined) continue;
      expect(receipt.totalCents).toBe(-bought.totalCents);
      expect(Date.parse(receipt.purchasedAt)).toBeGreaterThan(Date.parse(bought.purchasedAt));
    }
  });

  it('sends a few again as they were and one that contradicts', () => {
    const byIdentity = new Map(receipts.map((receipt) => [identityText(receipt), receipt]));
    const contradictions = sentAgain.filter((receipt) => byIdentity.get(identityText(receipt)) !== receipt);
    expect(contradictions).toHaveLength(1);
    expect(sentAgain.length).toBeGreaterThan(5);
    for (const receipt of sentAgain) expect(byIdentity.has(identityText(receipt))).toBe(true);
    expect(new Set(sentAgain.map(identityText)).size).toBe(sentAgain.length);
  });

  it('is decided by seed and month', () => {
    expect(demoReceipts(federation, month, 1)).toEqual({ receipts, sentAgain });
    expect(demoReceipts(federation, month, 2).receipts).not.toEqual(receipts);
  });
});
