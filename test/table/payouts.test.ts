import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../functions/table/keys.ts';
import { notePaymentFile, paymentFilesOf } from '../../functions/table/payment-files.ts';
import {
  payoutPage,
  payoutsBetween,
  payoutsOfHousehold,
  payoutsOfShard,
  putPayout,
  putShardResult,
  shardResults,
} from '../../functions/table/payouts.ts';
import { barrier, collected, unique } from '../fixtures/recording.ts';
import { aPayout, aShardResult } from '../fixtures/register-items.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const newRun = (overrides: Partial<RunId> = {}): RunId => ({
  coopId: `p${unique()}`,
  kind: 'BONUS',
  period: '2026-09',
  attempt: '1',
  ...overrides,
});
const only = async (run: RunId) => (await payoutPage(cloud.register, run, 0, undefined, undefined)).payouts[0];

describe('a household’s payout in a run', () => {
  it('is the first one’s in a reading, however many steps do it at once', async () => {
    const run = newRun();
    const start = barrier(12);
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        await start();
        await putPayout(cloud.register, run, aPayout({ unpaidCents: index }));
      }),
    );
    const first = await only(run);
    await putPayout(cloud.register, run, aPayout({ unpaidCents: 99 }));
    expect(await only(run)).toEqual(first);
  });

  it('is replaced by a later reading, and never by an earlier one that wakes up late', async () => {
    const run = newRun();
    await putPayout(cloud.register, run, aPayout({ pass: 2, unpaidCents: 2 }));
    await putPayout(cloud.register, run, aPayout({ pass: 1, unpaidCents: 1 }));
    expect(await only(run)).toEqual(aPayout({ pass: 2, unpaidCents: 2 }));
    await putPayout(cloud.register, run, aPayout({ pass: 3, unpaidCents: 3 }));
    expect(await only(run)).toEqual(aPayout({ pass: 3, unpaidCents: 3 }));
  });

  it('is kept whole, with what is empty and what is not', async () => {
    const run = newRun();
    const payout = aPayout({
      opening: { bonusCents: -500, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 },
      customerNumber: '1000001',
      endToEndId: 'BONUS-1',
      payeeName: 'Mäkinen Åsa',
      sealedIban: 'sealed',
    });
    await putPayout(cloud.register, run, payout);
    expect(await only(run)).toEqual(payout);
  });

  it('is read by shard and range, in the order of ids, and of no other run', async () => {
    const run = newRun();
    const ids = ['H000010', 'H000002', 'H000001', 'H000020'];
    for (const payeeId of ids) await putPayout(cloud.register, run, aPayout({ payeeId, shard: 4 }));
    await putPayout(cloud.register, run, aPayout({ shard: 5 }));
    await putPayout(cloud.register, { ...run, attempt: 'D1' }, aPayout({ shard: 4 }));
    const shard = (await collected(payoutsOfShard(cloud.register, run, 4))).flat();
    expect(shard.map(({ payeeId }) => payeeId)).toEqual(ids.toSorted());
    const between = await payoutsBetween(cloud.register, run, 4, 'H000002', 'H000010');
    expect([...between.keys()]).toEqual(['H000002', 'H000010']);
    expect(between.get('H000010')).toEqual(aPayout({ payeeId: 'H000010', shard: 4 }));
    const page = await payoutPage(cloud.register, run, 4, 'H000002', 1);
    expect([page.payouts.map(({ payeeId }) => payeeId), page.last]).toEqual([['H000010'], 'H000010']);
  });

  it('is found by the attempts that were posted, oldest month first', async () => {
    const run = newRun();
    const household = { coopId: run.coopId, shard: 0, householdId: 'H000001' };
    for (const [period, attempt, unpaidCents] of [
      ['2026-09', '1', 1],
      ['2026-09', '2', 2],
      ['2026-08', '1', 3],
    ] as const)
      await putPayout(cloud.register, { ...run, period, attempt }, aPayout({ unpaidCents }));
    const attempts = new Map([
      ['2026-09', '2'],
      ['2026-08', '1'],
      ['2026-07', '1'],
    ]);
    const found = await payoutsOfHousehold(cloud.register, household, attempts);
    expect(found.map(({ period, attempt, payout }) => [period, attempt, payout.unpaidCents])).toEqual([
      ['2026-08', '1', 3],
      ['2026-09', '2', 2],
    ]);
    expect(await payoutsOfHousehold(cloud.register, household, new Map())).toEqual([]);
  });
});

describe('a shard’s result', () => {
  it('follows the same rule of readings; all are listed by number beyond nine', async () => {
    const run = newRun();
    for (const shard of [10, 2, 0]) await putShardResult(cloud.register, run, aShardResult({ shard }));
    await putShardResult(cloud.register, run, aShardResult({ shard: 2, hash: 'again' }));
    await putShardResult(cloud.register, run, aShardResult({ shard: 10, pass: 2, hash: 'second' }));
    await putShardResult(cloud.register, run, aShardResult({ shard: 10, pass: 1, hash: 'late' }));
    expect((await shardResults(cloud.register, run)).map(({ shard, hash }) => [shard, hash])).toEqual([
      [0, 'hash'],
      [2, 'hash'],
      [10, 'second'],
    ]);
  });
});

describe('payment files of a run', () => {
  it('are noted once each and listed by number, beside the shards’ results', async () => {
    const run = newRun();
    const file = (fileNumber: number) => ({
      fileNumber,
      key: `f${fileNumber}.xml`,
      count: 2,
      sumCents: 10,
      sha256: 'aa',
    });
    await putShardResult(cloud.register, run, aShardResult());
    for (const number of [11, 2, 1, 2]) await notePaymentFile(cloud.register, run, file(number));
    expect(await paymentFilesOf(cloud.register, run)).toEqual([file(1), file(2), file(11)]);
  });
});
