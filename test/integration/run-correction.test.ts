import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../functions/table/items.ts';
import { benefitAccountKey } from '../../functions/table/keys.ts';
import { owedPage } from '../../functions/table/owed-payments.ts';
import { applyAnswer, paymentOf, paymentWrite } from '../../functions/table/payments.ts';
import { runIdOf } from '../../functions/table/runs.ts';
import { commit } from '../../functions/table/transaction.ts';
import { correctionTerms } from '../../functions/workflow/terms/correction.ts';
import { bankAnswer } from '../fixtures/payments.ts';
import { continued } from '../fixtures/run-continued.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt } from '../fixtures/run-coop.ts';
import {
  cancel,
  copyInto,
  dump,
  load,
  payoutsOfAnyKind,
  record,
  release,
  runMonth,
  sign,
  start,
} from '../fixtures/run-driver.ts';
import { counting, crashAtWrite, losingAnswers } from '../fixtures/run-faults.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';

const january = '2026-01';
const paidAt = Date.parse('2026-02-02T06:00+02:00');
const answeredAt = Date.parse('2026-02-12T06:00+02:00');
const day = '2026-02-13';
const correctsAt = Date.parse(`${day}T09:00+02:00`);
const idOf = (serial: number, issue = 1) => `B202601havu-H00000${serial}-0-${issue}`;
const customerNumberOf = (serial: number) => `11${String(serial).padStart(8, '0')}`;

/** January is paid to four households: 1 was rejected, 2 returned, 3 is unknown, 4 confirmed. */
let prepared: ReadonlyMap<string, Record<string, unknown>> | undefined;
async function afterAnswers(options: WorldOptions = {}): Promise<World> {
  const fresh = newWorld(options);
  if (prepared === undefined) {
    await load(fresh, [
      ...coopItems(coop({ shardCount: 2 })),
      ...outletItems('101'),
      ...[1, 2, 3, 4].map((serial) => household(serial)).flatMap(householdItems),
    ]);
    const bought = [1, 2, 3, 4].map((serial) => receipt(serial, '2026-01-10T12:00', 10_000 * serial));
    await record(fresh, Date.parse('2026-01-20T12:00+02:00'), ...bought);
    await runMonth(fresh, paidAt, { period: january });
    const answer = (serial: number, kind: Parameters<typeof bankAnswer>[0]) =>
      applyAnswer(
        fresh.others,
        { coopId: 'havu', endToEndId: idOf(serial) },
        bankAnswer(kind, { atMs: answeredAt, reasonCode: 'AC04' }),
      );
    await answer(1, 'REJECTED');
    await answer(2, 'RETURNED');
    await answer(3, 'REJECTED');
    await answer(3, 'SETTLED');
    await answer(4, 'SETTLED');
    prepared = await dump(fresh);
    return fresh;
  }
  await copyInto(fresh, prepared);
  return fresh;
}

/** Staff have confirmed the account. */
async function confirm(serial: number): Promise<void> {
  await world.others.client.send(
    new UpdateCommand({
      TableName: world.others.tableName,
      Key: benefitAccountKey(customerNumberOf(serial), '2010-01-01'),
      UpdateExpression: 'REMOVE blocked',
    }),
  );
}

let world: World;
beforeEach(async () => {
  world = await afterAnswers();
});
const startIt = (): Promise<Run> => start(world, correctsAt, { kind: 'CORRECTION', period: day });
const correct = (): Promise<Run> => runMonth(world, correctsAt, { kind: 'CORRECTION', period: day });
const stateOf = async (serial: number, issue = 1) => (await paymentOf(world.others, idOf(serial, issue)))?.state;
const owed = async () => (await owedPage(world.others, 'havu', undefined, 100)).payments.map((one) => one.endToEndId);

describe('a correction', () => {
  it('pays nobody whose account is blocked still, and never what is unknown or paid', async () => {
    const run = await correct();
    expect(run.totals).toMatchObject({ payees: 2, payments: 0, unpaidCents: run.totals?.amountCents });
    const payouts = await payoutsOfAnyKind(world, runIdOf(run), 1);
    expect([...payouts.values()].map(({ payeeId, reason }) => [payeeId, reason])).toEqual([
      [idOf(1), 'ACCOUNT_BLOCKED'],
      [idOf(2), 'ACCOUNT_BLOCKED'],
    ]);
    expect(await owed()).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  it('pays the next issue to who can be paid now, and closes the one before', async () => {
    await confirm(1);
    const run = await correct();
    expect(run.totals).toMatchObject({ payments: 1 });
    expect(await paymentOf(world.others, idOf(1))).toMatchObject({ state: 'REISSUED', successor: idOf(1, 2) });
    expect(await paymentOf(world.others, idOf(1, 2))).toMatchObject({
      state: 'SENT',
      issue: 2,
      kind: 'BONUS',
      period: january,
      predecessor: idOf(1),
      run: { kind: 'CORRECTION', period: day, attempt: '1' },
      amountCents: (await paymentOf(world.others, idOf(1)))?.amountCents,
    });
    expect(await owed()).toEqual([idOf(2), idOf(3)]);
    const file = [...world.files].find(([key]) => key.includes('CORR'))?.[1] ?? '';
    expect(file).toContain(`<EndToEndId>${idOf(1, 2)}</EndToEndId>`);
    expect(file).not.toContain(idOf(2));
  });

  it('leaves out what is said to be settled by hand, also if that was said after it was calculated', async () => {
    await confirm(1);
    await confirm(2);
    const settle = async (serial: number): Promise<void> => {
      const payment = await paymentOf(world.others, idOf(serial));
      if (payment === undefined) throw new Error('there is no such payment');
      const told = {
        paidOn: day,
        taxAtSourceCents: 0,
        reference: 'TRANSFER-1',
        reason: 'in cash',
        by: 'anna',
        atMs: 1,
      };
      const handSettlement = { ...told, paidCents: payment.amountCents };
      await commit(world.others, [paymentWrite({ ...payment, handSettlement })]);
    };
    await settle(1);
    const calculated = await startIt();
    expect(calculated.totals).toMatchObject({ payees: 1 });
    await settle(2);
    const written = await sign(world, correctsAt + 1, calculated);
    expect(written.held).toMatchObject({ count: 1 });
    await release(world, correctsAt + 2, written);
    expect([await stateOf(1), await stateOf(2)]).toEqual(['REJECTED', 'RETURNED']);
    expect([await stateOf(1, 2), await stateOf(2, 2)]).toEqual([undefined, undefined]);
  });

  it('can be followed by another: an issue that comes back is owed again', async () => {
    await confirm(1);
    await correct();
    await applyAnswer(
      world.others,
      { coopId: 'havu', endToEndId: idOf(1, 2) },
      bankAnswer('RETURNED', { reasonCode: 'AM04' }),
    );
    await runMonth(world, correctsAt + 86_400_000, { kind: 'CORRECTION', period: '2026-02-14' });
    expect([await stateOf(1), await stateOf(1, 2), await stateOf(1, 3)]).toEqual(['REISSUED', 'REISSUED', 'SENT']);
  });

  it('that is cancelled leaves the payment to the next', async () => {
    await confirm(1);
    const written = await sign(world, correctsAt, await startIt());
    await cancel(world, correctsAt, written);
    expect(await stateOf(1)).toBe('REJECTED');
    const next = await correct();
    expect(next.attempt).toBe('2');
    expect([await stateOf(1), await stateOf(1, 2)]).toEqual(['REISSUED', 'SENT']);
  });

  it('holds back what the bank says is paid before the files are written', async () => {
    await confirm(1);
    const calculated = await startIt();
    await applyAnswer(world.others, { coopId: 'havu', endToEndId: idOf(1) }, bankAnswer('SETTLED'));
    const written = await sign(world, correctsAt, calculated);
    expect(written.held).toMatchObject({ count: 1 });
    await release(world, correctsAt, written);
    expect(await stateOf(1)).toBe('UNKNOWN');
    expect(await stateOf(1, 2)).toBeUndefined();
  });

  it('is not released when the bank says after the files that something of it is paid', async () => {
    await confirm(1);
    const written = await sign(world, correctsAt, await startIt());
    await correctionTerms.checkRelease?.(world.db, written, world.clock.nowMs);
    await applyAnswer(world.others, { coopId: 'havu', endToEndId: idOf(1) }, bankAnswer('SETTLED'));
    await expect(correctionTerms.checkRelease?.(world.db, written, world.clock.nowMs)).rejects.toMatchObject({
      code: 'runStale',
    });
  });

  it('shows who must look if the bank says so after the release', async () => {
    await confirm(1);
    const written = await sign(world, correctsAt, await startIt());
    await applyAnswer(world.others, { coopId: 'havu', endToEndId: idOf(1) }, bankAnswer('SETTLED'));
    await release(world, correctsAt, written);
    expect(await paymentOf(world.others, idOf(1))).toMatchObject({ state: 'REISSUED', isDoubtful: true });
    expect(await stateOf(1, 2)).toBe('SENT');
    expect(await owed()).toContain(idOf(1));
  });

  it('pays once when each step is done twice', async () => {
    world = await afterAnswers({ times: () => 'twice' });
    await confirm(1);
    await correct();
    expect([await stateOf(1), await stateOf(1, 2), await stateOf(1, 3)]).toEqual(['REISSUED', 'SENT', undefined]);
  });

  it.each([2, 3])('pays once when every %i. write is done and its answer lost', async (nth) => {
    await confirm(1);
    await confirm(2);
    world.faults.current = losingAnswers(nth);
    await correct();
    world.faults.current = {};
    expect([await stateOf(1), await stateOf(1, 2), await stateOf(1, 3)]).toEqual(['REISSUED', 'SENT', undefined]);
    expect([await stateOf(2), await stateOf(2, 2), await stateOf(2, 3)]).toEqual(['REISSUED', 'SENT', undefined]);
  });

  it('never leaves two open issues or none, wherever the posting dies', async () => {
    const prepare = async () => {
      world = await afterAnswers();
      await confirm(1);
      await confirm(2);
      return await sign(world, correctsAt, await startIt());
    };
    const counter = counting();
    const first = await prepare();
    world.faults.current = counter;
    await release(world, correctsAt, first);
    for (let write = 1; write <= counter.writes(); write += 1)
      for (const when of ['before', 'after'] as const) {
        const written = await prepare();
        world.faults.current = crashAtWrite(write, when);
        await release(world, correctsAt, written).catch(() => undefined);
        await world.machine.settled();
        world.faults.current = {};
        for (const serial of [1, 2]) {
          const both = [await stateOf(serial), await stateOf(serial, 2)];
          expect([
            ['REJECTED', undefined],
            ['RETURNED', undefined],
            ['REISSUED', 'SENT'],
          ]).toContainEqual(both);
        }
        expect((await continued(world, written, correctsAt)).postedAtMs).toBeDefined();
        expect([await stateOf(1), await stateOf(1, 2), await stateOf(2), await stateOf(2, 2)]).toEqual([
          'REISSUED',
          'SENT',
          'REISSUED',
          'SENT',
        ]);
      }
  });

  it('is of a day that has come', async () => {
    await expect(start(world, correctsAt, { kind: 'CORRECTION', period: '2026-02-14' })).rejects.toMatchObject({
      code: 'monthNotEnded',
    });
  });
});
