import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approveBonusWriteOff, proposeBonusWriteOff } from '../../contract/bonus-write-offs.ts';
import { creditOf } from '../../domain/journal.ts';
import {
  approveBonusWriteOffEndpoint,
  proposeBonusWriteOffEndpoint,
} from '../../functions/api/staff/payments/bonus-write-offs.ts';
import { balanceOf } from '../../functions/table/household-balance.ts';
import { journalEntries } from '../../functions/table/journal-entries.ts';
import { bonusWriteOffKey } from '../../functions/table/keys.ts';
import { runIdOf } from '../../functions/table/runs.ts';
import { unpaidBonusOf, unpaidBonusPage } from '../../functions/table/unpaid-bonus.ts';
import { type CloudWorld, cloudWorld, newBucket } from '../fixtures/run-cloud.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt, staffItems } from '../fixtures/run-coop.ts';
import { cancel, load, payoutsOf, record, runMonth, start, whyStopped } from '../fixtures/run-driver.ts';
import { lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { type Answer, ask } from '../fixtures/run-staff.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const march = '2026-03';
const shard0 = { shard: 0 };
/** January's Bonus was due in February 2026 and is barred after a year, February's not yet. */
const barredAt = Date.parse('2027-02-15T12:00+02:00');
let cloud: CloudWorld;
let world: World;
beforeAll(async () => {
  cloud = await cloudWorld({ settings: { limitationYears: 1 } });
});
afterAll(() => cloud.stop());

/** Two households without an account are owed January (1: 1 €, 2: 3 €) and as much of February; the third is paid. */
beforeEach(async () => {
  const db = await cloud.tables.newRegister();
  process.env.REGISTER_TABLE = db.tableName;
  world = newWorld({ table: { db, others: cloud.tables.anotherClient(db) }, bucket: await newBucket() });
  await load(world, [
    ...coopItems(coop({ shardCount: 1 })),
    ...outletItems('101'),
    ...[
      household(1, { ...shard0, iban: undefined }),
      household(2, { ...shard0, iban: undefined }),
      household(3, shard0),
    ].flatMap(householdItems),
    ...['liisa', 'matti'].flatMap((staffId) => staffItems(staffId, ['havu'])),
  ]);
  for (const month of ['2026-01', '2026-02'] as const) {
    const bought = [1, 2, 3].map((serial) => receipt(serial, `${month}-10T12:00`, 10_000 * serial));
    await record(world, lateButInTime(month), ...bought);
    await runMonth(world, openingOf(month), { period: month });
  }
  world.clock.nowMs = barredAt;
});

const endpoints = [proposeBonusWriteOffEndpoint, approveBonusWriteOffEndpoint];
const asked = { purpose: 'payoutControl', coopId: 'havu' } as const;
const propose = (householdId: string, by = 'liisa'): Promise<Answer> => {
  world.clock.nowMs = barredAt;
  return ask(world, proposeBonusWriteOff, { by, body: { ...asked, householdId, reason: 'nobody asks' } }, endpoints);
};
const approve = (householdId: string, version = 1, by = 'matti'): Promise<Answer> => {
  world.clock.nowMs = barredAt;
  return ask(world, approveBonusWriteOff, { by, body: { ...asked, householdId, version } }, endpoints);
};
const verdict = ({ status, body }: Answer): string => `${status} ${body.code ?? ''}`.trim();
const place = (serial: number) => ({ coopId: 'havu', householdId: `H00000${serial}`, shard: 0 });
const monthsOf = async (serial: number) =>
  (await unpaidBonusOf(world.others, place(serial))).months.map(({ period, amountCents }) => [period, amountCents]);
const listed = async () =>
  (await unpaidBonusPage(world.others, 'havu', { shard: 0, after: undefined })).households.map(
    ({ payout, unpaidCents }) => [payout.payeeId, unpaidCents],
  );
const lapsed = async () =>
  creditOf(await journalEntries(world.others, 'havu', '2027-02'), world.settings.chartOfAccounts, 'lapsedClaims');

describe('barred Bonus', () => {
  it('is written off by two persons, with its voucher, and the next run begins without it', async () => {
    expect(await monthsOf(1)).toEqual([
      ['2026-01', 100],
      ['2026-02', 100],
    ]);
    expect((await propose('H000001')).body.writeOff).toMatchObject({
      period: '2026-02',
      amountCents: 100,
      months: [{ period: '2026-01', amountCents: 100 }],
      approvedBy: null,
      version: 1,
    });
    expect(verdict(await approve('H000001', 1, 'liisa'))).toBe('403 secondPersonRequired');
    expect([await monthsOf(1), await lapsed()]).toEqual([
      [
        ['2026-01', 100],
        ['2026-02', 100],
      ],
      0,
    ]);
    expect(verdict(await approve('H000001', 2))).toBe('409 staleVersion');
    expect((await approve('H000001')).body.writeOff).toMatchObject({ approvedBy: 'matti', version: 2 });
    expect(await lapsed()).toBe(100);
    expect(verdict(await approve('H000001', 2))).toBe('409 paymentNotInState');
    expect(verdict(await propose('H000001'))).toBe('409 paymentNotInState');
    expect(await monthsOf(1)).toEqual([['2026-02', 100]]);
    expect(await balanceOf(world.others, place(1))).toMatchObject({ unpaidCents: 100 });
    expect(await listed()).toEqual([
      ['H000001', 100],
      ['H000002', 600],
    ]);

    const run = await runMonth(world, openingOf(march), { period: march });
    expect(run.totals).toMatchObject({ openingUnpaidCents: 700, unpaidCents: 700 });
    const payouts = await payoutsOf(world, runIdOf(run));
    expect(payouts.get('H000001')).toMatchObject({ openingUnpaidCents: 100, unpaidCents: 100 });
    expect(await monthsOf(1)).toEqual([['2026-02', 100]]);
    expect(await monthsOf(2)).toEqual([
      ['2026-01', 300],
      ['2026-02', 300],
    ]);
  });

  it('is not written off where none is barred', async () => {
    expect(verdict(await propose('H000003'))).toBe('409 paymentNotInState');
    expect(verdict(await approve('H000001'))).toBe('409 paymentNotInState');
  });

  it('stays while a run that has counted it is open; once that is cancelled, the next attempt begins without it', async () => {
    await propose('H000001');
    const calculated = await start(world, openingOf(march), { period: march });
    expect(calculated).toMatchObject({ state: 'CALCULATED', totals: { openingUnpaidCents: 800 } });
    expect(verdict(await approve('H000001'))).toBe('409 runNotInState');
    expect(await lapsed()).toBe(0);
    await cancel(world, openingOf(march) + 1, calculated);
    expect(verdict(await approve('H000001'))).toBe('200');
    const again = await start(world, openingOf(march) + 2, { period: march });
    expect(again).toMatchObject({ attempt: '2', state: 'CALCULATED', totals: { openingUnpaidCents: 700 } });
  });

  it('is proposed anew after another month: an old proposal counts for nothing', async () => {
    await propose('H000001');
    await runMonth(world, openingOf(march), { period: march });
    expect(verdict(await approve('H000001'))).toBe('409 paymentNotInState');
    expect((await propose('H000001')).body.writeOff).toMatchObject({ period: march, amountCents: 100 });
    expect(verdict(await approve('H000001'))).toBe('200');
  });

  it('that no household begins without is found: the run is not concluded', async () => {
    const nobody = { coopId: 'havu', period: '2026-02', householdId: 'H999999' };
    const told = { months: [{ period: '2026-01', amountCents: 1 }], by: 'a', approvedBy: 'b', reason: 'made up' };
    await load(world, [{ ...bonusWriteOffKey(nobody), ...nobody, ...told, amountCents: 1, atMs: 1, version: 2 }]);
    const run = await start(world, openingOf(march), { period: march });
    expect(run.state).toBe('DRAFT');
    expect(whyStopped(world)).toContain('FAILED');
  });
});
