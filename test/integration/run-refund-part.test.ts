import { beforeEach, describe, expect, it } from 'vitest';
import { creditOf } from '../../domain/journal.ts';
import type { RefundTerms } from '../../domain/refund-decision.ts';
import { approveRefundDecision, recordRefundDecision } from '../../domain/refund-decision.ts';
import { checkWholeRefund } from '../../functions/api/staff/memberships/check-refund.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import type { Run } from '../../functions/table/items.ts';
import { journalEntries } from '../../functions/table/journal-entries.ts';
import { paymentOf } from '../../functions/table/payments.ts';
import { findRefundDecision, putRefundDecision } from '../../functions/table/refund-decisions.ts';
import { runIdOf } from '../../functions/table/runs.ts';
import { fillShare } from '../../functions/table/share-ledger.ts';
import { runInputs } from '../../functions/workflow/run-inputs.ts';
import { refundTerms } from '../../functions/workflow/terms/refund.ts';
import { customerNumberOf, formerMember, memberNumberOf } from '../fixtures/former-members.ts';
import { continued } from '../fixtures/run-continued.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { load, payoutsOfAnyKind, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { counting, crashAtWrite } from '../fixtures/run-faults.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const december = { kind: 'REFUND', period: '2026-12' } as const;
const january = { kind: 'REFUND', period: '2027-01' } as const;
const decemberAt = Date.parse('2027-01-02T06:00+02:00');
const januaryAt = Date.parse('2027-02-02T06:00+02:00');

let world: World;
/** Two who left in 2025, one in 2024, all due by the end of 2026. */
async function prepared(): Promise<World> {
  const fresh = newWorld();
  await load(fresh, [
    ...coopItems(coop({ shardCount: 1 })),
    ...formerMember(1),
    ...formerMember(2, { paidCents: 9_999 }),
    ...formerMember(3, { until: '2024-03-01', refundYear: '2024' }),
  ]);
  return fresh;
}
beforeEach(async () => {
  world = await prepared();
});

/** Recorded by one, approved by another. */
async function decide(over: Partial<RefundTerms>): Promise<void> {
  const terms = { decidedOn: '2026-04-20', partBasisPoints: 5_000, isFinal: false, basis: 'Accounts of 2025', ...over };
  const before = await findRefundDecision(world.others, 'havu', '2025');
  const recorded = recordRefundDecision(before, { year: '2025', terms }, { by: 'anna', atMs: 1 });
  await putRefundDecision(world.others, { ...recorded, coopId: 'havu' });
  const approved = approveRefundDecision(recorded, { by: 'bea', atMs: 2 });
  await putRefundDecision(world.others, { ...approved, coopId: 'havu' });
}
const shareOf = async (serial: number) => {
  const file = await customerFile(world.others, customerNumberOf(serial));
  const [membership] = file?.memberships ?? [];
  const outFor = (of: string) =>
    file?.shareEntries.filter(({ reason }) => reason === of).map(({ amountCents }) => amountCents);
  return [membership?.status, membership?.paidCents, outFor('REFUND'), outFor('WRITTEN_OFF')];
};
const paid = async (serial: number, period: string) =>
  (await paymentOf(world.others, `R${period}havu-${memberNumberOf(serial)}-0-1`))?.amountCents;
const restBooked = async (): Promise<number> =>
  creditOf(await journalEntries(world.others, 'havu', '2027-02'), world.settings.chartOfAccounts, 'unrefundedShares');

describe('a run of share refunds under a decision (R30)', () => {
  it('pays the part of that financial year, rounded down; the rest stays due and is told', async () => {
    await decide({});
    const run = await runMonth(world, decemberAt, december);
    expect(run.totals).toMatchObject({ payees: 3, baseCents: 29_999, amountCents: 5_000 + 4_999 + 10_000 });
    const payouts = await payoutsOfAnyKind(world, runIdOf(run), 1);
    expect(
      [...payouts.values()].map(({ baseCents, amountCents, ...rest }) => [
        baseCents,
        amountCents,
        'leftCents' in rest ? rest.leftCents : 0,
      ]),
    ).toEqual([
      [10_000, 5_000, 5_000],
      [9_999, 4_999, 5_000],
      [10_000, 10_000, 0],
    ]);
    expect(await shareOf(1)).toEqual(['RESIGNED', 5_000, [-5_000], []]);
    expect(await shareOf(2)).toEqual(['RESIGNED', 5_000, [-4_999], []]);
    expect(await shareOf(3)).toEqual(['REFUNDED', 0, [-10_000], []]);
    expect([await paid(1, '202612'), await paid(2, '202612'), await paid(3, '202612')]).toEqual([5_000, 4_999, 10_000]);
  });

  it('pays nothing more by the same decision, and the difference by a later one', async () => {
    await decide({});
    await runMonth(world, decemberAt, december);
    expect((await start(world, januaryAt, { ...january, dryRun: true })).totals).toMatchObject({ payees: 0 });
    await decide({ partBasisPoints: 8_000 });
    await runMonth(world, januaryAt, january);
    expect(await shareOf(1)).toEqual(['RESIGNED', 2_000, [-5_000, -3_000], []]);
    expect(await shareOf(2)).toEqual(['RESIGNED', 2_000, [-4_999, -3_000], []]);
    expect([await paid(1, '202701'), await paid(2, '202701')]).toEqual([3_000, 3_000]);
  });

  it('ends with one that is final: the rest goes to the co-op, with its voucher, and money that comes late is parted as well', async () => {
    await decide({});
    await runMonth(world, decemberAt, december);
    await decide({ partBasisPoints: 8_000, isFinal: true });
    await runMonth(world, januaryAt, january);
    expect(await shareOf(1)).toEqual(['REFUNDED', 0, [-5_000, -3_000], [-2_000]]);
    expect(await shareOf(2)).toEqual(['REFUNDED', 0, [-4_999, -3_000], [-2_000]]);
    expect(await restBooked()).toBe(4_000);
    const bonus = { coopId: 'havu', on: '2027-02-10', sourceId: 'BONUS-2027-01-H1', amountCents: 500 };
    await fillShare(world.others, customerNumberOf(1), bonus, world.settings);
    await runMonth(world, Date.parse('2027-03-02T06:00+02:00'), { kind: 'REFUND', period: '2027-02' });
    expect(await shareOf(1)).toEqual(['REFUNDED', 0, [-5_000, -3_000, -400], [-2_000, -100]]);
  });

  it('that gives nothing at all for good closes the share without a payment', async () => {
    await decide({ partBasisPoints: 0, isFinal: true });
    const run = await runMonth(world, decemberAt, december);
    expect(run.totals).toMatchObject({ payees: 3, payments: 1, amountCents: 10_000 });
    expect(await shareOf(1)).toEqual(['REFUNDED', 0, [], [-10_000]]);
    expect(await paid(1, '202612')).toBeUndefined();
  });

  it('is stale once another decision is in force', async () => {
    const calculated = await start(world, decemberAt, december);
    const signed = await sign(world, decemberAt + 1, calculated);
    const inputs = () => runInputs(world.others, runIdOf(calculated), world.settings);
    const look = async () => await refundTerms.checkRelease?.(world.others, signed, decemberAt + 2);
    expect(await inputs()).toEqual(calculated.inputs);
    await expect(look()).resolves.toBeUndefined();
    await decide({});
    expect(await inputs()).toEqual({ ...calculated.inputs, refundDecisions: '2025:2' });
    await expect(look()).rejects.toMatchObject({ code: 'runStale' });
  });

  it('is not passed by a refund of the whole share that a person books', async () => {
    const check = async (serial: number) => {
      const file = await customerFile(world.others, customerNumberOf(serial));
      for (const membership of file?.memberships ?? [])
        await checkWholeRefund(world.others, membership, world.settings);
    };
    await expect(check(1)).resolves.toBeUndefined();
    await decide({});
    await expect(check(1)).rejects.toMatchObject({ code: 'membershipNotInState' });
    await expect(check(3)).resolves.toBeUndefined();
    await decide({ partBasisPoints: 10_000 });
    await expect(check(1)).resolves.toBeUndefined();
  });

  it('divides each share once, wherever the posting dies', async () => {
    const written = async (): Promise<Run> => {
      await decide({});
      await runMonth(world, decemberAt, december);
      await decide({ partBasisPoints: 8_000, isFinal: true });
      return await sign(world, januaryAt + 1, await start(world, januaryAt, january));
    };
    const run = await written();
    const counter = counting();
    world.faults.current = counter;
    await release(world, januaryAt + 2, run);
    expect(counter.writes()).toBeGreaterThan(5);
    for (let write = 1; write <= counter.writes(); write += 1) {
      world = await prepared();
      const again = await written();
      world.faults.current = crashAtWrite(write, write % 2 === 0 ? 'before' : 'after');
      await release(world, januaryAt + 2, again).catch(() => undefined);
      await world.machine.settled();
      world.faults.current = {};
      expect((await continued(world, again, januaryAt + 3)).postedAtMs).toBeDefined();
      expect(await shareOf(1)).toEqual(['REFUNDED', 0, [-5_000, -3_000], [-2_000]]);
      expect(await shareOf(2)).toEqual(['REFUNDED', 0, [-4_999, -3_000], [-2_000]]);
      expect(await restBooked()).toBe(4_000);
      expect(await paid(1, '202701')).toBe(3_000);
    }
  });
});
