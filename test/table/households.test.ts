import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { householdOf, householdsPage, payeeOf } from '../../functions/table/households.ts';
import type { ShareEntry } from '../../functions/table/items.ts';
import { type Key, membershipKey, shareEntryKey } from '../../functions/table/keys.ts';
import { addShareEntry } from '../../functions/table/share-ledger.ts';
import { type DemoCustomer, itemOfAccount, itemOfCustomer } from '../../scripts/demo/customer.ts';
import { barrier, newHousehold, putItems, unique } from '../fixtures/recording.ts';
import { householdItemOf } from '../fixtures/register-items.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const put = (item: Key & Record<string, unknown>) =>
  cloud.register.client.send(new PutCommand({ TableName: cloud.register.tableName, Item: item }));

describe('a household', () => {
  it('is found by its id, without what only the listing needs', async () => {
    const householdId = newHousehold();
    await put(householdItemOf({ householdId, shard: 3 }));
    expect(await householdOf(cloud.register, householdId)).toEqual({
      householdId,
      coopId: 'demo',
      shard: 3,
      headCustomerNumber: '1000001',
      memberKind: 'PERSON',
    });
    await expect(householdOf(cloud.register, newHousehold())).rejects.toMatchObject({ code: 'unknownHousehold' });
  });

  it('is listed with its shard only, with head and kind', async () => {
    const [mine, headless, other] = [newHousehold(), newHousehold(), newHousehold()];
    const { headCustomerNumber: _head, ...company } = householdItemOf({
      householdId: headless,
      shard: 11,
      memberKind: 'COMPANY',
    });
    await putItems(cloud.register, [
      householdItemOf({ householdId: mine, shard: 11 }),
      company,
      householdItemOf({ householdId: other, shard: 1 }),
    ]);
    await vi.waitFor(async () =>
      expect((await householdsPage(cloud.register, 'demo', 11, undefined, 10)).households).toEqual([
        { householdId: mine, headCustomerNumber: '1000001', memberKind: 'PERSON' },
        { householdId: headless, headCustomerNumber: undefined, memberKind: 'COMPANY' },
      ]),
    );
    const page = await householdsPage(cloud.register, 'demo', 11, undefined, 1);
    expect([page.households.length, page.last]).toEqual([1, mine]);
    expect((await householdsPage(cloud.register, 'demo', 11, mine, 10)).households[0]?.householdId).toBe(headless);
    expect((await householdsPage(cloud.register, 'another', 11, undefined, 10)).households).toEqual([]);
  });
});

describe('payeeOf', () => {
  const contribution = 10_000;

  async function aMember(overrides: Partial<DemoCustomer> = {}): Promise<string> {
    const customerNumber = String(2_000_000 + unique());
    const names = { firstNames: 'Åsa Maria', lastName: 'Mäkinen' };
    await put(itemOfCustomer({ customerNumber, ...names, ...overrides }, 'demo', '2020-01-01'));
    return customerNumber;
  }
  const anAccount = (customerNumber: string, from: string, iban: string, until?: string) =>
    put(
      itemOfAccount(
        { iban, type: 'PAYMENT', from, ...(until !== undefined && { until }) },
        customerNumber,
        'demo',
        (_coopId, _owner, text) => text,
      ),
    );
  const aMembership = (customerNumber: string, coopId: string, from = '2020-01-01', until?: string) =>
    put({
      ...membershipKey(customerNumber, coopId),
      coopId,
      memberNumber: '123456',
      from,
      ...(until !== undefined && { until }),
    });
  const aShare = (overrides: Partial<ShareEntry> = {}): ShareEntry => ({
    coopId: 'demo',
    date: '2026-01-01',
    sourceId: `s${unique()}`,
    amountCents: 1_000,
    reason: 'PAYMENT',
    ...overrides,
  });
  const on = (customerNumber: string, day: string) =>
    payeeOf(cloud.register, customerNumber, 'demo', day, contribution);

  it('gives name and death, and nothing for nobody', async () => {
    expect(await on(await aMember(), '2026-10-31')).toEqual({
      name: 'Mäkinen Åsa Maria',
      deceased: false,
      sealedIban: undefined,
      shareMissingCents: 0,
    });
    expect(await on(await aMember({ deceasedOn: '2026-10-30' }), '2026-10-31')).toMatchObject({ deceased: true });
    expect(await on('999999', '2026-10-31')).toBeUndefined();
  });

  it('gives the account that is valid on the day: from the first day on, until the last day before its end', async () => {
    const member = await aMember();
    await anAccount(member, '2026-02-01', 'FI-NEW');
    await anAccount(member, '2020-01-01', 'FI-OLD', '2026-02-01');
    await anAccount(member, '2026-12-01', 'FI-NEXT');
    const accounts = await Promise.all(
      ['2019-12-31', '2020-01-01', '2026-01-31', '2026-02-01', '2026-11-30', '2026-12-01'].map(
        async (day) => (await on(member, day))?.sealedIban,
      ),
    );
    expect(accounts).toEqual([undefined, 'FI-OLD', 'FI-OLD', 'FI-NEW', 'FI-NEW', 'FI-NEXT']);
  });

  it('says what the share contribution misses: the balance is the sum of the co-op’s entries', async () => {
    const member = await aMember();
    await aMembership(member, 'demo');
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: contribution });
    await addShareEntry(cloud.register, member, aShare({ amountCents: 2_500 }));
    await addShareEntry(cloud.register, member, aShare({ amountCents: 500, reason: 'BONUS' }));
    await addShareEntry(cloud.register, member, aShare({ amountCents: -100, reason: 'REFUND' }));
    await addShareEntry(cloud.register, member, aShare({ coopId: 'demo2', amountCents: 7_000 }));
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: contribution - 2_900 });
    await addShareEntry(cloud.register, member, aShare({ amountCents: 20_000 }));
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: 0 });
  });

  it('asks nothing for a share of who is no member of the co-op on that day', async () => {
    const [elsewhere, gone] = [await aMember(), await aMember()];
    await aMembership(elsewhere, 'demo2');
    await aMembership(gone, 'demo', '2020-01-01', '2026-10-31');
    expect(await on(elsewhere, '2026-10-31')).toMatchObject({ shareMissingCents: 0 });
    expect(await on(gone, '2026-10-30')).toMatchObject({ shareMissingCents: contribution });
    expect(await on(gone, '2026-10-31')).toMatchObject({ shareMissingCents: 0 });
  });

  it('reads a ledger of more than one page', async () => {
    const member = await aMember();
    await aMembership(member, 'demo');
    const entries = Array.from({ length: 30 }, () =>
      aShare({ amountCents: 10, sourceId: `${unique()}-${'x'.repeat(900)}` }),
    );
    const big = entries.map((entry) => ({
      ...shareEntryKey(member, entry.coopId, entry.date, entry.sourceId),
      ...entry,
      sourceId: 'x'.repeat(60_000),
    }));
    await putItems(cloud.register, big);
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: contribution - 300 });
  });

  it('counts an entry of the ledger once, whoever adds it again and whatever they say then', async () => {
    const member = await aMember();
    await aMembership(member, 'demo');
    const entry = aShare({ amountCents: 4_000 });
    const start = barrier(8);
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        await start();
        await addShareEntry(cloud.register, member, entry);
      }),
    );
    await addShareEntry(cloud.register, member, { ...entry, amountCents: 9_999 });
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: contribution - 4_000 });
  });
});
