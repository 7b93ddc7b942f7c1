import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import { changeRun } from '../../functions/table/runs.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { dump, outcome, payoutsOf, present, record, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { type Faults, laggingIndex, losingAnswers } from '../fixtures/run-faults.ts';
import {
  afterOpening,
  givenByHousehold,
  lateButInTime,
  openingOf,
  owedByHousehold,
  run,
  type SceneOptions,
  scene,
} from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import type { World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
const march = '2026-03';
const always = Number.MAX_SAFE_INTEGER;

/** The receipt that the index does not show; no other has its amount. */
const hidden = (): Receipt => receipt(1, '2026-01-20T12:00', 25_001);
const hides = (reads: number): Faults => laggingIndex('byHousehold', reads, (entry) => entry.m?.N === '25001');

/** A month with three receipts of two households, recorded while it lasted: no late mark stands for them. */
async function month(options: SceneOptions = {}): Promise<{ world: World; owed: Record<string, number> }> {
  const world = await scene(options);
  const receipts = [receipt(1, '2026-01-10T12:00', 30_000), hidden(), receipt(2, '2026-01-11T12:00', 9_999)];
  await record(world, Date.parse('2026-01-25T12:00+02:00'), ...receipts);
  const owned = receipts.map((each, index) => ({ householdId: index === 2 ? 'H000002' : 'H000001', receipt: each }));
  return { world, owed: owedByHousehold([january], owned) };
}

/** Believes the index. */
const oneRoad = ({ db }: StepContext): Partial<Steps> => ({
  'compare-roads': step(stepInputs.compareRoads, async ({ run: id, pass }) => {
    await changeRun(db, id, ['DRAFT'], { agreedPass: pass });
    return { verdict: 'AGREE', pass };
  }),
});

describe('an index that lags', () => {
  it('loses a receipt for ever if the run believes it', async () => {
    const { world, owed } = await month({ instead: oneRoad });
    world.faults.current = hides(1);
    await runMonth(world, openingOf(january), { period: january });
    await runMonth(world, openingOf(february), { period: february });
    expect((await givenByHousehold(world, [run(january), run(february)])).H000001).toBeLessThan(owed.H000001 ?? 0);
  });

  it.each([1, 2])('by %i readings: the roads differ, are read again, and agree', async (reads) => {
    const { world, owed } = await month();
    world.faults.current = hides(reads);
    const finished = await runMonth(world, openingOf(january), { period: january });
    expect(finished.pass).toBe(reads + 1);
    expect(await givenByHousehold(world, [run(january)])).toEqual(owed);
    const { steps } = [...world.machine.executions.values()][0] ?? { steps: [] };
    expect(steps.filter((name) => name === 'compare-roads')).toHaveLength(reads + 1);
    expect(steps.filter((name) => name === 'rematch-receipts')).toHaveLength(1);
  });

  it('for good: after three readings the run stops for a person, and goes on when the index is there', async () => {
    const { world, owed } = await month();
    world.faults.current = hides(always);
    const stopped = await start(world, openingOf(january), { period: january });
    expect(stopped).toMatchObject({ state: 'DRAFT', problem: 'SUMS_DIFFER', pass: 3 });
    expect(stopped.hash).toBeUndefined();
    expect([...world.machine.executions.values()]).toMatchObject([{ status: 'FAILED' }]);

    const stillStopped = await start(world, afterOpening(january), { period: january });
    expect(stillStopped).toMatchObject({ state: 'DRAFT', problem: 'SUMS_DIFFER', pass: 4, execution: 2 });

    world.faults.current = {};
    const agreed = await start(world, afterOpening(january, 10), { period: january });
    expect(agreed).toMatchObject({ state: 'CALCULATED', pass: 5, execution: 3, cutOffMs: stopped.cutOffMs });
    expect(agreed.problem).toBeUndefined();
    await sign(world, afterOpening(january, 20), agreed);
    expect(await givenByHousehold(world, [run(january)])).toEqual(owed);
  });

  it('of households: one that is owed money cannot drop out of the next run', async () => {
    const world = await scene({ households: [household(1, { iban: undefined }), household(2)] });
    await record(world, lateButInTime(january), receipt(1, '2026-01-10T12:00', 30_000));
    await runMonth(world, openingOf(january), { period: january });
    world.faults.current = laggingIndex('byListing', always, (entry) => entry.k?.S === 'H000001');
    const stopped = await start(world, openingOf(february), { period: february });
    expect(stopped).toMatchObject({ state: 'DRAFT', problem: 'SUMS_DIFFER' });
    world.faults.current = {};
    const agreed = await start(world, afterOpening(february), { period: february });
    expect(agreed).toMatchObject({ state: 'CALCULATED', totals: { openingUnpaidCents: 600, unpaidCents: 600 } });
  });

  it('over a late month, which has one road only: the second look, a run later, pays it', async () => {
    const { world, owed } = await month();
    const late = receipt(2, '2026-01-12T12:00', 77_777);
    await runMonth(world, openingOf(january), { period: january });
    await record(world, afterOpening(january), late);
    world.faults.current = laggingIndex('byHousehold', always, (entry) => entry.m?.N === '77777');
    await runMonth(world, openingOf(february), { period: february });
    expect(await givenByHousehold(world, [run(january), run(february)])).toEqual(owed);

    world.faults.current = {};
    await runMonth(world, openingOf(march), { period: march });
    const given = await givenByHousehold(world, [run(january), run(february), run(march)]);
    const owned = [receipt(2, '2026-01-11T12:00', 9_999), late].map((each) => ({
      householdId: 'H000002',
      receipt: each,
    }));
    expect(given).toEqual({ ...owed, ...owedByHousehold([january], owned) });
    expect(await lateMarksThrough(world.db, 'havu', 0, march, always)).toEqual([]);
  });
});

describe('pages, lost answers and throttling', () => {
  /** What a run comes to: payouts, totals, hash, files; without the ids of receipts and tokens. */
  async function cameTo(options: SceneOptions, faults: Faults = {}): Promise<unknown> {
    const { world } = await month(options);
    world.faults.current = faults;
    const finished = await runMonth(world, openingOf(january), { period: january });
    world.faults.current = {};
    const { problem: _problem, ...told } = await present(world, finished);
    return {
      told: { ...told, taskToken: undefined },
      payouts: [...(await payoutsOf(world, finished))],
      files: [...world.files],
    };
  }

  it.each([1, 2, 3])('a page of %i items at most: the same', async (pageItems) => {
    expect(await cameTo({ pageItems })).toEqual(await cameTo({}));
  });

  it('pages that are empty and yet name a key to go on with: the same', async () => {
    const emptyFirst = (): Faults => {
      const seen = new Set<string>();
      return {
        answer: (call, body) => {
          const question = JSON.stringify([call.input.IndexName, call.input.ExpressionAttributeValues]);
          const items = body.Items as Record<string, unknown>[] | undefined;
          const before = items?.[0];
          if (call.operation !== 'Query' || before === undefined || seen.has(question)) return body;
          seen.add(question);
          return { Items: [], LastEvaluatedKey: keyBefore(before) };
        },
      };
    };
    expect(await cameTo({}, emptyFirst())).toEqual(await cameTo({}));
  });

  it('the answer of every second write is lost and it is sent again: the same', async () => {
    expect(await cameTo({}, losingAnswers(2))).toEqual(await cameTo({}));
  });

  it('every fifth call is throttled: the same', async () => {
    let calls = 0;
    const throttled: Faults = {
      refuse: () =>
        ++calls % 5 === 0 ? { __type: 'ProvisionedThroughputExceededException', message: 'slow down' } : undefined,
    };
    expect(await cameTo({}, throttled)).toEqual(await cameTo({}));
  });

  it('every step is done twice, one after the other or at once: the same', async () => {
    for (const times of ['twice', 'atOnce'] as const) {
      const { world } = await month({ times: () => times });
      const calculated = await start(world, openingOf(january), { period: january });
      expect(calculated.state).toBe('CALCULATED');
      const written = await sign(world, openingOf(january) + 3_600_000, calculated);
      await release(world, openingOf(january) + 7_200_000, written);
      const { world: usual } = await month();
      await runMonth(usual, openingOf(january), { period: january });
      const [here, there] = [await outcome(world), await outcome(usual)];
      expect(withoutReceipts(here)).toEqual(withoutReceipts(there));
    }
  });

  it('leaves the table as it was when it only reads', async () => {
    const { world } = await month();
    await runMonth(world, openingOf(january), { period: january });
    const before = await dump(world);
    await start(world, afterOpening(january), { period: january });
    expect(await dump(world)).toEqual(before);
  });
});

/** A key just before an item's, in the table and both indexes: texts that sort before, and the time less one. */
function keyBefore(item: Record<string, unknown>): Record<string, unknown> {
  const { pk, h, l, k, t } = item as Record<string, { S?: string; N?: string }>;
  const before = (value: { S?: string } | undefined) => ({ S: `${value?.S?.slice(0, -1)}\u0020` });
  return {
    pk,
    sk: { S: '!' },
    ...(h === undefined ? {} : { h, t: { N: String(Number(t?.N) - 1) } }),
    ...(l === undefined ? {} : { l, k: before(k) }),
  };
}

const withoutReceipts = ({ items, files }: Record<string, unknown>): unknown => ({
  files,
  items: Object.fromEntries(Object.entries(items as Record<string, unknown>).filter(([key]) => !key.startsWith('R#'))),
});
