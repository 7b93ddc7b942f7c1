import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { zeroBases } from '../../domain/bonus.ts';
import { generalBonusTable } from '../../domain/bonus-table.ts';
import { controlSums, hasControlSum, putControlSum } from '../../functions/table/control-sums.ts';
import {
  activeCoops,
  bonusTableIn,
  bonusTablesOf,
  coopOf,
  findCompany,
  findOutlet,
  findStaffMember,
  findTillClient,
  outletIds,
} from '../../functions/table/directory.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { bonusTableKey, identifierKey, identifierText, tillClientKey } from '../../functions/table/keys.ts';
import { batchGet } from '../../functions/table/read.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { aLink, cardOf, noon, putItems } from '../fixtures/recording.ts';
import { coopItems, outletItemOf } from '../fixtures/register-items.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

describe('the directory', () => {
  it('finds outlets, till clients and staff by their ids, and nothing for nobody', async () => {
    const client = { clientId: 'client-1', retailerId: 'havu', active: true, version: 1 };
    const member = demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'], active: false });
    const company = demoCompany({ companyId: 'havu', roles: ['coop', 'partner'], until: '2026-12-31' });
    await putItems(cloud.register, [
      { ...tillClientKey('client-1'), ...client },
      itemOfStaffMember(member),
      itemOfCompany(company),
      outletItemOf({ outletId: '319', validUntil: '2026-12-31' }),
    ]);
    expect(await findTillClient(cloud.register, 'client-1')).toEqual(client);
    expect(await findStaffMember(cloud.register, 'staff-1')).toEqual(member);
    expect(await findOutlet(cloud.register, '319')).toMatchObject({ outletId: '319', validUntil: '2026-12-31' });
    expect(await findCompany(cloud.register, 'havu')).toEqual(company);
    expect(await findCompany(cloud.register, 'client-1')).toBeUndefined();
    expect(await findTillClient(cloud.register, 'staff-1')).toBeUndefined();
    expect(await findStaffMember(cloud.register, 'client-1')).toBeUndefined();
    expect(await findOutlet(cloud.register, '31')).toBeUndefined();
  });

  it('lists all outlets, and the co-ops that are active', async () => {
    const db = await cloud.newRegister();
    const outlets = Array.from({ length: 120 }, (_, index) => String(40_000 + index));
    await putItems(db, [
      ...outlets.map((outletId) => outletItemOf({ outletId })),
      ...coopItems({ coopId: 'havu' }),
      ...coopItems({ coopId: 'koivu', shardCount: 260 }),
      ...coopItems({ coopId: 'old', active: false }),
    ]);
    await vi.waitFor(async () => {
      expect(await outletIds(db)).toEqual(outlets);
      const active = await activeCoops(db);
      expect(active.map(({ coopId, shardCount }) => [coopId, shardCount]).toSorted()).toEqual([
        ['havu', 1],
        ['koivu', 260],
      ]);
    });
    expect(await coopOf(db, 'old')).toMatchObject({ active: false, name: 'Osuuskauppa Demo' });
    await expect(coopOf(db, 'none')).rejects.toMatchObject({ code: 'unknownCoop' });
  });

  it('gives a co-op’s tables by validity and the one of a month', async () => {
    const later = { ...generalBonusTable, validFrom: '2026-11', paymentBenefitBasisPoints: 0 };
    await putItems(cloud.register, [
      { ...bonusTableKey('tables', '2026-11'), ...later },
      { ...bonusTableKey('tables', '2017-03'), ...generalBonusTable },
      { ...bonusTableKey('tables2', '2020-01'), ...generalBonusTable, validFrom: '2020-01' },
    ]);
    const tables = await bonusTablesOf(cloud.register, 'tables');
    expect(tables.map(({ validFrom }) => validFrom)).toEqual(['2017-03', '2026-11']);
    expect(bonusTableIn(tables, '2026-10')).toEqual(generalBonusTable);
    expect(bonusTableIn(tables, '2026-11')).toEqual(later);
    expect(() => bonusTableIn(tables, '2017-02')).toThrow(expect.objectContaining({ code: 'noBonusTable' }));
    expect(await bonusTablesOf(cloud.register, 'none')).toEqual([]);
  });
});

describe('identifiers', () => {
  it('are read a hundred at a time, each once, those that are unknown left out', async () => {
    const cards = Array.from({ length: 230 }, (_, index) => cardOf(900_000 + index));
    const known = cards.filter((_, index) => index % 10 !== 0);
    await putItems(
      cloud.register,
      known.map((card, index) => ({ ...identifierKey(card), links: [aLink({ shard: index })] })),
    );
    const db = cloud.anotherClient(cloud.register);
    const calls: string[] = [];
    injectFaults(db, ({ command }) => {
      calls.push(command);
      return calls.length === 1 ? 'unprocessed' : undefined;
    });
    const links = await linksOf(db, [...cards, ...cards]);
    expect(links.size).toBe(known.length);
    for (const [index, card] of known.entries())
      expect(links.get(identifierText(card))).toEqual([aLink({ shard: index })]);
    expect(calls).toEqual(Array.from({ length: 4 }, () => 'BatchGetItem'));
  });

  it('of different kinds are different, though their digits are the same', async () => {
    const value = '123456789012';
    const kinds = ['card', 'customerNumber', 'memberNumber'] as const;
    await putItems(
      cloud.register,
      kinds.map((kind, index) => ({ ...identifierKey({ kind, value }), links: [aLink({ shard: index })] })),
    );
    const links = await linksOf(
      cloud.register,
      kinds.map((kind) => ({ kind, value })),
    );
    expect(kinds.map((kind) => links.get(identifierText({ kind, value }))?.[0]?.shard)).toEqual([0, 1, 2]);
  });

  it('none at all ask nothing of the table', async () => {
    expect(await linksOf({ ...cloud.register, tableName: 'there-is-none' }, [])).toEqual(new Map());
    expect(await batchGet({ ...cloud.register, tableName: 'there-is-none' }, [])).toEqual([]);
  });
});

describe('control sums', () => {
  const sums = (outletId: string, cents: number, readAtMs = noon) => ({
    outletId,
    readAtMs,
    byCoop: { demo: { receipts: 1, purchases: { ...zeroBases, bonusCents: cents } } },
  });

  it('are kept by period, cut-off and outlet; a newer reading replaces an older one and never the reverse', async () => {
    const put = (period: string, cutOffMs: number, value: ReturnType<typeof sums>) =>
      putControlSum(cloud.register, period, cutOffMs, value);
    await put('2026-09', noon, sums('1', 10));
    await put('2026-09', noon, sums('2', 20));
    await put('2026-09', noon + 1, sums('1', 30));
    await put('2026-10', noon, sums('1', 40));
    await put('2026-09', noon, sums('1', 11, noon + 5));
    await put('2026-09', noon, sums('1', 12, noon + 4));
    expect(await controlSums(cloud.register, '2026-09', noon)).toEqual([sums('1', 11, noon + 5), sums('2', 20)]);
    expect(await hasControlSum(cloud.register, '2026-09', noon, '2')).toBe(true);
    expect(await hasControlSum(cloud.register, '2026-09', noon + 1, '2')).toBe(false);
    expect(await controlSums(cloud.register, '2026-08', noon)).toEqual([]);
  });
});
