import { isDeepStrictEqual } from 'node:util';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { putControlSum } from '../../functions/table/control-sums.ts';
import type { Run } from '../../functions/table/items.ts';
import { payoutKey } from '../../functions/table/keys.ts';
import { putPayout, putShardResult, shardResults } from '../../functions/table/payouts.ts';
import { changeRun, runOf } from '../../functions/table/runs.ts';
import { calculateShard } from '../../functions/workflow/calculate-shard.ts';
import { checkPayees } from '../../functions/workflow/check-payees.ts';
import { compareRoads } from '../../functions/workflow/compare-roads.ts';
import { concludeRun } from '../../functions/workflow/conclude-run.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { sumOutlets } from '../../functions/workflow/sum-outlets.ts';
import { coop, coopItems, receipt } from '../fixtures/run-coop.ts';
import { dump, load, payoutsOf, present, record, release, sign, start } from '../fixtures/run-driver.ts';
import { laggingIndex } from '../fixtures/run-faults.ts';
import { afterOpening, lateButInTime, openingOf, run, type SceneOptions, scene } from '../fixtures/run-scene.ts';
import type { World } from '../fixtures/run-world.ts';

/** Steps that wake up late: their function hung, or the state machine called it twice, and the run has gone on without it. */

const january = '2026-01';
const openedAt = openingOf(january);

async function month(options: SceneOptions = {}): Promise<World> {
  const world = await scene(options);
  await record(
    world,
    lateButInTime(january),
    receipt(1, '2026-01-10T12:00', 30_000),
    receipt(2, '2026-01-11T12:00', 20_000),
  );
  return world;
}

const pageOf = (pass: number, shard = 1) => ({ run: run(january), shard, pass, cursor: null });

describe('a household that an older reading writes late', () => {
  /** As it stood in the table before: the newer reading came to the same and wrote nothing. */
  it('replaces the newer one, if the newer one skipped what had not changed', async () => {
    const world = await month();
    const draft = await stoppedAtPass3(world);
    const [same] = (await payoutsOf(world, draft)).values();
    if (same === undefined) throw new Error('no payout');
    const naivePut = async (payout: typeof same, there: typeof same): Promise<void> => {
      if (!isDeepStrictEqual({ ...payout, pass: 0 }, { ...there, pass: 0 }))
        await putPayout(world.db, run(january), payout);
    };
    await world.db.client.send(
      new PutCommand({
        TableName: world.db.tableName,
        Item: { ...payoutKey(run(january), same.shard, same.payeeId), ...same, pass: 1 },
      }),
    );
    await naivePut({ ...same, pass: 3 }, same);
    await putPayout(world.db, run(january), { ...same, pass: 2, amountCents: 1 });
    expect((await payoutsOf(world, draft)).get(same.payeeId)?.amountCents).toBe(1);
  });

  it('changes nothing: each reading leaves its number on every household', async () => {
    const world = await month();
    const draft = await stoppedAtPass3(world);
    const before = await payoutsOf(world, draft);
    expect([...before.values()].map(({ pass }) => pass)).toEqual([3, 3]);
    for (const payout of before.values())
      await putPayout(world.db, run(january), { ...payout, pass: 2, amountCents: 1 });
    expect(await payoutsOf(world, draft)).toEqual(before);
  });

  /** The index goes on hiding a receipt, so all three readings come to the same households. */
  async function stoppedAtPass3(world: World): Promise<Run> {
    await record(world, lateButInTime(january), receipt(3, '2026-01-12T12:00', 77_777));
    world.faults.current = laggingIndex('byHousehold', 1_000, (entry) => entry.m?.N === '77777');
    const draft = await start(world, openedAt, { period: january });
    expect(draft).toMatchObject({ state: 'DRAFT', pass: 3, problem: 'SUMS_DIFFER' });
    return draft;
  }
});

describe('a step of a reading that is over', () => {
  it('calculates nothing more, neither for a newer reading nor for a run that is signed', async () => {
    const world = await month();
    const calculated = await start(world, openedAt, { period: january });
    // Household 3 had nothing; if it were written now, the shard would not be what was signed, and the run could never be posted.
    await record(world, lateButInTime(january), receipt(3, '2026-01-12T12:00', 50_000));
    await expect(calculateShard(world.db, pageOf(1), world.settings)).rejects.toThrow('reading of the run is over');
    expect((await sign(world, afterOpening(january), calculated)).state).toBe('FILES_WRITTEN');

    const other = await month();
    await startWithoutExecution(other);
    await changeRun(other.db, run(january), ['DRAFT'], { pass: 2 });
    await expect(calculateShard(other.db, pageOf(1), other.settings)).rejects.toThrow('reading of the run is over');
    expect((await payoutsOf(other, run(january))).size).toBe(0);
  });

  it('concludes nothing that has not agreed in the present reading', async () => {
    const world = await month();
    await startWithoutExecution(world);
    await readBoth(world, 1);
    await expect(concludeRun(world.db, run(january), world.settings)).rejects.toThrow('have not agreed');
    expect(await compareRoads(world.db, run(january), 1)).toEqual({ verdict: 'AGREE', pass: 1 });
    await changeRun(world.db, run(january), ['DRAFT'], { pass: 2 });
    await expect(concludeRun(world.db, run(january), world.settings)).rejects.toThrow('have not agreed');
    // A comparison of the old reading is told to go on with the new one.
    expect(await compareRoads(world.db, run(january), 1)).toEqual({ verdict: 'AGAIN', pass: 2 });
    await expect(compareRoads(world.db, run(january), 2)).rejects.toThrow('left no result');
    await readBoth(world, 2);
    expect(await compareRoads(world.db, run(january), 2)).toEqual({ verdict: 'AGREE', pass: 2 });
    expect(await concludeRun(world.db, run(january), world.settings)).toEqual({ dryRun: false });
    const concluded = await runOf(world.db, run(january));
    expect(await concludeRun(world.db, run(january), world.settings)).toEqual({ dryRun: false });
    expect(await compareRoads(world.db, run(january), 2)).toEqual({ verdict: 'AGREE', pass: 2 });
    expect(await runOf(world.db, run(january))).toEqual(concluded);
  });

  it('does not replace a newer control sum by its older one', async () => {
    const world = await month();
    const sums = { outletId: '101', byCoop: {} };
    await putControlSum(world.db, january, 1, { ...sums, readAtMs: 2_000 });
    await putControlSum(world.db, january, 1, {
      ...sums,
      readAtMs: 1_000,
      byCoop: { havu: { receipts: 1, purchases: nothing } },
    });
    const [, item] = [...(await dump(world))].find(([key]) => key.startsWith('CONTROL#2026-01#1|')) ?? [];
    expect(item).toMatchObject({ readAtMs: 2_000, byCoop: {} });
  });

  const nothing = { bonusCents: 0, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 };

  async function startWithoutExecution(world: World): Promise<void> {
    world.faults.current = {
      before: ({ operation }) => (operation === 'PutExecution' ? Promise.reject(new Error('gone')) : undefined),
    };
    await expect(start(world, openedAt, { period: january })).rejects.toThrow('gone');
    world.faults.current = {};
  }

  async function readBoth(world: World, pass: number): Promise<void> {
    for (const shard of [0, 1]) await calculateShard(world.db, pageOf(pass, shard), world.settings);
    await sumOutlets(world.db, run(january), ['101'], openedAt);
  }
});

describe('what was signed', () => {
  it('is what is posted: a shard or a household that is another one stops the run before any money moves', async () => {
    for (const tamper of ['household', 'shard'] as const) {
      const world = await month();
      const calculated = await start(world, openedAt, { period: january });
      const payout = (await payoutsOf(world, calculated)).get('H000001');
      const result = (await shardResults(world.db, run(january))).find(({ shard }) => shard === 1);
      if (payout === undefined || result === undefined) throw new Error('no result');
      const richer = {
        ...payout,
        pass: 2,
        openingUnpaidCents: 100,
        payableCents: payout.payableCents + 100,
        toAccountCents: payout.toAccountCents + 100,
      };
      if (tamper === 'household') await putPayout(world.db, run(january), richer);
      else await putShardResult(world.db, run(january), { ...result, pass: 2, hash: '0'.repeat(64) });
      const stopped = await sign(world, afterOpening(january), calculated);
      expect(stopped).toMatchObject({ state: 'APPROVED', problem: 'STEP_FAILED' });
      expect([...world.files]).toEqual([]);
      await expect(checkPayees(world.db, run(january), 1, null, world.settings)).rejects.toThrow('not what was signed');
    }
  });

  it('is what is booked: what was changed after the files stops the release before a share is filled', async () => {
    const world = await month();
    const written = await sign(world, openedAt, await start(world, openedAt, { period: january }));
    const payout = (await payoutsOf(world, written)).get('H000001');
    if (payout === undefined) throw new Error('no payout');
    await putPayout(world.db, run(january), { ...payout, pass: 2, toShareCents: 100, unpaidCents: -100 });
    const stopped = await release(world, afterOpening(january), written);
    expect(stopped).toMatchObject({ state: 'RELEASED', problem: 'STEP_FAILED' });
    expect(stopped.postedAtMs).toBeUndefined();
    await expect(postShard(world.db, run(january), 1, null, world.settings)).rejects.toThrow('not what was signed');
  });

  it('is posted though the co-op has got another shard meanwhile', async () => {
    const world = await month();
    const calculated = await start(world, openedAt, { period: january });
    await load(world, coopItems(coop({ shardCount: 3 })));
    world.machine.abort('BONUS-havu-2026-01-1-1');
    const waiting = await start(world, afterOpening(january), { period: january });
    expect(waiting).toMatchObject({ state: 'CALCULATED', execution: 2, hash: calculated.hash });
    expect(await sign(world, afterOpening(january), waiting)).toMatchObject({ state: 'FILES_WRITTEN' });
    expect(await present(world, waiting)).toMatchObject({ totals: calculated.totals });
  });
});
