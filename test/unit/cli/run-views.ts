import type { Explanation } from '../../../cli/render/explain.ts';
import type { RunView } from '../../../contract/runs.ts';
import type { RunTotals } from '../../../domain/run-totals.ts';

export const noBases = { bonusCents: 0, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 };

export function runTotals(overrides: Partial<RunTotals> = {}): RunTotals {
  return {
    payees: 1_300,
    receipts: 41_000,
    purchases: {
      bonusCents: 62_345_678,
      fuelCents: 8_000_00,
      fuelMillilitres: 4_324_000,
      campaignCents: 0,
      paymentBenefitCents: 50_000,
    },
    lines: { bonusCents: 1_902_11, doubleExtraCents: 0, fuelBonusCents: 151_34, paymentBenefitCents: 2_50 },
    baseCents: 62_345_678,
    amountCents: 2_055_95,
    withheldCents: 0,
    lateAmountCents: -1_20,
    openingUnpaidCents: 3_00,
    payableCents: 2_057_75,
    toShareCents: 10_00,
    toAccountCents: 2_044_75,
    unpaidCents: 3_00,
    payments: 1_250,
    toSharePayees: 3,
    notPaidPayees: 47,
    ...overrides,
  };
}

export const hash = 'ab'.repeat(32);

export function runView(overrides: Partial<RunView> = {}): RunView {
  return {
    coopId: 'demo',
    kind: 'BONUS',
    period: '2026-10',
    attempt: '1',
    dryRun: false,
    state: 'CALCULATED',
    cutOff: '2026-11-10T05:45:00+02:00',
    opened: { by: 'scheduler', at: '2026-11-10T06:00:00+02:00' },
    payOn: '2026-11-10',
    inputs: { bonusTables: '2017-03/1' },
    hash,
    warnings: [],
    totals: runTotals(),
    differences: [{ against: '2026-09', totals: runTotals({ amountCents: 2_000_00, payees: 1_310 }) }],
    ...overrides,
  };
}

export function explanation(overrides: Partial<Explanation> = {}): Explanation {
  const bases = {
    ...noBases,
    bonusCents: 62_345,
    fuelCents: 8_000,
    fuelMillilitres: 43_240,
    paymentBenefitCents: 50_000,
  };
  return {
    householdId: 'H000042',
    month: '2026-10',
    coopId: 'demo',
    receipts: [
      {
        outletId: 'DEMO1',
        businessDay: '2026-10-10',
        terminalId: '1',
        receiptId: '26101000004',
        purchasedAt: '2026-10-10T11:20:00+03:00',
        bases: { ...noBases, bonusCents: 54_345, paymentBenefitCents: 50_000 },
        counted: true,
      },
      {
        outletId: 'DEMO2',
        businessDay: '2026-10-24',
        terminalId: '3',
        receiptId: '26102400018',
        purchasedAt: '2026-10-24T14:05:31Z',
        bases: { ...noBases, bonusCents: 8_000, fuelCents: 8_000, fuelMillilitres: 43_240 },
        counted: false,
      },
    ],
    opening: noBases,
    purchases: bases,
    total: bases,
    ownOutletCents: 54_345,
    tableValidFrom: '2017-03',
    tableVersion: 1,
    row: { fromCents: 60_000, rateBasisPoints: 350, fuelCentsPerHundredLitres: 350 },
    paymentBenefitBasisPoints: 50,
    lines: { bonusCents: 1_902, doubleExtraCents: 0, fuelBonusCents: 151, paymentBenefitCents: 250 },
    amountCents: 2_303,
    carry: noBases,
    standing: 'posted',
    revisions: [],
    payout: {
      period: '2026-10',
      attempt: '1',
      openingUnpaidCents: 0,
      lateAmountCents: 0,
      payableCents: 2_303,
      toShareCents: 0,
      toAccountCents: 2_303,
      unpaidCents: 0,
      outcome: 'PAID',
      reason: null,
      endToEndId: 'BONUS-demo-202610-H000042-0',
      payments: [{ endToEndId: 'BONUS-demo-202610-H000042-0', state: 'SENT', amountCents: 8_600, dueOn: '2026-11-10' }],
    },
    balance: null,
    ...overrides,
  };
}
