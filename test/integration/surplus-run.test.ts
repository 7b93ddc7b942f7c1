import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { putDecision, type StoredDecision } from '../../functions/table/decisions.ts';
import type { Coop, Run } from '../../functions/table/items.ts';
import { paymentOf } from '../../functions/table/payments.ts';
import type { BonusPayout, SurplusPayout } from '../../functions/table/payout-item.ts';
import { demoCompany, itemOfCompany } from '../../scripts/demo/directory.ts';
import { aDecision } from '../fixtures/decisions.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt } from '../fixtures/run-coop.ts';
import {
  copyInto,
  dump,
  goOn,
  identityOf,
  load,
  move,
  outcome,
  payoutsOf,
  payoutsOfAnyKind,
  record,
  runMonth,
  start,
} from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite } from '../fixtures/run-faults.ts';
import { changeCoop, itemsToMove } from '../fixtures/run-moves.ts';
import { openingOf, run } from '../fixtures/run-scene.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';

const year = ['2025-10', '2025-11', '2025-12'] as const;
const [october, november, december] = year;
const openedAt = Date.parse('2026-05-10T06:00+03:00');
const surplusOf2025 = { kind: 'SURPLUS', period: '2025' } as const;
const at = (local: string): number => Date.parse(`${local}+02:00`);

const households = [
  household(1),
  household(2, { sharePaidCents: 9_990 }),
  household(3, { sharePaidCents: 0 }),
  household(4, { iban: undefined }),
  household(5, { head: undefined }),
  household(6, { memberKind: 'COMPANY' }),
  household(7, { coopId: 'koivu' }),
  household(8, { head: { lastName: 'Mallikas', firstNames: 'Maija', deceasedOn: '2026-02-01' } }),
  household(9, { sharePaidCents: 0, iban: undefined }),
];

const bought = (serial: number, on: string, cents: number, outletId = '101') =>
  receipt(serial, `${on}T12:00`, cents, { outletId });
/** 4,812.37 € of each household at the co-op's own outlet, in three months, and more elsewhere. */
const purchases = households.flatMap(({ serial }) => [
  bought(serial, '2025-10-10', 200_000),
  bought(serial, '2025-11-10', 200_000),
  bought(serial, '2025-12-10', 81_237),
  bought(serial, '2025-11-11', 50_000, '201'),
  bought(serial, '2025-11-12', 50_000, '301'),
]);

/** Too little for any Bonus, so that shares stay as they are. */
const small = households.flatMap(({ serial }) => [
  bought(serial, '2025-10-10', 4_000),
  bought(serial, '2025-11-10', 4_000),
  bought(serial, '2025-12-10', 4_001),
]);
const half = { ...aDecision().terms, rateBasisPoints: 5_000, payOn: '2026-05-20' };

type Options = WorldOptions & { havu?: Partial<Coop>; decision?: Partial<StoredDecision>; bought?: readonly Receipt[] };

async function world({ havu = {}, decision = {}, bought = purchases, ...options }: Options = {}): Promise<World> {
  const made = newWorld(options);
  await load(made, [
    ...coopItems(coop(havu)),
    ...coopItems(coop({ coopId: 'koivu' })),
    itemOfCompany(demoCompany({ companyId: 'kumppani', roles: ['partner'] })),
    ...outletItems('101', { coopId: 'havu' }),
    ...outletItems('201', { coopId: 'koivu', retailerId: 'koivu' }),
    ...outletItems('301', { coopId: 'havu', retailerId: 'kumppani' }),
    ...households.flatMap(householdItems),
    ...itemsToMove(household(1), ['koivu']),
  ]);
  const terms = { ...aDecision().terms, rateBasisPoints: 250, payOn: '2026-05-20' };
  await putDecision(made.others, aDecision({ kind: 'SURPLUS', terms, ...decision }));
  for (const each of bought) await record(made, each.purchasedAt + 60_000, each);
  return made;
}
const payMonths = async (of: World, ...periods: string[]): Promise<void> => {
  for (const period of periods) await runMonth(of, openingOf(period), { period });
};
async function paidYear(options: Options = {}): Promise<World> {
  const made = await world(options);
  await payMonths(made, ...year);
  return made;
}
async function refundsOf(of: World, paid: Run): Promise<Map<string, SurplusPayout>> {
  const payouts = await payoutsOfAnyKind(of, paid);
  return new Map([...payouts].map(([id, payout]) => [id, payout as SurplusPayout]));
}
const refundOf = async (of: World, paid: Run, serial: number) => (await refundsOf(of, paid)).get(`H00000${serial}`);
const aggregateOf = async (of: World, period: string, serial: number): Promise<BonusPayout | undefined> =>
  (await payoutsOf(of, run(period))).get(`H00000${serial}`);

describe('a month keeps what was bought at the co-op’s own outlets (R41)', () => {
  it('and not what was bought at another co-op’s or a partner’s', async () => {
    const havu = await paidYear();
    expect(await aggregateOf(havu, october, 1)).toMatchObject({ ownOutletCents: 200_000 });
    expect(await aggregateOf(havu, november, 1)).toMatchObject({
      purchases: { bonusCents: 300_000 },
      ownOutletCents: 200_000,
    });
  });

  it('a purchase elsewhere alone leaves none', async () => {
    const havu = await world();
    await record(havu, at('2026-01-10T13:00'), bought(1, '2026-01-10', 10_000, '301'));
    await payMonths(havu, ...year, '2026-01');
    expect(await aggregateOf(havu, '2026-01', 1)).not.toHaveProperty('ownOutletCents');
  });

  it('another outlet with the same sum is a revision too', async () => {
    const havu = await paidYear();
    const elsewhere = bought(2, '2025-10-20', 200_000, '301');
    await record(havu, at('2026-01-10T12:00'), elsewhere);
    await move(havu, at('2026-01-11T12:00'), elsewhere, 'H000001');
    const own = purchases.find(({ purchasedAt }) => purchasedAt === at('2025-10-10T12:00')) ?? elsewhere;
    await move(havu, at('2026-01-12T12:00'), own, 'H000002');
    await payMonths(havu, '2026-01');
    expect((await aggregateOf(havu, '2026-01', 1))?.late).toMatchObject([
      { month: october, revision: 1, purchases: { bonusCents: 200_000 }, addedAmountCents: 0 },
    ]);
    expect((await aggregateOf(havu, '2026-01', 1))?.late[0]).not.toHaveProperty('ownOutletCents');
  });
});

describe('a year’s surplus refund', () => {
  it('is a percentage of it, half to an unpaid share, the rest to the head, or held with a reason', async () => {
    const havu = await paidYear();
    // Bonus has filled the shares by now (R16).
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    const refunds = await refundsOf(havu, paid);
    const found = [...refunds.values()].map((refund) => [
      refund.payeeId,
      refund.toShareCents,
      refund.toAccountCents,
      refund.unpaidCents,
      refund.reason,
    ]);
    // 4,812.37 € × 2.5 % = 120.31 € (domain.md 4.7).
    expect([...refunds.values()].every((refund) => refund.amountCents === 12_031 && refund.baseCents === 481_237)).toBe(
      true,
    );
    expect(found.toSorted()).toEqual(
      [
        ['H000001', 0, 12_031, 0, null],
        ['H000002', 0, 12_031, 0, null],
        ['H000003', 0, 12_031, 0, null],
        ['H000004', 0, 0, 12_031, 'NO_ACCOUNT'],
        ['H000005', 0, 0, 12_031, 'NO_HEAD'],
        ['H000008', 0, 0, 12_031, 'DECEASED'],
        ['H000009', 0, 0, 12_031, 'NO_ACCOUNT'],
      ].toSorted(),
    );
    expect(paid.totals).toMatchObject({
      payees: 7,
      baseCents: 7 * 481_237,
      amountCents: 7 * 12_031,
      withheldCents: 0,
      toAccountCents: 3 * 12_031,
      unpaidCents: 4 * 12_031,
    });
    expect([...havu.files.values()].join('')).toContain('YLIJÄÄMÄNPALAUTUS 2025');
    const stateOf = async (serial: number) => (await paymentOf(havu.db, `S2025havu-H00000${serial}-0-1`))?.state;
    expect([await stateOf(1), await stateOf(4), await stateOf(6)]).toEqual(['SENT', 'HELD', undefined]);
  });

  it('half of it fills a share that is not paid yet, booked once (R42)', async () => {
    const havu = await paidYear({ bought: small, decision: { terms: half } });
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    // 120.01 € × 50 % = 60.01 €.
    expect(await refundOf(havu, paid, 1)).toMatchObject({ toShareCents: 0, toAccountCents: 6_001, outcome: 'PAID' });
    expect(await refundOf(havu, paid, 2)).toMatchObject({ toShareCents: 10, toAccountCents: 5_991 });
    expect(await refundOf(havu, paid, 3)).toMatchObject({
      toShareCents: 3_001,
      toAccountCents: 3_000,
      outcome: 'PAID_AND_TO_SHARE',
    });
    expect(await refundOf(havu, paid, 9)).toMatchObject({
      toShareCents: 3_001,
      unpaidCents: 3_000,
      reason: 'NO_ACCOUNT',
    });
    const entries = [...(await dump(havu)).values()].filter(({ sourceId }) => sourceId === 'SURPLUS-2025-H000003');
    expect(entries).toMatchObject([{ amountCents: 3_001 }]);
  });

  it('nothing of it, where the co-op’s rules say so', async () => {
    const havu = await paidYear({ bought: small, decision: { terms: half }, havu: { surplusFillsShare: false } });
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    expect(await refundOf(havu, paid, 3)).toMatchObject({ toShareCents: 0, toAccountCents: 6_001 });
    expect(await refundOf(havu, paid, 9)).toMatchObject({ toShareCents: 0, unpaidCents: 6_001 });
  });

  it('is of the newest of each month: what came late, was moved and was brought back is in it once', async () => {
    const havu = await paidYear({ havu: { returnPolicy: 'monthOfPurchase' } });
    const late = bought(1, '2025-10-20', 40_000);
    const original = purchases.find(({ purchasedAt }) => purchasedAt === at('2025-12-10T12:00')) ?? late;
    const returned = receipt(1, '2026-01-20T12:00', -81_237, { returnOf: identityOf(original) });
    await record(havu, at('2026-01-20T13:00'), late, returned);
    await payMonths(havu, '2026-01');
    await move(havu, at('2026-02-10T12:00'), late, 'H000002');
    await payMonths(havu, '2026-02');
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    expect(await refundOf(havu, paid, 1)).toMatchObject({ baseCents: 400_000, amountCents: 10_000 });
    expect(await refundOf(havu, paid, 2)).toMatchObject({ baseCents: 521_237, amountCents: 13_031 });
  });

  it('of a household that has gone to another co-op is of what it bought before, and paid by the old one', async () => {
    const havu = await world();
    for (const period of [october, november])
      for (const coopId of ['havu', 'koivu']) await runMonth(havu, openingOf(period), { coopId, period });
    await changeCoop(havu, havu.others, at('2025-12-15T12:00'), 'H000001', 'koivu');
    for (const coopId of ['havu', 'koivu']) await runMonth(havu, openingOf(december), { coopId, period: december });
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    expect(await refundOf(havu, paid, 1)).toMatchObject({
      baseCents: 400_000,
      amountCents: 10_000,
      toAccountCents: 10_000,
    });
    await putDecision(havu.others, aDecision({ kind: 'SURPLUS', coopId: 'koivu' }));
    const atKoivu = await runMonth(havu, openedAt, { coopId: 'koivu', ...surplusOf2025 });
    // December's purchase was at an outlet of the other co-op.
    expect(await refundOf(havu, atKoivu, 1)).toBeUndefined();
    expect(await refundOf(havu, atKoivu, 7)).toMatchObject({ baseCents: 50_000, amountCents: 5_000 });
  });

  it('is opened when every month of the year is posted, and never twice', async () => {
    const havu = await world();
    await expect(start(havu, openedAt, surplusOf2025)).rejects.toMatchObject({ code: 'runOutOfOrder' });
    await payMonths(havu, october, november);
    await expect(start(havu, openedAt, surplusOf2025)).rejects.toThrow('Pay the Bonus of 2025-12 first');
    await payMonths(havu, december);
    await expect(start(havu, openedAt, { ...surplusOf2025, period: '2024' })).rejects.toMatchObject({
      code: 'decisionNotApproved',
    });
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    expect(await start(havu, openedAt + 86_400_000, surplusOf2025)).toMatchObject({
      attempt: paid.attempt,
      state: 'RELEASED',
    });
  });

  it('leaves out a month that is posted while it is calculated, in every shard', async () => {
    const havu = await paidYear();
    await record(havu, at('2026-01-20T13:00'), bought(1, '2025-10-20', 40_000), bought(2, '2025-10-20', 40_000));
    const first = await start(havu, openingOf('2026-01') - 60_000, surplusOf2025);
    expect(first.warnings).toEqual(['LATE_MONTHS_NOT_SETTLED']);
    expect(first.totals?.baseCents).toBe(7 * 481_237);
    await payMonths(havu, '2026-01');
    const dry = await start(havu, openedAt, { ...surplusOf2025, dryRun: true });
    expect(dry.totals?.baseCents).toBe(7 * 481_237 + 80_000);
  });

  it('naive, from the months’ own results alone: what came late is lost', async () => {
    const havu = await paidYear();
    await record(havu, at('2026-01-20T13:00'), bought(1, '2025-10-20', 40_000));
    await payMonths(havu, '2026-01');
    const own = await Promise.all(
      year.map(async (period) => (await aggregateOf(havu, period, 1))?.ownOutletCents ?? 0),
    );
    expect(own.reduce((sum, cents) => sum + cents, 0)).toBe(481_237);
    const paid = await runMonth(havu, openedAt, surplusOf2025);
    expect(await refundOf(havu, paid, 1)).toMatchObject({ baseCents: 521_237 });
  });
});

describe('a run of the surplus refund that dies', () => {
  it('at any write comes to what an undisturbed one comes to', async () => {
    const prepared = await dump(await paidYear({ bought: small, decision: { terms: half } }));
    const copy = async (): Promise<World> => {
      const made = newWorld();
      await copyInto(made, prepared);
      return made;
    };
    const calm = await copy();
    const counted = counting();
    calm.faults.current = counted;
    expect(await goOn(calm, openedAt, surplusOf2025)).toMatchObject({ state: 'RELEASED' });
    const expected = await outcome(calm);
    const writes = counted.writes();
    expect(writes).toBeGreaterThan(20);
    for (let place = 1; place <= writes; place += 7)
      for (const when of ['before', 'after'] as const) {
        const shaken = await copy();
        shaken.faults.current = crashAtWrite(place, when);
        for (let tries = 0; tries < 5; tries += 1) {
          const paid = await goOn(shaken, openedAt, surplusOf2025).catch((error) => {
            if (!(error instanceof Crash)) throw error;
            return undefined;
          });
          await shaken.machine.settled();
          shaken.faults.current = {};
          if (paid?.postedAtMs !== undefined) break;
        }
        expect(await outcome(shaken), `${when} write ${place}`).toEqual(expected);
      }
  });
});
