import { describe, expect, it } from 'vitest';
import { linkAt } from '../../domain/household-link.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Register } from '../../functions/table/client.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { identifierText } from '../../functions/table/keys.ts';
import { deleteMark, lateMarksThrough } from '../../functions/table/late-marks.ts';
import { assignReceipt, findReceipt, unmatchedPage } from '../../functions/table/receipts.ts';
import { runOf } from '../../functions/table/runs.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { rematchReceipts } from '../../functions/workflow/rematch-receipts.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { cardItem, coop, coopItems, household, householdItems, outletItems, receipt } from '../fixtures/run-coop.ts';
import { cancel, identityOf, load, payoutsOf, record, runMonth, start } from '../fixtures/run-driver.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import { afterOpening, givenByHousehold, openingOf, run } from '../fixtures/run-scene.ts';
import type { StepContext, Steps } from '../fixtures/run-steps.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
const waiting = household(5, { cardKnown: false });
const ofOtherCoop = household(7, { coopId: 'koivu', cardKnown: false });

/** Two co-ops, and a receipt of each that waits for its card. */
async function twoCoops(options: WorldOptions = {}): Promise<{ world: World; own: Receipt; others: Receipt }> {
  const world = newWorld(options);
  await load(world, [
    ...coopItems(coop()),
    ...coopItems(coop({ coopId: 'koivu' })),
    ...outletItems('101'),
    ...[household(1), waiting, ofOtherCoop].flatMap(householdItems),
  ]);
  const [own, others] = [receipt(5, '2026-01-10T12:00', 30_000), receipt(7, '2026-01-11T12:00', 20_000)];
  await record(world, Date.parse('2026-01-12T12:00+02:00'), own, others, receipt(1, '2026-01-10T12:00', 10_000));
  return { world, own, others };
}

/** Matched now is assigned now: after the cut-off, so this run does not count it; and no mark, so no other does. */
const naive = ({ db, nowMs }: StepContext): Partial<Steps> => ({
  'rematch-receipts': step(stepInputs.rematchReceipts, async ({ run: id }) => {
    const { keys } = await unmatchedPage(db, id.period, undefined, 100);
    for (const { pk, sk } of keys) {
      const [, outletId = '', day = ''] = pk.split('#');
      const [terminalId = '', receiptId = ''] = sk.split('#');
      const businessDay = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
      const found = await findReceipt(db, { outletId, businessDay, terminalId, receiptId }, nowMs());
      if (found === undefined) continue;
      const link = linkAt(
        (await linksOf(db, [found.identifier])).get(identifierText(found.identifier)),
        found.purchasedAt,
      );
      if (link?.coopId === id.coopId) await assignReceipt(db, found, link, nowMs());
    }
    return { cursor: null };
  }),
});

describe('a receipt whose card was registered before the run', () => {
  it('naive: assigned at the time of the matching and unmarked, it is paid by no run', async () => {
    const { world } = await twoCoops({ instead: naive });
    await load(world, [cardItem(waiting)]);
    await runMonth(world, openingOf(january), { period: january });
    await runMonth(world, openingOf(february), { period: february });
    expect((await givenByHousehold(world, [run(january), run(february)])).H000005).toBeUndefined();
  });

  it('is matched by the run’s first step and counts in that run, with a mark for the case that it is cancelled', async () => {
    const { world, own } = await twoCoops();
    await load(world, [cardItem(waiting)]);
    const finished = await runMonth(world, openingOf(january), { period: january });
    expect(finished).toMatchObject({ pass: 1, totals: { receipts: 2 } });
    const found = await findReceipt(world.db, identityOf(own), openingOf(january));
    expect(found).toMatchObject({ householdId: 'H000005', coopId: 'havu', assignedAtMs: finished.cutOffMs - 1 });
    expect(await givenByHousehold(world, [run(january)])).toEqual({ H000001: 100, H000005: 600 });
    await runMonth(world, openingOf(february), { period: february });
    expect(await givenByHousehold(world, [run(january), run(february)])).toEqual({ H000001: 100, H000005: 600 });
    await runMonth(world, openingOf('2026-03'), { period: '2026-03' });
    expect(await lateMarksThrough(world.db, 'havu', 1, february, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('of another co-op waits for that co-op’s run, which shares the reading of the outlets', async () => {
    const { world, others } = await twoCoops();
    await load(world, [cardItem(waiting), cardItem(ofOtherCoop)]);
    await runMonth(world, openingOf(january), { period: january });
    expect((await findReceipt(world.db, identityOf(others), openingOf(january)))?.householdId).toBeUndefined();
    const second = await runMonth(world, openingOf(january), { coopId: 'koivu', period: january });
    // The outlets were read before it was matched: the roads differ once.
    expect(second).toMatchObject({ pass: 2, totals: { receipts: 1, amountCents: 300 } });
    expect((await payoutsOf(world, run(january))).has('H000007')).toBe(false);
  });

  it('stays unmatched in a dry run and while its card is unknown', async () => {
    const { world, own } = await twoCoops();
    await start(world, openingOf(january), { period: january });
    expect((await findReceipt(world.db, identityOf(own), openingOf(january)))?.householdId).toBeUndefined();
    await load(world, [cardItem(waiting)]);
    expect((await start(world, afterOpening(january), { period: january, dryRun: true })).totals).toMatchObject({
      receipts: 1,
    });
    expect((await findReceipt(world.db, identityOf(own), openingOf(january)))?.householdId).toBeUndefined();
  });

  it('many pages of them are all matched', async () => {
    const { world } = await twoCoops({ pageItems: 7, remainingMs: 0 });
    const many = Array.from({ length: 60 }, (_, index) => receipt(5, '2026-01-15T12:00', 1_000 + index));
    await record(world, Date.parse('2026-01-16T12:00+02:00'), ...many);
    await load(world, [cardItem(waiting)]);
    const finished = await runMonth(world, openingOf(january), { period: january });
    expect(finished.totals?.receipts).toBe(62);
  });
});

describe('a run that was cancelled while it matched', () => {
  /** Sees every run as a draft: matches on though its run is cancelled. */
  const asIfDraft = (db: Register): Register => ({
    tableName: db.tableName,
    client: {
      send: async (command: never) => {
        const answer = (await db.client.send(command)) as { Item?: { state?: string } };
        return answer.Item?.state === undefined ? answer : { ...answer, Item: { ...answer.Item, state: 'DRAFT' } };
      },
    } as never,
  });

  /** Deletes what is older than its cut-off, though it may have come after the run has read. */
  const oneLook = ({ db, settings }: StepContext): Partial<Steps> => ({
    'post-shard': step(stepInputs.postShard, async ({ run: id, shard, cursor }) => {
      const { cutOffMs } = await runOf(db, id);
      for (const mark of await lateMarksThrough(db, id.coopId, shard, id.period, cutOffMs))
        await deleteMark(
          db,
          { coopId: id.coopId, shard, month: mark.month, householdId: mark.householdId },
          mark.token,
        );
      return await postShard(db, id, shard, cursor, settings);
    }),
  });

  /**
   * Attempt 1 hung while it matched and was cancelled. It wakes up when attempt 2 has read both roads, and finds a card that was
   * registered in between: the receipt then lies before the cut-off of attempt 2, which has not counted it.
   */
  async function wokenUp(
    seenBy: (db: Register) => Register,
    options: WorldOptions = {},
  ): Promise<{ world: World; own: Receipt }> {
    let woken = false;
    const onStep = async ({ when, step: name }: Moment) => {
      if (when !== 'before' || name !== 'conclude-run' || woken) return;
      woken = scene.attempt === 2;
      if (!woken) return;
      await load(scene.world, [cardItem(waiting)]);
      await rematchReceipts(
        seenBy(scene.world.others),
        run(january),
        null,
        scene.world.newToken,
        scene.world.clock.nowMs,
      ).catch((error) => expect(String(error)).toContain('only a draft'));
    };
    const scene = { ...(await twoCoops({ ...options, onStep })), attempt: 1 };
    await cancel(scene.world, openingOf(january), await start(scene.world, openingOf(january), { period: january }));
    scene.attempt = 2;
    const second = await runMonth(scene.world, afterOpening(january, 60), { period: january });
    expect(second).toMatchObject({ attempt: '2', totals: { receipts: 1 } });
    await runMonth(scene.world, openingOf(february), { period: february });
    return scene;
  }
  const given = (world: World): Promise<Record<string, number>> =>
    givenByHousehold(world, [run(january, '2'), run(february)]);

  it('naive: matches on, and its mark goes with the others: the receipt is paid by nobody', async () => {
    const { world } = await wokenUp(asIfDraft, { instead: oneLook });
    expect(await given(world)).toEqual({ H000001: 100 });
  });

  it('matches nothing more', async () => {
    const { world, own } = await wokenUp((db) => db);
    expect((await findReceipt(world.db, identityOf(own), world.clock.nowMs))?.householdId).toBeUndefined();
  });

  it('and if it did, the second look of the next month pays it', async () => {
    const { world } = await wokenUp(asIfDraft);
    expect(await given(world)).toEqual({ H000001: 100, H000005: 600 });
  });
});
