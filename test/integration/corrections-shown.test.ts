import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approveBonusTable,
  listBonusTables,
  proposeBonusTable,
  withdrawBonusTable,
} from '../../contract/bonus-tables.ts';
import { showHousehold } from '../../contract/households.ts';
import { explainMonth } from '../../contract/register.ts';
import type { BonusTable } from '../../domain/bonus-table.ts';
import {
  approveBonusTableEndpoint,
  proposeBonusTableEndpoint,
  withdrawBonusTableEndpoint,
} from '../../functions/api/staff/bonus-tables/act.ts';
import { listBonusTablesEndpoint } from '../../functions/api/staff/bonus-tables/list.ts';
import { explainMonthEndpoint } from '../../functions/api/staff/explain-month.ts';
import { showHouseholdEndpoint } from '../../functions/api/staff/households/show.ts';
import { type CloudWorld, cloudWorld } from '../fixtures/run-cloud.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt, staffItems } from '../fixtures/run-coop.ts';
import { identityOf, load, record, runMonth } from '../fixtures/run-driver.ts';
import { itemsToMove } from '../fixtures/run-moves.ts';
import { openingOf } from '../fixtures/run-scene.ts';
import { type Answer, type Asking, ask } from '../fixtures/run-staff.ts';

const [january, february, march] = ['2026-01', '2026-02', '2026-03'] as const;
const endpoints = [
  listBonusTablesEndpoint,
  proposeBonusTableEndpoint,
  approveBonusTableEndpoint,
  withdrawBonusTableEndpoint,
  explainMonthEndpoint,
  showHouseholdEndpoint,
];
const at = (local: string): number => Date.parse(`${local}+02:00`);

/** One row: 1 % of everything, where 300 € would have 2 %. */
const low: BonusTable = {
  validFrom: january,
  rows: [{ fromCents: 5_000, rateBasisPoints: 100, fuelCentsPerHundredLitres: 100 }],
  paymentBenefitBasisPoints: 50,
};
const lowest: BonusTable = { ...low, rows: low.rows.map((row) => ({ ...row, rateBasisPoints: 50 })) };

const purchase = receipt(1, '2026-01-10T12:00', 30_000);
const returned = receipt(1, '2026-02-20T12:00', -10_000, { returnOf: identityOf(purchase) });

let cloud: CloudWorld;
type Told = Answer['body'];
const asked = (endpoint: Parameters<typeof ask>[1], asking: Asking) => ask(cloud.world, endpoint, asking, endpoints);
const propose = (by: string, table: BonusTable, version: number, more: Record<string, unknown> = {}) =>
  asked(proposeBonusTable, { by, body: { coopId: 'havu', version, table, reason: 'Väärä prosentti', ...more } });
const approve = (by: string, number: number, more: Record<string, unknown> = {}) =>
  asked(approveBonusTable, { by, params: { coopId: 'havu', number: String(number) }, body: { version: 1, ...more } });
const list = async (): Promise<Told> =>
  (await asked(listBonusTables, { by: 'liisa', params: { coopId: 'havu' } })).body;
const explain = async (month: string): Promise<Told> =>
  (
    await asked(explainMonth, {
      by: 'liisa',
      body: { householdId: 'H000001', month, purpose: 'customerRequest' },
    })
  ).body;
const balances = async (by = 'liisa'): Promise<Answer> =>
  await asked(showHousehold, { by, body: { householdId: 'H000001', purpose: 'customerRequest' } });

beforeAll(async () => {
  cloud = await cloudWorld();
  const { world } = cloud;
  await load(world, [
    ...coopItems(coop({ returnPolicy: 'monthOfPurchase' })),
    ...outletItems('101', { coopId: 'havu' }),
    ...[household(1), household(2)].flatMap(householdItems),
    ...['liisa', 'matti'].flatMap((by) => staffItems(by, ['havu'])),
    ...staffItems('outsider', ['koivu']),
  ]);
  await load(world, itemsToMove(household(1), []));
  await record(world, purchase.purchasedAt + 60_000, purchase);
  await runMonth(world, openingOf(january), { period: january });
  world.clock.nowMs = at('2026-02-15T12:00');
});
afterAll(() => cloud.stop());

describe('a Bonus table changed by two persons', () => {
  it('is proposed by one, who sees which paid months it would change, and sent again is one proposal', async () => {
    const dry = await propose('liisa', low, 0, { dryRun: true });
    expect(dry).toMatchObject({ status: 201, body: { recomputed: [january], tooOld: [], dryRun: true } });
    expect((await list()).proposals).toEqual([]);
    expect((await propose('liisa', low, 0)).body).toMatchObject({
      proposal: { number: 1, state: 'PROPOSED', replaces: 0 },
    });
    expect((await propose('liisa', low, 0)).body).toMatchObject({ proposal: { number: 1 } });
    expect(await list()).toMatchObject({ tables: [{ validFrom: '2017-03', version: 1 }], proposals: [{ number: 1 }] });
  });

  it('is not for who may not act for the co-op, on what is not there, or by who proposed it', async () => {
    expect((await asked(listBonusTables, { by: 'outsider', params: { coopId: 'havu' } })).status).toBe(403);
    expect((await propose('liisa', low, 3)).body.code).toBe('staleVersion');
    expect((await approve('liisa', 1)).body.code).toBe('secondPersonRequired');
    expect((await approve('matti', 7)).body.code).toBe('unknownTableProposal');
    expect((await approve('matti', 1, { version: 2 })).body.code).toBe('staleVersion');
    const prepared = { by: 'matti', may: ['payouts.prepare'] as const };
    const params = { coopId: 'havu', number: '1' };
    expect((await asked(approveBonusTable, { ...prepared, params, body: { version: 1 } })).status).toBe(403);
  });

  it('is in force once another has approved it, and is approved once', async () => {
    expect((await approve('matti', 1, { dryRun: true })).body).toMatchObject({ recomputed: [january], dryRun: true });
    expect((await approve('matti', 1)).body).toMatchObject({
      proposal: { state: 'APPROVED', version: 2 },
      dryRun: false,
    });
    expect((await approve('matti', 1, { version: 2 })).body.code).toBe('tableProposalNotInState');
    expect((await list()).tables).toMatchObject([{ validFrom: '2017-03' }, { validFrom: january, version: 1 }]);
  });

  it('withdrawn, it changes nothing', async () => {
    const { proposal } = (await propose('liisa', lowest, 1)).body as { proposal: { number: number } };
    const params = { coopId: 'havu', number: String(proposal.number) };
    const body = { version: 1, reason: 'Rivi puuttuu' };
    expect((await asked(withdrawBonusTable, { by: 'liisa', params, body })).body).toMatchObject({
      proposal: { state: 'WITHDRAWN', withdrawn: { by: 'liisa', reason: 'Rivi puuttuu' } },
      recomputed: [],
    });
    expect((await approve('matti', proposal.number, { version: 2 })).body.code).toBe('tableProposalNotInState');
    expect((await list()).replaced).toEqual([]);
  });
});

describe('what staff see of it', () => {
  it('explains each revision: the table, then the return that lowered the month of its purchase', async () => {
    const { world } = cloud;
    expect(await explain(january)).toMatchObject({ tableValidFrom: '2017-03', balance: null });
    await runMonth(world, openingOf(february), { period: february });
    await record(world, openingOf(february) + 300_000, returned);
    await runMonth(world, openingOf(march), { period: march });
    world.clock.nowMs = openingOf(march) + 86_400_000;
    const told = await explain(january);
    expect(told).toMatchObject({
      purchases: { bonusCents: 20_000 },
      ownOutletCents: 20_000,
      tableValidFrom: january,
      tableVersion: 1,
      row: { rateBasisPoints: 100 },
      amountCents: 200,
      revisions: [
        { revision: 0, period: january, because: [], receipts: 1, rateBasisPoints: 200, addedAmountCents: 600 },
        { revision: 1, period: february, because: ['TABLE'], tableValidFrom: january, addedAmountCents: -300 },
        {
          revision: 2,
          period: march,
          because: ['RECEIPTS'],
          receipts: 2,
          purchasesCents: 20_000,
          addedAmountCents: -100,
        },
      ],
      balance: { coopId: 'havu', period: march, unpaidCents: -400, reason: 'NEGATIVE' },
    });
    expect(told.receipts).toMatchObject([
      { receiptId: purchase.receiptId, counted: true },
      { receiptId: returned.receiptId, counted: true },
    ]);
  });

  it('shows the balance with the household, to the co-op that it is open with', async () => {
    expect((await balances()).body.balances).toEqual([
      { coopId: 'havu', period: march, unpaidCents: -400, reason: 'NEGATIVE' },
    ]);
    expect((await balances('outsider')).status).toBe(404);
  });

  it('goes on showing by which version of a table a month was paid, after that is replaced', async () => {
    expect((await propose('liisa', lowest, 1)).body).toMatchObject({ proposal: { number: 3, replaces: 1 } });
    expect((await approve('matti', 3)).body).toMatchObject({ recomputed: [january, february, march] });
    expect(await explain(january)).toMatchObject({ tableVersion: 1, row: { rateBasisPoints: 100 }, amountCents: 200 });
    expect(await list()).toMatchObject({
      tables: [{ validFrom: '2017-03' }, { validFrom: january, version: 2 }],
      replaced: [{ validFrom: january, version: 1 }],
    });
  });
});
