import { describe, expect, it } from 'vitest';
import type { Month } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Run } from '../../functions/table/items.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import type { BonusPayout } from '../../functions/table/payout-item.ts';
import { household, receipt, type TestHousehold } from '../fixtures/run-coop.ts';
import { dump, payoutsOf, record, runMonth } from '../fixtures/run-driver.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import {
  afterOpening,
  givenByHousehold,
  lateButInTime,
  openingOf,
  owedByHousehold,
  run,
  scene,
} from '../fixtures/run-scene.ts';
import type { World } from '../fixtures/run-world.ts';

const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'] as const;
const [january, february, march, april] = months;
const bought = (month: Month, cents: number, day = '10'): Receipt => receipt(1, `${month}-${day}T12:00`, cents);

/** Months of household 1, one after the other: what is bought is recorded in time, what is late after the month's run was opened. */
async function monthsOf(
  purchases: Partial<Record<Month, { inTime?: number; late?: { month: Month; cents: number }[] }>>,
  options: {
    households?: TestHousehold[];
    onStep?: (world: World, moment: Moment, month: Month) => Promise<void>;
  } = {},
): Promise<{ world: World; runs: Run[]; receipts: Receipt[] }> {
  let present: Month = january;
  const world: World = await scene({
    households: options.households ?? [household(1), household(2)],
    onStep: (moment) => options.onStep?.(world, moment, present),
  });
  const receipts: Receipt[] = [];
  const runs: Run[] = [];
  const keep = async (atMs: number, made: Receipt): Promise<void> => {
    receipts.push(made);
    await record(world, atMs, made);
  };
  for (const month of months) {
    present = month;
    const { inTime, late = [] } = purchases[month] ?? {};
    if (inTime !== undefined) await keep(lateButInTime(month), bought(month, inTime));
    runs.push(await runMonth(world, openingOf(month), { period: month }));
    for (const each of late) await keep(afterOpening(month), bought(each.month, each.cents, '20'));
  }
  return { world, runs, receipts };
}

const payoutOf = async (world: World, month: Month): Promise<BonusPayout | undefined> =>
  (await payoutsOf(world, run(month))).get('H000001');
const owned = (receipts: readonly Receipt[]) => receipts.map((each) => ({ householdId: 'H000001', receipt: each }));
const settled = async (world: World, receipts: readonly Receipt[]): Promise<void> => {
  const given = await givenByHousehold(
    world,
    months.map((month) => run(month)),
  );
  expect(given).toEqual(owedByHousehold(months, owned(receipts)));
};

describe('late receipts of closed months', () => {
  it('of two months at once are two revisions of the next run, each with its difference', async () => {
    const { world, receipts, runs } = await monthsOf({
      [january]: { inTime: 30_000 },
      [february]: {
        inTime: 10_000,
        late: [
          { month: january, cents: 25_000 },
          { month: february, cents: 12_000 },
        ],
      },
      [march]: { inTime: 5_000 },
    });
    // January 550 € at 3 % is 16.50 € instead of 6.00 €; February 220 € at 1.5 % is 3.30 € instead of 1.00 €.
    expect((await payoutOf(world, march))?.late).toMatchObject([
      { month: january, revision: 1, receipts: 2, amountCents: 1_650, addedAmountCents: 1_050 },
      { month: february, revision: 1, receipts: 2, amountCents: 330, addedAmountCents: 230 },
    ]);
    expect(await payoutOf(world, march)).toMatchObject({ amountCents: 50, payableCents: 1_330, toAccountCents: 1_330 });
    expect(runs[2]?.totals).toMatchObject({ lateAmountCents: 1_280, amountCents: 50, payments: 1 });
    await settled(world, receipts);
  });

  it('of the same month again are its next revision, over all that was posted', async () => {
    const { world, receipts } = await monthsOf({
      [january]: { inTime: 30_000, late: [{ month: january, cents: 10_000 }] },
      [february]: { late: [{ month: january, cents: 10_000 }] },
      [march]: { late: [{ month: january, cents: -45_000 }] },
    });
    const late = await Promise.all([february, march, april].map(async (month) => (await payoutOf(world, month))?.late));
    expect(late).toMatchObject([
      [{ revision: 1, addedAmountCents: 400 }],
      [{ revision: 2, addedAmountCents: 500 }],
      [{ revision: 3, addedAmountCents: -1_450 }],
    ]);
    await settled(world, receipts);
  });

  it('of a household that had nothing are its first', async () => {
    const { world, receipts } = await monthsOf({ [january]: { late: [{ month: january, cents: 40_000 }] } });
    expect(await payoutOf(world, january)).toBeUndefined();
    expect(await payoutOf(world, february)).toMatchObject({
      receipts: 0,
      late: [{ revision: 1, addedAmountCents: 1_000 }],
      toAccountCents: 1_000,
    });
    await settled(world, receipts);
  });

  it('a return that makes a month negative takes its carry through the months after, as far as it changes them', async () => {
    const { world, receipts } = await monthsOf({
      [january]: { inTime: 10_000 },
      [february]: { inTime: 15_000 },
      [march]: { inTime: 50_000, late: [{ month: january, cents: -40_000 }] },
      [april]: { inTime: 20_000 },
    });
    const payout = await payoutOf(world, april);
    // January −300 €, February −150 €, March 350 € at 2 %: 7.00 € instead of 15.00 €; April begins as if nothing had been.
    expect(payout?.late).toMatchObject([
      { month: january, addedAmountCents: -100, carry: { bonusCents: -30_000 } },
      { month: february, addedAmountCents: -150, opening: { bonusCents: -30_000 }, carry: { bonusCents: -15_000 } },
      { month: march, addedAmountCents: -800, opening: { bonusCents: -15_000 }, purchases: { bonusCents: 50_000 } },
    ]);
    expect(payout?.opening).toBeUndefined();
    expect(payout).toMatchObject({
      amountCents: 300,
      payableCents: -750,
      unpaidCents: -750,
      outcome: 'NOT_PAID',
      reason: 'NEGATIVE',
    });
    await settled(world, receipts);
  });

  it('a carry that reaches the run’s own month opens it', async () => {
    const { world, receipts } = await monthsOf({
      [january]: { inTime: 10_000, late: [{ month: january, cents: -60_000 }] },
      [february]: { inTime: 20_000 },
      [march]: { inTime: 40_000 },
    });
    expect(await payoutOf(world, february)).toMatchObject({
      opening: { bonusCents: -50_000 },
      carry: { bonusCents: -30_000 },
      amountCents: 0,
      unpaidCents: -100,
    });
    expect(await payoutOf(world, march)).toMatchObject({
      opening: { bonusCents: -30_000 },
      amountCents: 100,
      openingUnpaidCents: -100,
      payableCents: 0,
      reason: 'NOTHING_DUE',
    });
    await settled(world, receipts);
  });

  it('a negative revision is netted with the new month, and what is left is taken from the next payment', async () => {
    const { world, receipts } = await monthsOf({
      [january]: { inTime: 90_000, late: [{ month: january, cents: -85_000 }] },
      [february]: { inTime: 30_000 },
      [march]: { inTime: 100_000 },
    });
    expect(await payoutOf(world, february)).toMatchObject({
      amountCents: 600,
      late: [{ addedAmountCents: -4_450 }],
      payableCents: -3_850,
      toAccountCents: 0,
      reason: 'NEGATIVE',
    });
    expect(await payoutOf(world, march)).toMatchObject({
      openingUnpaidCents: -3_850,
      amountCents: 5_000,
      payableCents: 1_150,
      toAccountCents: 1_150,
      outcome: 'PAID',
    });
    await settled(world, receipts);
  });

  it('of months before the co-op’s first run are never paid; their marks stay and every run warns of them', async () => {
    const world = await scene();
    await record(world, lateButInTime(january), receipt(1, '2025-12-10T12:00', 50_000), bought(january, 10_000));
    const runs = [await runMonth(world, openingOf(january), { period: january })];
    await record(world, afterOpening(january), receipt(1, '2025-11-10T12:00', 50_000), bought(january, 10_000, '11'));
    for (const month of [february, march, april]) runs.push(await runMonth(world, openingOf(month), { period: month }));
    expect(runs.map(({ warnings }) => warnings)).toEqual(runs.map(() => ['LATE_MONTHS_NOT_SETTLED']));
    expect(
      (await lateMarksThrough(world.db, 'havu', 1, april, Number.MAX_SAFE_INTEGER)).map(({ month }) => month),
    ).toEqual(['2025-11', '2025-12']);
    expect(
      await givenByHousehold(
        world,
        [january, february, march, april].map((month) => run(month)),
      ),
    ).toEqual({ H000001: 300 });
  });

  it('of a company are recorded and come to nothing', async () => {
    const { world, runs } = await monthsOf(
      { [january]: { inTime: 30_000, late: [{ month: january, cents: 25_000 }] } },
      { households: [household(1, { memberKind: 'COMPANY' })] },
    );
    expect(await payoutOf(world, february)).toMatchObject({
      late: [{ receipts: 2, addedAmountCents: 0 }],
      reason: 'NOTHING_DUE',
    });
    expect(runs.map(({ totals }) => totals?.payableCents)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('two late receipts of a month, on both sides of a cut-off', () => {
  it.each([2, 3, 4, 5, 6, 9])(
    'the second before step %i of the run: each is paid once, and the mark goes in the end',
    async (number) => {
      const second = bought(january, 20_000, '21');
      // The first comes before February's run is opened; the second refreshes its mark while that run counts.
      const { world, receipts } = await monthsOf(
        { [january]: { inTime: 10_000, late: [{ month: january, cents: 15_000 }] }, [march]: { inTime: 1_000 } },
        {
          onStep: async (there, moment, month) => {
            if (month === february && moment.when === 'before' && moment.number === number)
              await record(there, afterOpening(february), second);
          },
        },
      );
      await settled(world, [...receipts, second]);
      expect([...(await dump(world)).keys()].filter((key) => key.startsWith('LATE#'))).toEqual([]);
    },
  );
});
