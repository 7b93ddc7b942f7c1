import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { explainMonth, moveReceipt } from '../../contract/register.ts';
import { listRunFiles, listRunPayees } from '../../contract/runs.ts';
import { addBases, type Bases, sumOfLines, zeroBases } from '../../domain/bonus.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { answers } from '../../functions/runtime/serve.ts';
import { logAccess } from '../../functions/table/access-events.ts';
import { type CloudWorld, cloudWorld } from '../fixtures/run-cloud.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt, staffItems } from '../fixtures/run-coop.ts';
import { identityOf, load, record, runMonth } from '../fixtures/run-driver.ts';
import { afterOpening, lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { type Answer, ask } from '../fixtures/run-staff.ts';

const january = '2026-01';
const february = '2026-02';
const households = Array.from({ length: 24 }, (_, index) =>
  household(index + 1, index === 4 ? { memberKind: 'COMPANY' } : {}),
);

let cloud: CloudWorld;
const inTime = receipt(1, '2026-01-10T12:00', 30_000, { paymentBenefitBaseCents: 10_000, campaignCents: 5_000 });
const fuel = receipt(1, '2026-01-12T12:00', 10_000, { fuelCents: 10_000, fuelMillilitres: 55_555 });
const late = receipt(1, '2026-01-20T12:00', 25_000);
const tooLate = receipt(1, '2026-01-25T12:00', 11_111);
const moved = receipt(2, '2026-01-15T12:00', 45_000);
const strayed = receipt(9, '2026-01-05T12:00', 900);
const ofFebruary = receipt(1, '2026-02-05T12:00', 12_345);

beforeAll(async () => {
  cloud = await cloudWorld();
  const { world } = cloud;
  await load(world, [
    ...coopItems(coop()),
    ...outletItems('101'),
    ...households.flatMap(householdItems),
    ...staffItems('liisa', ['havu']),
    ...staffItems('outsider', ['koivu']),
  ]);
  await record(
    world,
    lateButInTime(january),
    inTime,
    fuel,
    moved,
    strayed,
    ...households.flatMap(({ serial }) => (serial === 9 ? [] : [receipt(serial, '2026-01-05T12:00', serial * 100)])),
  );
  await runMonth(world, openingOf(january), { period: january });
  await record(world, afterOpening(january), late);
  world.clock.nowMs = afterOpening(january, 60);
  const moving = { receipt: identityOf(moved), toHouseholdId: 'H000003', reason: 'wrong card' };
  expect((await ask(world, moveReceipt, { by: 'liisa', body: moving })).body).toEqual({ moved: true });
  for (const [minutes, toHouseholdId] of [
    [70, 'H000010'],
    [80, 'H000009'],
  ] as const) {
    world.clock.nowMs = afterOpening(january, minutes);
    await ask(world, moveReceipt, {
      by: 'liisa',
      body: { receipt: identityOf(strayed), toHouseholdId, reason: 'a mistake' },
    });
  }
  await record(world, Date.parse('2026-02-05T12:00+02:00'), ofFebruary);
  await runMonth(world, openingOf(february), { period: february });
  await record(world, afterOpening(february), tooLate);
  world.clock.nowMs = afterOpening(february, 60);
});
afterAll(() => cloud.stop());
afterEach(() => {
  process.env.ACCESS_TABLE = cloud.tables.accessLog.tableName;
  vi.restoreAllMocks();
});

const params = { coopId: 'havu', kind: 'BONUS', period: january, attempt: '1' };
const explain = (householdId: string, month: string, by = 'liisa', requestId?: string): Promise<Answer> =>
  ask(cloud.world, explainMonth, {
    by,
    body: { householdId, month, purpose: 'customerRequest' },
    ...(requestId === undefined ? {} : { requestId }),
  });

const accessEvents = async (requestId: string): Promise<Record<string, unknown>[]> => {
  const { client, tableName } = cloud.tables.accessLog;
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
  return Items.filter((item) => item.requestId === requestId);
};

type Explained = {
  receipts: { receiptId: string; bases: Bases; counted: boolean }[];
  opening: Bases;
  purchases: Bases;
  total: Bases;
  lines: Parameters<typeof sumOfLines>[0];
  amountCents: number;
  row: { rateBasisPoints: number } | null;
  standing: string;
  revisions: { revision: number; period: string; addedAmountCents: number }[];
  payout: Record<string, unknown> | null;
};
const explained = async (householdId: string, month: string): Promise<Explained> => {
  const { status, body } = await explain(householdId, month);
  expect(status).toBe(200);
  return body as unknown as Explained;
};
const counted = ({ receipts }: Explained): string[] =>
  receipts.filter((each) => each.counted).map(({ receiptId }) => receiptId);

describe('why this amount', () => {
  it.each([
    ['H000001', january],
    ['H000001', february],
    ['H000002', january],
    ['H000003', january],
    ['H000005', january],
    ['H000024', january],
  ])('adds up for %s in %s: receipts, bases, total, lines, revisions', async (householdId, month) => {
    const told = await explained(householdId, month);
    expect(told.standing).toBe('posted');
    const bases = told.receipts
      .filter((each) => each.counted)
      .map((each) => each.bases)
      .reduce(addBases, zeroBases);
    expect(told.purchases).toEqual(bases);
    expect(told.total).toEqual(addBases(told.opening, bases));
    expect(told.amountCents).toBe(sumOfLines(told.lines));
    expect(told.revisions.reduce((sum, { addedAmountCents }) => sum + addedAmountCents, 0)).toBe(told.amountCents);
  });

  it('counts what a later run has settled, and not what came after its cut-off', async () => {
    const told = await explained('H000001', january);
    const ids = (...receipts: Receipt[]): string[] => receipts.map(({ receiptId }) => receiptId);
    expect(counted(told)).toEqual(expect.arrayContaining(ids(inTime, fuel, late)));
    expect(told.receipts.find(({ receiptId }) => receiptId === tooLate.receiptId)).toMatchObject({ counted: false });
    expect(told.revisions).toMatchObject([
      { revision: 0, period: january },
      { revision: 1, period: february },
    ]);
    // 651 € are 3.5 %: 551 € of goods 19.29 €, campaign 50 € 1.75 €, 55.555 l 1.94 €, payment benefit of 100 € 0.50 €.
    expect(told).toMatchObject({
      row: { rateBasisPoints: 350 },
      lines: { bonusCents: 1_929, doubleExtraCents: 175, fuelBonusCents: 194, paymentBenefitCents: 50 },
    });
  });

  it('shows a moved receipt where it is now, on both sides', async () => {
    const [from, to] = [await explained('H000002', january), await explained('H000003', january)];
    expect(from.receipts.map(({ receiptId }) => receiptId)).not.toContain(moved.receiptId);
    expect(counted(to)).toContain(moved.receiptId);
    expect(from.revisions.at(-1)?.addedAmountCents).toBeLessThan(0);
    expect(from.payout).toMatchObject({ period: january, outcome: 'PAID' });
  });

  it('adds up though a receipt has gone to another household and come back', async () => {
    const told = await explained('H000009', january);
    expect([counted(told), told.revisions.map(({ revision }) => revision)]).toEqual([[strayed.receiptId], [0]]);
  });

  it('is a preview before the month is paid, and nothing for one without receipts', async () => {
    const { world } = cloud;
    const march = receipt(6, '2026-03-02T08:00', 6_000);
    await record(world, world.clock.nowMs, march);
    expect(await explained('H000006', '2026-03')).toMatchObject({
      standing: 'preview',
      amountCents: 60,
      revisions: [],
      payout: null,
    });
    expect((await explain('H000007', '2026-03')).status).toBe(404);
    expect((await explain('H000006', '2017-01')).body).toMatchObject({ code: 'noBonusTable' });
  });

  it('is told only to those who may act for the household’s co-op', async () => {
    const refused = await explain('H000001', january, 'outsider', 'outsider-asks');
    expect([refused.status, refused.body.code]).toEqual([404, 'unknownHousehold']);
    expect(await accessEvents('outsider-asks')).toEqual([]);
    expect((await explain('H999999', january)).body.code).toBe('unknownHousehold');
  });
});

describe('the households of a run', () => {
  it('are told page by page over all shards, each once, and add up to the run', async () => {
    const { world } = cloud;
    const pages: Record<string, unknown>[][] = [];
    let cursor: unknown;
    do {
      const { body } = await ask(world, listRunPayees, {
        by: 'liisa',
        params,
        ...(cursor === undefined ? {} : { query: { cursor: String(cursor) } }),
      });
      pages.push(body.payees as Record<string, unknown>[]);
      cursor = body.cursor;
    } while (cursor !== undefined);
    const all = pages.flat();
    expect(new Set(all.map(({ payeeId }) => payeeId)).size).toBe(households.length);
    expect(all.reduce((sum, { receipts }) => sum + Number(receipts), 0)).toBe(households.length + 3);
  });

  it.each([
    '{"shard":0,"after":""}',
    '{"shard":99999}',
    '{"shard":-1.5}',
    '{"shard":0,"after":{"S":"x"}}',
    '[1]',
    'no cursor',
  ])('with the made-up cursor %s: a plain refusal', async (text) => {
    const query = { cursor: Buffer.from(text).toString('base64url') };
    const { status, body } = await ask(cloud.world, listRunPayees, { by: 'liisa', params, query });
    expect([status, body.code]).toEqual([400, 'invalidRequest']);
  });
});

describe('who looked at whom', () => {
  const asking = [
    {
      name: 'files',
      declaration: listRunFiles,
      more: { params },
      shows: 'X-Amz-Signature|payments',
      subject: { subjectKind: 'RUN', subjectId: 'havu/BONUS/2026-01/1', action: 'EXPORT' },
    },
    {
      name: 'households',
      declaration: listRunPayees,
      more: { params },
      shows: 'H000002',
      subject: { subjectKind: 'RUN', subjectId: 'havu/BONUS/2026-01/1', action: 'READ' },
    },
    {
      name: 'an explanation',
      declaration: explainMonth,
      more: { body: { householdId: 'H000001', month: january, purpose: 'audit' } },
      shows: 'H000001',
      subject: { subjectKind: 'HOUSEHOLD', subjectId: 'H000001', action: 'READ', purpose: 'audit' },
    },
  ];

  it('naive: answered first and logged beside, data goes out though it cannot be logged', async () => {
    const told = await explain('H000001', january);
    const logsBeside = answers({ ...explainMonth, access: undefined }, async (request) => {
      logAccess(
        cloud.tables.accessLog,
        {
          staffId: 'liisa',
          permission: 'register.read',
          purpose: 'audit',
          action: 'READ',
          subject: { kind: 'HOUSEHOLD', id: request.body.householdId },
          fieldGroups: [],
          atMs: request.nowMs,
          requestId: request.requestId,
        },
        1,
      ).catch(() => undefined);
      return told.body as never;
    });
    process.env.ACCESS_TABLE = 'omistaja-no-such-table';
    const answer = await ask(cloud.world, explainMonth, { by: 'liisa', ...asking[2]?.more }, [logsBeside]);
    expect([answer.status, answer.text]).toEqual([200, told.text]);
  });

  it.each(asking)(
    '$name: one event stands in the access table, with who, whom, why and when',
    async ({ name, declaration, more, shows, subject }) => {
      const requestId = `looked-at-${name.replaceAll(' ', '-')}`;
      const answer = await ask(cloud.world, declaration, { by: 'liisa', ...more, requestId });
      expect(answer.text).toMatch(new RegExp(shows));
      const events = await accessEvents(requestId);
      expect(events).toMatchObject([
        {
          ...subject,
          staffId: 'liisa',
          permission: declaration.permission,
          at: new Date(cloud.world.clock.nowMs).toISOString(),
        },
      ]);
    },
  );

  it.each(asking)(
    '$name: without the access table there is no answer with data',
    async ({ declaration, more, shows }) => {
      vi.spyOn(console, 'error').mockReturnValue();
      process.env.ACCESS_TABLE = 'omistaja-no-such-table';
      const answer = await ask(cloud.world, declaration, { by: 'liisa', ...more });
      expect(answer.status).toBe(500);
      expect(answer.text).not.toMatch(new RegExp(shows));
      expect(Object.keys(answer.body).sort()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
    },
  );

  it('a moved receipt is logged for both households before it moves, and does not move without', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const body = { receipt: identityOf(moved), toHouseholdId: 'H000004', reason: 'moved again' };
    process.env.ACCESS_TABLE = 'omistaja-no-such-table';
    expect((await ask(cloud.world, moveReceipt, { by: 'liisa', body })).status).toBe(500);
    expect((await explained('H000003', january).catch(() => undefined)) ?? 'refused').toBe('refused');
    process.env.ACCESS_TABLE = cloud.tables.accessLog.tableName;
    expect((await explained('H000003', january)).receipts.map(({ receiptId }) => receiptId)).toContain(moved.receiptId);
    expect((await ask(cloud.world, moveReceipt, { by: 'liisa', body, requestId: 'moved-again' })).body).toEqual({
      moved: true,
    });
    const events = await accessEvents('moved-again');
    expect(events.map(({ subjectId, action, reason }) => [subjectId, action, reason]).sort()).toEqual([
      ['H000003', 'CHANGE', 'moved again'],
      ['H000004', 'CHANGE', 'moved again'],
    ]);
  });
});
