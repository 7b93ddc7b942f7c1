import { SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { getReceiptEndpoint } from '../../functions/api/pos/get-receipt.ts';
import { postDayEndsEndpoint } from '../../functions/api/pos/post-day-ends.ts';
import { outletKey } from '../../functions/table/keys.ts';
import { conflictsOfDay, findReceipt } from '../../functions/table/receipts.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveIdentityWithoutDay, naivePutWithoutCondition } from '../fixtures/naive-recorders.ts';
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
} from '../fixtures/recording.ts';
import { differences, figuresOfJournal, figuresOfTable } from '../fixtures/recording-journal.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

logLines();
const queue = mockClient(SQSClient);
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    SETTINGS: settingsText,
    RECEIPT_QUEUE_URL: 'queue',
  }))
    vi.stubEnv(name, value);
});
beforeEach(() => {
  queue.reset();
  queue.onAnyCommand().resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
});
afterAll(() => cloud?.stop());

/** An outlet in the directory, a household's card, and what the till's endpoints answer about the outlet. */
async function aTill() {
  const [card, outletId, link] = [newCard(), newOutlet(), aLink({ householdId: newHousehold() })];
  await putLinks(cloud.register, card, [link]);
  const outlet = { outletId, name: 'Prisma', retailerId: 'havu', coopId: 'demo', validFrom: '2000-01-01', version: 1 };
  await cloud.register.client.send(
    new PutCommand({ TableName: cloud.register.tableName, Item: { ...outletKey(outletId), ...outlet } }),
  );
  const shared = {
    caller: { audience: 'pos', clientId: 'c', retailerId: 'havu' },
    requestId: 'r',
    nowMs: noon,
    subjects: {},
    seen: async () => undefined,
  } as const;
  const ask = { ...shared, query: undefined as never, params: undefined as never, body: undefined as never };
  const of = (overrides: Partial<Receipt> = {}) => aReceipt({ outletId, identifier: card, ...overrides });
  const statusOf = (receipt: Receipt) => getReceiptEndpoint.handle({ ...ask, params: receipt as never });
  const dayEnd = (businessDay: string, told: Pick<Receipt, 'receiptId' | 'totalCents'>[], counted = told) =>
    postDayEndsEndpoint.handle({
      ...ask,
      body: {
        outletId,
        terminalId: '1',
        businessDay,
        count: counted.length,
        totalCents: counted.reduce((sum, { totalCents }) => sum + totalCents, 0),
        receipts: told.map(({ receiptId, totalCents }) => ({ receiptId, totalCents })),
      } as never,
    });
  const broken = async (journal: readonly Receipt[]) =>
    differences(
      figuresOfJournal(journal, () => link.householdId),
      await figuresOfTable(cloud.register, [outletId]),
    );
  return { outletId, link, of, statusOf, dayEnd, broken };
}

describe('another receipt under the same identity', () => {
  it('the first stands; the other is kept once, however often it comes, and both are seen', async () => {
    const { of, statusOf, broken, outletId } = await aTill();
    const first = of();
    const other = { ...first, totalCents: 2_000, bonusBaseCents: 2_000 };
    const third = { ...first, purchasedAt: first.purchasedAt + 1 };
    await record(cloud.register, eventOf([first]));
    expect(await statusOf(first)).toEqual({ status: 'recorded' });
    const answers = await Promise.all(
      [other, other, third, first, other].map((sent) =>
        record(cloud.register, eventOf([sent]), { now: () => noon + minute }),
      ),
    );
    expect(answers.flatMap(failedIds)).toEqual([]);
    expect(await broken([first, other])).toEqual([]);
    expect(await statusOf(first)).toEqual({ status: 'conflict' });
    const kept = await conflictsOfDay(cloud.register, first, noon);
    expect(kept.map(({ totalCents }) => totalCents).toSorted()).toEqual([1_000, 2_000]);
    expect(kept[0]).toMatchObject({ identity: { outletId, receiptId: first.receiptId }, receivedAtMs: noon + minute });
  });

  it.each<[string, Partial<Receipt>]>([
    ['total', { totalCents: 1_001 }],
    ['Bonus base', { bonusBaseCents: 999 }],
    ['payment base', { paymentBenefitBaseCents: 1 }],
    ['fuel', { fuelCents: 10, fuelMillilitres: 5 }],
    ['litres', { fuelMillilitres: 5 }],
    ['campaign', { campaignCents: 1 }],
    ['time', { purchasedAt: noon }],
    ['card', { identifier: newCard() }],
    ['way of showing the card', { cardUse: 'account' }],
    ['returned receipt', { returnOf: { outletId: '1', businessDay: '2026-10-01', terminalId: '1', receiptId: '1' } }],
  ])('is another one if its %s differs', async (_name, other) => {
    const { of } = await aTill();
    const first = of();
    await record(cloud.register, eventOf([first]));
    await record(cloud.register, eventOf([{ ...first, ...other }]));
    expect(await conflictsOfDay(cloud.register, first, noon)).toHaveLength(1);
    expect(await findReceipt(cloud.register, first, noon)).toMatchObject({
      totalCents: 1_000,
      purchasedAt: first.purchasedAt,
    });
  });

  it('naive: put without a condition, the last one stands and the first is gone', async () => {
    const { of, broken, link } = await aTill();
    const first = of();
    const other = { ...first, totalCents: 2_000 };
    for (const sent of [first, other]) await naivePutWithoutCondition(cloud.register, sent, link);
    expect(await broken([first, other])).toHaveLength(2);
  });
});

describe('the same outlet, terminal and number on a neighbouring business day', () => {
  const night = Date.parse('2026-10-30T00:30:00+02:00');

  it('is another receipt: both are recorded, and day-end tells of them', async () => {
    const { of, broken, dayEnd, outletId } = await aTill();
    const before = of({ purchasedAt: night, businessDay: '2026-10-29', totalCents: 100 });
    const after = of({ purchasedAt: night, businessDay: '2026-10-30', totalCents: 200, receiptId: before.receiptId });
    const alone = of({ purchasedAt: night, businessDay: '2026-10-30', totalCents: 50 });
    await record(cloud.register, eventOf([before, after, alone], [after]));
    expect(await broken([before, after, alone])).toEqual([]);
    expect(await dayEnd('2026-10-30', [after, alone])).toMatchObject({
      result: 'match',
      register: { count: 2, totalCents: 250, unmatched: 0, conflicts: 0 },
      alsoOnNeighbouringDay: [{ receiptId: before.receiptId, businessDay: '2026-10-29' }],
    });
    expect(await dayEnd('2026-10-29', [before])).toMatchObject({
      alsoOnNeighbouringDay: [{ receiptId: after.receiptId, businessDay: '2026-10-30' }],
    });
    expect(await conflictsOfDay(cloud.register, { outletId, businessDay: '2026-10-30' }, noon)).toEqual([]);
  });

  it('naive: with the day taken for a detail, the second one is lost', async () => {
    const { of, link, outletId } = await aTill();
    const before = of({ purchasedAt: night, businessDay: '2026-10-29', totalCents: 100 });
    const after = { ...before, businessDay: '2026-10-30', totalCents: 200 };
    for (const sent of [before, after]) await naiveIdentityWithoutDay(cloud.register, sent, link);
    const there = await figuresOfTable(cloud.register, [outletId]);
    expect(there.months).toEqual(new Map([[`${link.householdId} 2026-10`, 100n]]));
  });
});

describe('day-end', () => {
  it('names what is missing, extra and different, and waits while receipts are on their way', async () => {
    const { of, dayEnd } = await aTill();
    const [same, changed, extra, missing] = [
      of({ totalCents: 1 }),
      of({ totalCents: 2 }),
      of({ totalCents: 4 }),
      of({ totalCents: 8 }),
    ];
    await record(cloud.register, eventOf([same, changed, extra]));
    const told = [same, { ...changed, totalCents: 3 }, missing];
    const found = {
      till: { count: 3, totalCents: 12 },
      register: { count: 3, totalCents: 7 },
      missing: [missing.receiptId],
      extra: [extra.receiptId],
      different: [{ receiptId: changed.receiptId, tillTotalCents: 3, registerTotalCents: 2 }],
    };
    expect(await dayEnd('2026-10-30', told)).toMatchObject({ result: 'differs', ...found });
    queue.onAnyCommand().resolves({ Attributes: { ApproximateNumberOfMessagesNotVisible: '1' } });
    expect(await dayEnd('2026-10-30', told)).toMatchObject({ result: 'pending', ...found });
    expect(await dayEnd('2026-10-30', [same, changed, extra])).toMatchObject({ result: 'match' });
  });

  it('counts the terminal’s own receipts only, and its conflicts', async () => {
    const { of, dayEnd } = await aTill();
    const [mine, another, similar] = [of(), of({ terminalId: '2' }), of({ terminalId: '11' })];
    await record(cloud.register, eventOf([mine, another, similar]));
    await record(
      cloud.register,
      eventOf([
        { ...mine, totalCents: 7 },
        { ...another, totalCents: 7 },
      ]),
    );
    expect(await dayEnd('2026-10-30', [mine])).toMatchObject({ result: 'match', register: { count: 1, conflicts: 1 } });
  });
});
