import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthEnd } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { deleteMark, lateMarksThrough, markLate } from '../../functions/table/late-marks.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveMark, naivePutWithoutCondition, naiveReceiptThenMark } from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  eventOf,
  failedIds,
  minute,
  newCard,
  newHousehold,
  newOutlet,
  noon,
  putLinks,
  record,
  unique,
} from '../fixtures/recording.ts';
import { itemsUnder } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults, randomOf, shuffled } from '../fixtures/table-faults.ts';

logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const september = Date.parse('2026-09-12T10:00:00+03:00');

/** A household in a shard of its own, so that the shard's marks are its marks. */
async function aHousehold() {
  const [card, outletId] = [newCard(), newOutlet()];
  const link = aLink({ householdId: newHousehold(), shard: unique() });
  await putLinks(cloud.register, card, [link]);
  const of = (overrides: Partial<Receipt> = {}) =>
    aReceipt({ outletId, identifier: card, purchasedAt: september, ...overrides });
  const marks = (cutOffMs = Number.MAX_SAFE_INTEGER) =>
    lateMarksThrough(cloud.register, link.coopId, link.shard, '2026-12', cutOffMs);
  const stored = () => itemsUnder(cloud.register, `R#${outletId}#`);
  return { link, of, marks, stored };
}

describe('a receipt of a month that has ended', () => {
  it('is marked with the time at which it was recorded', async () => {
    const { of, marks, stored, link } = await aHousehold();
    await record(cloud.register, eventOf([of(), of()]), { newToken: () => 'fresh' });
    expect(await marks()).toEqual([
      { month: '2026-09', householdId: link.householdId, token: 'fresh', markedAtMs: noon },
    ]);
    expect((await stored()).map(({ a }) => a)).toEqual([noon, noon]);
  });

  it.each([
    ['the last millisecond of its month', monthEnd('2026-09') - 1, 0],
    ['the first one after it', monthEnd('2026-09'), 1],
  ])('needs a mark from the end of the month in Helsinki on: %s', async (_name, nowMs, wanted) => {
    const { of, marks } = await aHousehold();
    await record(cloud.register, eventOf([of({ purchasedAt: monthEnd('2026-09') - 1 })]), { now: () => nowMs });
    expect(await marks()).toHaveLength(wanted);
  });

  it('needs none while it is nobody’s', async () => {
    const { of, marks } = await aHousehold();
    await record(cloud.register, eventOf([of({ identifier: newCard() })]));
    expect(await marks()).toEqual([]);
  });

  it('is written after its mark: a recorder that dies between the two leaves a mark that harms nobody', async () => {
    const { of, marks, stored } = await aHousehold();
    const dying = cloud.anotherClient(cloud.register);
    injectFaults(dying, ({ key }) => (key?.pk.startsWith('R#') === true ? 'kill' : undefined));
    expect(failedIds(await record(dying, eventOf([of()])))).toEqual(['m0']);
    expect(await marks()).toHaveLength(1);
    expect(await stored()).toEqual([]);
  });

  it('naive: written before its mark, it is lost to the payout when the recorder dies between the two', async () => {
    const { of, marks, stored, link } = await aHousehold();
    const [receipt, dying] = [of(), cloud.anotherClient(cloud.register)];
    injectFaults(dying, ({ key }) => (key?.pk.startsWith('LATE#') === true ? 'kill' : undefined));
    await naiveReceiptThenMark(dying, receipt, link).catch(() => undefined);
    await naiveReceiptThenMark(cloud.register, receipt, link);
    expect(await stored()).toHaveLength(1);
    expect(await marks()).toEqual([]);
  });
});

describe('a mark whose recorder was slow', () => {
  const cutOffMs = noon + 30_000;

  /** What a run does with its marks: those put last before its cut-off are settled and deleted. @returns receipts that no later run will see */
  async function lostAfterRun({ link, marks, stored }: Awaited<ReturnType<typeof aHousehold>>): Promise<unknown[]> {
    for (const mark of (await marks(cutOffMs)).filter(({ markedAtMs }) => markedAtMs < cutOffMs))
      await deleteMark(cloud.register, { ...link, month: mark.month }, mark.token);
    const left = await marks();
    return (await stored()).filter((item) => Number(item.a) >= cutOffMs && left.length === 0);
  }

  it('does not go back behind the cut-off of a run', async () => {
    const household = await aHousehold();
    await record(cloud.register, eventOf([household.of()]), { now: () => noon + minute });
    await record(cloud.register, eventOf([household.of()]), { now: () => noon });
    expect(await household.marks()).toMatchObject([{ markedAtMs: noon + minute, sinceMs: noon }]);
    expect(await household.marks(cutOffMs)).toHaveLength(1);
    expect(await lostAfterRun(household)).toEqual([]);
  });

  it('naive: set back, it is deleted by a run that has not counted the later receipt', async () => {
    const household = await aHousehold();
    const [early, late] = [household.of(), household.of()];
    await naiveMark(cloud.register, late, household.link, noon + minute);
    await naivePutWithoutCondition(cloud.register, late, household.link, noon + minute);
    await naiveMark(cloud.register, early, household.link, noon);
    await naivePutWithoutCondition(cloud.register, early, household.link, noon);
    expect(await lostAfterRun(household)).toHaveLength(1);
  });

  it('ends at the latest time of many at once, in any order', async () => {
    const { link, marks } = await aHousehold();
    const times = shuffled(
      Array.from({ length: 24 }, (_, index) => noon + index),
      randomOf(5),
    );
    await Promise.all(
      times.map((time) => markLate(cloud.register, { ...link, month: '2026-09' }, `token-of-${time}`, time)),
    );
    expect(await marks()).toMatchObject([{ markedAtMs: noon + 23, token: `token-of-${noon + 23}` }]);
  });

  it('is done when only its answer was lost', async () => {
    const { link, marks } = await aHousehold();
    const db = cloud.anotherClient(cloud.register);
    let lost = 0;
    injectFaults(db, ({ isWrite }) => {
      lost += isWrite ? 1 : 0;
      return isWrite && lost === 1 ? 'lostResponse' : undefined;
    });
    await markLate(db, { ...link, month: '2026-09' }, 'mine', noon);
    expect(lost).toBe(2);
    expect(await marks()).toMatchObject([{ token: 'mine', markedAtMs: noon }]);
  });
});

describe('the marks of a shard', () => {
  it('are read up to a month and before a cut-off, and deleted only with the token that was read', async () => {
    const { link, marks } = await aHousehold();
    const at = (month: string) => ({ ...link, month });
    for (const month of ['2026-07', '2026-08', '2026-09'])
      await markLate(cloud.register, at(month), `of ${month}`, noon);
    const through = async (month: string, cutOffMs: number) =>
      (await lateMarksThrough(cloud.register, link.coopId, link.shard, month, cutOffMs)).map((mark) => mark.month);
    expect(await through('2026-08', noon + 1)).toEqual(['2026-07', '2026-08']);
    expect(await through('2026-08', noon)).toEqual([]);
    expect(await through('2026-06', noon + 1)).toEqual([]);

    await markLate(cloud.register, at('2026-08'), 'fresher', noon + 1);
    await deleteMark(cloud.register, at('2026-07'), 'of 2026-07');
    await deleteMark(cloud.register, at('2026-08'), 'of 2026-08');
    await deleteMark(cloud.register, at('2026-05'), 'never there');
    expect((await marks()).map(({ month, token }) => `${month} ${token}`)).toEqual([
      '2026-08 fresher',
      '2026-09 of 2026-09',
    ]);
  });
});
