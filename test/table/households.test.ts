import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Membership } from '../../domain/membership.ts';
import type { ShareEntry } from '../../domain/share-entry.ts';
import { householdOf, householdsPage } from '../../functions/table/households.ts';
import { type Key, shareEntryKey } from '../../functions/table/keys.ts';
import { payeeOf } from '../../functions/table/payees.ts';
import { type DemoCustomer, itemOfAccount, itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoMembership, itemsOfMembership } from '../../scripts/demo/membership.ts';
import { newHousehold, putItems, unique } from '../fixtures/recording.ts';
import { householdItemOf } from '../fixtures/register-items.ts';
import { settings } from '../fixtures/settings.ts';
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
      version: 1,
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
        { householdId: mine, headCustomerNumber: '1000001', memberKind: 'PERSON', isDissolved: false },
        { householdId: headless, headCustomerNumber: undefined, memberKind: 'COMPANY', isDissolved: false },
      ]),
    );
    const page = await householdsPage(cloud.register, 'demo', 11, undefined, 1);
    expect([page.households.length, page.last]).toEqual([1, mine]);
    expect((await householdsPage(cloud.register, 'demo', 11, mine, 10)).households[0]?.householdId).toBe(headless);
    expect((await householdsPage(cloud.register, 'another', 11, undefined, 10)).households).toEqual([]);
  });
});

describe('payeeOf', () => {
  const contribution = settings.shareContributionCents;

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
  const memberOf = async (customerNumber: string, paidCents = 0, overrides: Partial<Membership> = {}) => {
    const member = { coopId: overrides.coopId ?? 'demo', memberNumber: String(6_000_000 + unique()) };
    const entry = {
      ...member,
      entryNumber: 1,
      date: '2020-01-01',
      sourceId: 'joining',
      amountCents: paidCents,
      reason: 'PAYMENT',
    };
    const entries = paidCents === 0 ? [] : [entry as ShareEntry];
    const membership = { ...demoMembership({ ...member, from: '2020-01-01' }, entries), ...overrides };
    await putItems(cloud.register, itemsOfMembership({ customerNumber }, membership, entries));
    return membership;
  };
  const on = (customerNumber: string, day: string) => payeeOf(cloud.register, customerNumber, 'demo', day, settings);

  it('gives name and death, and nothing for nobody', async () => {
    expect(await on(await aMember(), '2026-10-31')).toEqual({
      name: 'Mäkinen Åsa Maria',
      standing: 'NO_ACCOUNT',
      sealedIban: undefined,
      shareMissingCents: 0,
    });
    expect(await on(await aMember({ deceasedOn: '2026-10-30' }), '2026-10-31')).toMatchObject({ standing: 'DECEASED' });
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

  it('tells a first account that is new, and one that the bank has sent money back from', async () => {
    const member = await aMember();
    await anAccount(member, '2026-10-30', 'FI-FIRST');
    const standings = await Promise.all(
      ['2026-10-29', '2026-10-30', '2026-10-31', '2026-11-01'].map(async (day) => (await on(member, day))?.standing),
    );
    expect(standings).toEqual(['NO_ACCOUNT', 'ACCOUNT_NEW', 'ACCOUNT_NEW', 'OK']);

    const [second, blocked] = [await aMember(), await aMember()];
    await anAccount(second, '2020-01-01', 'FI-OLD', '2026-10-30');
    await anAccount(second, '2026-10-30', 'FI-NEW');
    expect((await on(second, '2026-10-30'))?.standing).toBe('OK');
    await put({
      ...itemOfAccount(
        { iban: 'FI-BACK', type: 'PAYMENT', from: '2020-01-01' },
        blocked,
        'demo',
        (_c, _o, text) => text,
      ),
      blocked: { since: '2026-10-12', code: 'AC04', endToEndId: 'B202609demo-H1-0-1' },
    });
    expect((await on(blocked, '2026-10-30'))?.standing).toBe('ACCOUNT_BLOCKED');
  });

  it('says what the share contribution of a member misses', async () => {
    const missing = async (paidCents: number, overrides: Partial<Membership> = {}) => {
      const member = await aMember();
      await memberOf(member, paidCents, overrides);
      return (await on(member, '2026-10-31'))?.shareMissingCents;
    };
    expect(await missing(0)).toBe(contribution);
    expect(await missing(2_900)).toBe(contribution - 2_900);
    expect(await missing(10_000)).toBe(0);
    expect(await missing(10_150)).toBe(0);
    expect(await missing(2_900, { status: 'EXPULSION_NOTICED' })).toBe(contribution - 2_900);
  });

  it('asks nothing for a share of who is no member of the co-op on that day, or no member any more', async () => {
    const [elsewhere, gone, resigned, applied] = await Promise.all(Array.from({ length: 4 }, () => aMember()));
    await memberOf(elsewhere ?? '', 0, { coopId: 'demo2' });
    await memberOf(gone ?? '', 2_000, { until: '2026-10-31' });
    await memberOf(resigned ?? '', 2_000, { status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-12-31' });
    await memberOf(applied ?? '', 0, { status: 'APPLIED', from: undefined });
    for (const one of [elsewhere, resigned, applied])
      expect(await on(one ?? '', '2026-10-31')).toMatchObject({ shareMissingCents: 0 });
    expect(await on(gone ?? '', '2026-10-30')).toMatchObject({ shareMissingCents: contribution - 2_000 });
    expect(await on(gone ?? '', '2026-10-31')).toMatchObject({ shareMissingCents: 0 });
  });

  it('is not told where a balance is not the sum of its entries', async () => {
    const member = await aMember();
    const { memberNumber } = await memberOf(member, 2_000);
    const lost = {
      coopId: 'demo',
      memberNumber,
      entryNumber: 2,
      date: '2026-01-01',
      sourceId: 'lost',
      amountCents: 1,
      reason: 'BONUS',
    };
    await put({ ...shareEntryKey(member, 'demo', lost.date, lost.sourceId), ...lost });
    await expect(on(member, '2026-10-31')).rejects.toThrow('not the sum');
  });

  it('reads a ledger of more than one page', async () => {
    const member = await aMember();
    const { memberNumber } = await memberOf(member);
    const entries = Array.from({ length: 300 }, (_, index) => ({
      ...shareEntryKey(member, 'demo', '2026-01-01', `S${index}`),
      ...{
        coopId: 'demo',
        memberNumber,
        entryNumber: index + 1,
        date: '2026-01-01',
        sourceId: `S${index}`,
        amountCents: 10,
        reason: 'BONUS',
      },
      note: 'ö'.repeat(200),
    }));
    await putItems(cloud.register, entries);
    await memberOf(member, 0, { memberNumber, paidCents: 3_000 });
    expect(await on(member, '2026-10-31')).toMatchObject({ shareMissingCents: contribution - 3_000 });
  });
});
