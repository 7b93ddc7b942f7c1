import { describe, expect, it } from 'vitest';
import type { RunView } from '../../../contract/runs.ts';
import { zeroTotals } from '../../../domain/run-totals.ts';
import { demoFederation } from '../../../scripts/demo/federation.ts';
import { demoReceipts } from '../../../scripts/demo/receipts.ts';
import { Interrupted, unlessInterrupted } from '../../../scripts/start/interruption.ts';
import { retailerOf } from '../../../scripts/start/material.ts';
import type { RunPayee } from '../../../scripts/start/month-run.ts';
import { resultOf } from '../../../scripts/start/result.ts';
import { householdToShow } from '../../../scripts/start/shown-household.ts';

const aHousehold = (payeeId: string, overrides: Partial<RunPayee> = {}): RunPayee => ({
  ...{ payeeId, receipts: 4, baseCents: 10_000, amountCents: 100, withheldCents: 0, lateAmountCents: 0 },
  ...{ openingUnpaidCents: 0, toShareCents: 0 },
  ...{ toAccountCents: 100, unpaidCents: 0, outcome: 'PAID', reason: null },
  ...overrides,
});

const aPaidRun = (coopId: string, purchasesCents: number, amountCents: number, households: RunPayee[]) => {
  const totals = { ...zeroTotals, purchases: { ...zeroTotals.purchases, bonusCents: purchasesCents }, amountCents };
  const run = { coopId, totals } as RunView;
  return { run, households, files: [{ path: `/p/${coopId}.xml`, coopId, count: 1, sumCents: amountCents }] };
};

const counts = { receiptsPosted: 9, accepted: 9, recorded: 8, unmatched: 1, conflicts: 0, households: 200 };
const seconds = { start: 1, deploy: 2, seed: 3, post: 4, record: 5, run: 6 };

describe('the figures of --result', () => {
  const havu = aPaidRun('havu', 9_500, 100, [
    aHousehold('H2', { baseCents: -500, amountCents: 0, toAccountCents: 0, outcome: 'NOT_PAID' }),
    aHousehold('H1'),
    aHousehold('H3', { receipts: 0, baseCents: 0, amountCents: 0 }),
  ]);
  const koivu = aPaidRun('koivu', 0, 0, [
    aHousehold('K1', { baseCents: 0, amountCents: 0, toAccountCents: 0, outcome: 'NOT_PAID' }),
    aHousehold('K2', { toShareCents: 100, toAccountCents: 0, outcome: 'TO_SHARE' }),
  ]);
  const result = resultOf(counts, [havu, koivu], seconds);

  it('have exactly the fields of the issue, in its order', () => {
    expect(Object.keys(result)).toEqual([
      ...['receiptsPosted', 'accepted', 'recorded', 'unmatched', 'conflicts', 'households'],
      ...['purchasesTotalCents', 'bonusTotalCents', 'householdsPaid', 'paymentFiles', 'byHousehold', 'seconds'],
    ]);
    expect(result).toMatchObject({ ...counts, purchasesTotalCents: 9_500, bonusTotalCents: 100, seconds });
    expect(result.paymentFiles).toEqual([
      { path: '/p/havu.xml', count: 1, sumCents: 100 },
      { path: '/p/koivu.xml', count: 1, sumCents: 0 },
    ]);
  });

  it('hold every household with a receipt, also at 0 and below, and none without', () => {
    expect(result.byHousehold).toEqual({
      H1: { purchasesCents: 10_000, bonusCents: 100 },
      H2: { purchasesCents: -500, bonusCents: 0 },
      K1: { purchasesCents: 0, bonusCents: 0 },
      K2: { purchasesCents: 10_000, bonusCents: 100 },
    });
  });

  it('count as paid who is in a payment file: not who only got something to the share', () => {
    // H3 has no receipt but is paid what was left from before.
    expect(result.householdsPaid).toBe(2);
  });
});

describe('the household that is explained', () => {
  const federation = demoFederation(1);
  const material = {
    month: '2026-10',
    federation,
    ...demoReceipts(federation, '2026-10', 1),
    contradictions: 1,
    skipped: 0,
  };

  it('got something and has a handful of receipts', () => {
    const households = [
      aHousehold('H000001', { outcome: 'NOT_PAID' }),
      aHousehold('H000004', { receipts: 40 }),
      aHousehold('H000005'),
    ];
    expect(householdToShow(material, households)?.payeeId).toBe('H000005');
    expect(householdToShow(material, households.slice(0, 2))?.payeeId).toBe('H000004');
    expect(householdToShow(material, households.slice(0, 1))).toBeUndefined();
  });
});

describe('whose tills post a receipt', () => {
  it("are the outlet's retailer's, or the first's if the outlet is not registered", () => {
    const federation = demoFederation(1);
    const [receipt] = demoReceipts(federation, '2026-10', 1).receipts;
    if (receipt === undefined) throw new Error('no receipt');
    const of = (outletId: string) => retailerOf(federation)({ ...receipt, outletId });
    expect([of('101'), of('206'), of('nowhere')]).toEqual(['havu', 'koivu', 'havu']);
  });
});

describe('Ctrl-C', () => {
  it('ends what is going on, and what fails afterwards is not heard', async () => {
    const controller = new AbortController();
    const work = Promise.withResolvers<number>();
    const step = unlessInterrupted(controller.signal, work.promise);
    controller.abort(new Interrupted('Stopped.'));
    await expect(step).rejects.toThrow(Interrupted);
    work.reject(new Error('the cloud is gone'));
    await expect(unlessInterrupted(controller.signal, Promise.resolve(1))).rejects.toThrow(Interrupted);
  });

  it('changes nothing if it does not come', async () => {
    expect(await unlessInterrupted(new AbortController().signal, Promise.resolve(1))).toBe(1);
  });
});
