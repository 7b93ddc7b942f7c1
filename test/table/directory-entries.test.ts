import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  changeEntry,
  type EntryOf,
  entriesPage,
  findEntry,
  versionsOf,
} from '../../functions/table/directory-entries.ts';
import { demoCompany, itemOfCompany } from '../../scripts/demo/directory.ts';
import { noon, putItems } from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

type Company = EntryOf<'company'>;
const { version: _, ...entry } = demoCompany({ companyId: 'energia', roles: ['partner'] });
const id = 'energia';
const by = { by: 'admin-1', atMs: noon, reason: 'as agreed' };
const change = async (
  db: TableCloud['register'],
  before: Company | undefined,
  more: { entry?: Partial<Company>; version?: number; dryRun?: boolean } = {},
) =>
  await changeEntry(db, 'company', before, {
    id,
    entry: { ...entry, ...more.entry },
    version: more.version,
    dryRun: more.dryRun,
    ...by,
  });

describe('an entry of the directory', () => {
  it('is entered, changed and kept in every version', async () => {
    const db = await cloud.newRegister();
    const first = await change(db, undefined);
    expect(first).toEqual({ ...entry, version: 1 });
    const second = await change(db, first, { entry: { until: '2026-12-31' }, version: 1 });
    expect(await findEntry(db, 'company', id)).toEqual(second);
    const versions = await versionsOf(db, 'company', id);
    expect(versions.map(({ version, by, reason, entry }) => [version, by, reason, entry.until])).toEqual([
      [1, 'admin-1', 'as agreed', undefined],
      [2, 'admin-1', 'as agreed', '2026-12-31'],
    ]);
  });

  it('sent again finds itself, and nothing is written twice', async () => {
    const db = await cloud.newRegister();
    const first = await change(db, undefined);
    expect(await change(db, first)).toEqual(first);
    const second = await change(db, first, { entry: { until: '2026-12-31' }, version: 1 });
    expect(await change(db, second, { entry: { until: '2026-12-31' }, version: 1 })).toEqual(second);
    expect(await versionsOf(db, 'company', id)).toHaveLength(2);
  });

  it('is refused where another is, where none is, and where it has changed', async () => {
    const db = await cloud.newRegister();
    await expect(change(db, undefined, { version: 1 })).rejects.toMatchObject({ code: 'unknownEntry' });
    const first = await change(db, undefined);
    await expect(change(db, first, { entry: { name: 'Toinen' } })).rejects.toMatchObject({ code: 'alreadyRegistered' });
    await expect(change(db, undefined, { entry: { name: 'Toinen' } })).rejects.toMatchObject({
      code: 'alreadyRegistered',
    });
    await change(db, first, { entry: { name: 'Kolmas' }, version: 1 });
    await expect(change(db, first, { entry: { name: 'Neljäs' }, version: 1 })).rejects.toMatchObject({
      code: 'staleVersion',
    });
    expect(await findEntry(db, 'company', id)).toMatchObject({ name: 'Kolmas', version: 2 });
  });

  it('of two that change it at once, one wins', async () => {
    const db = await cloud.newRegister();
    const first = await change(db, undefined);
    const outcomes = await Promise.allSettled(
      ['A', 'B', 'C', 'D'].map((name) => change(db, first, { entry: { name }, version: 1 })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'staleVersion' });
    expect(await versionsOf(db, 'company', id)).toHaveLength(2);
  });

  it('is not written by a dry run, which refuses the same', async () => {
    const db = await cloud.newRegister();
    expect(await change(db, undefined, { dryRun: true })).toEqual({ ...entry, version: 1 });
    expect(await findEntry(db, 'company', id)).toBeUndefined();
    const first = await change(db, undefined);
    await expect(change(db, first, { entry: { until: '2027-01-01' }, version: 7, dryRun: true })).rejects.toMatchObject(
      { code: 'staleVersion' },
    );
  });

  it('is listed by id, page after page, and without its versions', async () => {
    const db = await cloud.newRegister();
    const ids = Array.from({ length: 130 }, (_, index) => `c${1000 + index}`);
    await putItems(
      db,
      ids.map((companyId) => itemOfCompany(demoCompany({ companyId }))),
    );
    await change(db, undefined);
    await vi.waitFor(async () => {
      const first = await entriesPage(db, 'company', undefined);
      expect(first.last).toBe('c1099');
      const second = await entriesPage(db, 'company', first.last);
      expect(second.last).toBeUndefined();
      expect([...first.entries, ...second.entries].map(({ companyId }) => companyId)).toEqual([...ids, 'energia']);
    });
  });
});
