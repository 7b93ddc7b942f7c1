import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { lateMarkKey } from '../../functions/table/keys.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { receipt } from '../fixtures/run-coop.ts';
import { payoutsOf, record, runMonth } from '../fixtures/run-driver.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import {
  afterOpening,
  lateButInTime,
  moneyOf,
  openingOf,
  owedCents,
  run,
  type SceneOptions,
  scene,
} from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import type { World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
const inTime = (): Receipt => receipt(1, '2026-01-10T12:00', 30_000);
const late = (): Receipt => receipt(1, '2026-01-20T12:00', 25_000);
const ofNextMonth = (): Receipt => receipt(1, '2026-02-10T12:00', 10_000);

/** What happens in January's run: at the start of its step `number`, a receipt that comes late. */
async function lateAt(
  number: number,
  options: SceneOptions = {},
): Promise<{ world: World; receipts: Receipt[]; steps: number }> {
  const receipts = [inTime(), late(), ofNextMonth()] as const;
  let steps = 0;
  let world: World | undefined;
  const onStep = async (moment: Moment) => {
    if (moment.when === 'before') steps += 1;
    if (moment.when === 'before' && steps === number && world !== undefined)
      await record(world, afterOpening(january), receipts[1]);
  };
  world = await scene({ ...options, onStep });
  await record(world, lateButInTime(january), receipts[0]);
  await runMonth(world, openingOf(january), { period: january });
  return { world, receipts: [...receipts], steps };
}

/** January's and February's runs together give what January's and February's receipts come to. */
async function givenAndOwed(world: World, receipts: readonly Receipt[]): Promise<{ given: number; owed: number }> {
  await record(world, Date.parse('2026-02-10T12:00+02:00'), receipts[2] as Receipt);
  const second = await runMonth(world, openingOf(february), { period: february });
  const { givenCents } = await moneyOf(world, [{ ...second, period: january }, second]);
  return {
    given: givenCents,
    owed: owedCents(
      [january, february],
      receipts.map((each) => ({ householdId: 'H000001', receipt: each })),
    ),
  };
}

/** Deletes what marks there are, whatever their token and time. */
const naiveMarks = ({ db, settings }: StepContext): Partial<Steps> => ({
  'post-shard': step(stepInputs.postShard, async ({ run, shard, cursor }) => {
    const page = await postShard(db, run, shard, cursor, settings);
    for (const mark of await lateMarksThrough(db, run.coopId, shard, run.period, Number.MAX_SAFE_INTEGER))
      await db.client.send(
        new DeleteCommand({
          TableName: db.tableName,
          Key: lateMarkKey(run.coopId, shard, mark.month, mark.householdId),
        }),
      );
    return page;
  }),
});

const stepsOfARun = 19;

describe('a receipt recorded late while a run counts', () => {
  it('is lost if marks are deleted without a look at their token and time', async () => {
    const { world, receipts } = await lateAt(6, { instead: naiveMarks });
    const { given, owed } = await givenAndOwed(world, receipts);
    expect(given).toBeLessThan(owed);
  });

  const moments = [
    ...Array.from({ length: stepsOfARun }, (_, index) => ({ number: index + 1, firstRoad: 'households' as const })),
    ...[4, 5].map((number) => ({ number, firstRoad: 'outlets' as const })),
  ];

  it.each(moments)(
    'before step $number ($firstRoad first): not counted by either road, its mark stays, the next run pays exactly the difference',
    async ({ number, firstRoad }) => {
      const { world, receipts, steps } = await lateAt(number, { firstRoad });
      expect(steps).toBe(stepsOfARun);
      const counted = (await payoutsOf(world, run(january))).get('H000001');
      expect(counted).toMatchObject({ receipts: 1, purchases: { bonusCents: 30_000 }, amountCents: 600, pass: 1 });
      const marks = await lateMarksThrough(world.db, 'havu', 1, january, Number.MAX_SAFE_INTEGER);
      expect(marks).toMatchObject([{ month: january, householdId: 'H000001', markedAtMs: afterOpening(january) }]);

      const { given, owed } = await givenAndOwed(world, receipts);
      expect(given).toBe(owed);
      const [revision] = (await payoutsOf(world, run(february))).get('H000001')?.late ?? [];
      // 550 € are paid 3 %, 16.50 €; 6.00 € of it were paid in January.
      expect(revision).toMatchObject({
        month: january,
        revision: 1,
        receipts: 2,
        amountCents: 1_650,
        addedAmountCents: 1_050,
      });
    },
  );

  it('and the mark is gone once two runs have looked at what it stands for', async () => {
    const { world, receipts } = await lateAt(3);
    await givenAndOwed(world, receipts);
    expect(await lateMarksThrough(world.db, 'havu', 1, february, Number.MAX_SAFE_INTEGER)).toHaveLength(1);
    await runMonth(world, openingOf(addMonths(february, 1)), { period: addMonths(february, 1) });
    expect(await lateMarksThrough(world.db, 'havu', 1, february, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});
