import { beforeEach, describe, expect, it } from 'vitest';
import { customerFile } from '../../functions/table/customer-file.ts';
import type { Run } from '../../functions/table/items.ts';
import { paymentOf } from '../../functions/table/payments.ts';
import { runIdOf } from '../../functions/table/runs.ts';
import { fillShare, refundShare } from '../../functions/table/share-ledger.ts';
import { itemOfAccount } from '../../scripts/demo/customer.ts';
import { customerNumberOf, formerMember, memberNumberOf } from '../fixtures/former-members.ts';
import { continued } from '../fixtures/run-continued.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { load, payoutsOfAnyKind, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { counting, crashAtWrite, losingAnswers } from '../fixtures/run-faults.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';
import { testSealer } from '../fixtures/sealing.ts';

const opensAt = Date.parse('2027-01-02T06:00+02:00');
const period = '2026-12';
const items = [
  ...coopItems(coop({ shardCount: 1 })),
  ...formerMember(1),
  ...formerMember(2, { account: false }),
  ...formerMember(3, { deceased: true, status: 'DECEASED', endedAs: 'DECEASED' }),
  ...formerMember(4, { refundDueOn: '2027-12-31' }),
  ...formerMember(5, { paidCents: 0 }),
  ...formerMember(6, {
    paidCents: 10_150,
    status: 'ACTIVE_PAID',
    endedAs: undefined,
    until: undefined,
    refundDueOn: undefined,
  }),
];

let world: World;
async function prepared(): Promise<World> {
  const fresh = newWorld();
  await load(fresh, items);
  return fresh;
}
beforeEach(async () => {
  world = await prepared();
});

const refunds = (): Promise<Run> => runMonth(world, opensAt, { kind: 'REFUND', period });
const shareOf = async (serial: number) => {
  const file = await customerFile(world.others, customerNumberOf(serial));
  const [membership] = file?.memberships ?? [];
  return {
    status: membership?.status,
    paidCents: membership?.paidCents,
    refunds: file?.shareEntries.filter(({ reason }) => reason === 'REFUND').map(({ amountCents }) => amountCents),
  };
};
const paymentFor = (serial: number) => paymentOf(world.others, `R202612havu-${memberNumberOf(serial)}-0-1`);

describe('a run of share refunds', () => {
  it('pays what is due by the end of the month, holds what nobody can be paid, and leaves what is not due', async () => {
    const run = await refunds();
    expect(run.totals).toMatchObject({
      payees: 5,
      amountCents: 30_150,
      toAccountCents: 10_150,
      unpaidCents: 20_000,
      payments: 2,
    });
    const payouts = await payoutsOfAnyKind(world, runIdOf(run), 1);
    expect([...payouts.values()].map(({ payeeId, outcome, reason }) => [payeeId.slice(-1), reason ?? outcome])).toEqual(
      [
        ['1', 'PAID'],
        ['2', 'NO_ACCOUNT'],
        ['3', 'DECEASED'],
        ['5', 'NOTHING_DUE'],
        ['6', 'PAID'],
      ],
    );
    expect(await shareOf(1)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
    expect(await shareOf(2)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
    expect(await shareOf(4)).toEqual({ status: 'RESIGNED', paidCents: 10_000, refunds: [] });
    expect(await shareOf(5)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [] });
    expect(await shareOf(6)).toEqual({ status: 'ACTIVE_PAID', paidCents: 10_000, refunds: [-150] });
    expect(await paymentFor(1)).toMatchObject({ state: 'SENT', amountCents: 10_000, dueOn: '2027-01-08' });
    expect(await paymentFor(2)).toMatchObject({ state: 'HELD', amountCents: 10_000, reason: 'NO_ACCOUNT' });
    expect(await paymentFor(3)).toMatchObject({ state: 'HELD', amountCents: 10_000, reason: 'DECEASED' });
    expect(await paymentFor(5)).toBeUndefined();
    expect([...world.files.values()].join('')).toContain('OSUUSMAKSUN PALAUTUS 12/2026');
  });

  it('that was held is paid by a correction once the member has an account', async () => {
    await refunds();
    const account = { iban: 'FI7239390010000016', type: 'PAYMENT', from: '2027-01-05' } as const;
    await load(world, [itemOfAccount(account, customerNumberOf(2), 'havu', testSealer)]);
    await runMonth(world, Date.parse('2027-01-12T09:00+02:00'), { kind: 'CORRECTION', period: '2027-01-12' });
    expect(await paymentFor(2)).toMatchObject({ state: 'REISSUED' });
    expect(await paymentOf(world.others, `R202612havu-${memberNumberOf(2)}-0-2`)).toMatchObject({
      state: 'SENT',
      kind: 'REFUND',
      amountCents: 10_000,
      dueOn: '2027-01-12',
    });
    expect(await paymentFor(3)).toMatchObject({ state: 'HELD', reason: 'DECEASED' });
    expect(await shareOf(2)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
  });

  it('pays the estate of the deceased, once it has an account of its own', async () => {
    const account = { iban: 'FI7239390010000016', type: 'ESTATE', from: '2026-01-01' } as const;
    await load(world, [itemOfAccount(account, customerNumberOf(3), 'havu', testSealer)]);
    await refunds();
    expect(await paymentFor(3)).toMatchObject({ state: 'SENT', amountCents: 10_000 });
    const file = [...world.files.values()].join('');
    expect(file).toContain('<Cdtr><Nm>Mallikas Maija kuolinpesä</Nm></Cdtr>');
    expect(file).toContain('<Cdtr><Nm>Mallikas Maija</Nm></Cdtr>');
  });

  it('pays nothing before it is due (R31): a month that has not ended is not opened', async () => {
    await expect(start(world, Date.parse('2026-12-31T23:00+02:00'), { kind: 'REFUND', period })).rejects.toMatchObject({
      code: 'monthNotEnded',
    });
    expect(
      await start(world, Date.parse('2026-12-20T12:00+02:00'), { kind: 'REFUND', period, dryRun: true }),
    ).toMatchObject({
      warnings: ['MONTH_NOT_ENDED'],
      totals: { payees: 5 },
    });
  });

  it('holds a refund whose share has changed since it was signed', async () => {
    const calculated = await start(world, opensAt, { kind: 'REFUND', period });
    const bonus = { coopId: 'havu', on: '2027-01-02', sourceId: 'BONUS-2026-11-H1', amountCents: 500 };
    await fillShare(world.others, customerNumberOf(1), bonus, world.settings);
    const written = await sign(world, opensAt + 1, calculated);
    expect(written.held).toEqual({ count: 1, sumCents: 10_000 });
  });

  it('leaves due what has come to the share after the files were made', async () => {
    const written = await sign(world, opensAt + 1, await start(world, opensAt, { kind: 'REFUND', period }));
    const bonus = { coopId: 'havu', on: '2027-01-02', sourceId: 'BONUS-2026-11-H1', amountCents: 500 };
    await fillShare(world.others, customerNumberOf(1), bonus, world.settings);
    await release(world, opensAt + 2, written);
    expect(await shareOf(1)).toEqual({ status: 'RESIGNED', paidCents: 500, refunds: [-10_000] });
  });

  it('books each refund once, when every step of the posting is done twice', async () => {
    world = newWorld({ times: (step) => (step === 'post-shard' || step === 'check-payees' ? 'twice' : 'once') });
    await load(world, items);
    await refunds();
    expect(await shareOf(1)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
    expect(await shareOf(6)).toEqual({ status: 'ACTIVE_PAID', paidCents: 10_000, refunds: [-150] });
  });

  it.each([2, 3])('books each refund once when every %i. write is done and its answer lost', async (nth) => {
    world.faults.current = losingAnswers(nth);
    await refunds();
    world.faults.current = {};
    expect(await shareOf(1)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
    expect(await shareOf(6)).toEqual({ status: 'ACTIVE_PAID', paidCents: 10_000, refunds: [-150] });
    expect(await paymentFor(1)).toMatchObject({ state: 'SENT', version: 1 });
  });

  it('books each refund and payment once, wherever the posting dies', async () => {
    const written = await sign(world, opensAt + 1, await start(world, opensAt, { kind: 'REFUND', period }));
    const counter = counting();
    world.faults.current = counter;
    await release(world, opensAt + 2, written);
    expect(counter.writes()).toBeGreaterThan(8);
    for (let write = 1; write <= counter.writes(); write += 1) {
      world = await prepared();
      const again = await sign(world, opensAt + 1, await start(world, opensAt, { kind: 'REFUND', period }));
      const crash = crashAtWrite(write, write % 2 === 0 ? 'before' : 'after');
      world.faults.current = crash;
      await release(world, opensAt + 2, again).catch(() => undefined);
      await world.machine.settled();
      world.faults.current = {};
      expect((await continued(world, again, opensAt + 3)).postedAtMs).toBeDefined();
      expect(await shareOf(1)).toEqual({ status: 'REFUNDED', paidCents: 0, refunds: [-10_000] });
      expect(await shareOf(6)).toEqual({ status: 'ACTIVE_PAID', paidCents: 10_000, refunds: [-150] });
      expect(await paymentFor(1)).toMatchObject({ state: 'SENT', version: 1 });
      expect(await paymentFor(2)).toMatchObject({ state: 'HELD', version: 1 });
    }
  });
});

describe('refundShare', () => {
  it('would book twice without the id of where it comes from', async () => {
    const refund = {
      coopId: 'havu',
      on: '2027-01-08',
      memberNumber: memberNumberOf(6),
      amountCents: 50,
      isExcess: true,
    };
    for (const sourceId of ['REFUND-2026-12-6', 'REFUND-2026-12-6'])
      await refundShare(world.others, customerNumberOf(6), { ...refund, sourceId }, world.settings);
    expect((await shareOf(6)).refunds).toEqual([-50]);
    await refundShare(world.others, customerNumberOf(6), { ...refund, sourceId: 'made-up-1' }, world.settings);
    expect((await shareOf(6)).refunds).toEqual([-50, -50]);
  });
});
