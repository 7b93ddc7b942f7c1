import * as z from 'zod/mini';
import { type BonusTable, tableValidIn } from '../../domain/bonus-table.ts';
import type { Month } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Register } from './client.ts';
import {
  bonusTableItem,
  type Coop,
  companyItem,
  coopItem,
  type Outlet,
  outletItem,
  type StaffMember,
  type StoredBonusTable,
  type StoredCompany,
  staffItem,
  type TillClient,
  tillClientItem,
} from './items.ts';
import {
  bonusTablePrefix,
  companyKey,
  coopKey,
  coopListing,
  type Key,
  outletKey,
  outletListing,
  registerTable,
  staffKey,
  tillClientKey,
} from './keys.ts';
import { batchGet, getItem, queryAll, withoutKeys } from './read.ts';

async function find<T>(db: Register, key: Key, schema: z.ZodMiniType<T>): Promise<T | undefined> {
  const item = await getItem(db, key);
  return item === undefined ? undefined : z.parse(schema, withoutKeys(item));
}

export const findTillClient = (db: Register, clientId: string): Promise<TillClient | undefined> =>
  find(db, tillClientKey(clientId), tillClientItem);
export const findCompany = (db: Register, companyId: string): Promise<StoredCompany | undefined> =>
  find(db, companyKey(companyId), companyItem);
export const findStaffMember = (db: Register, staffId: string): Promise<StaffMember | undefined> =>
  find(db, staffKey(staffId), staffItem);
export const findOutlet = (db: Register, outletId: string): Promise<Outlet | undefined> =>
  find(db, outletKey(outletId), outletItem);

/** @throws DomainError unknownCoop */
export async function coopOf(db: Register, coopId: string): Promise<Coop> {
  const coop = await find(db, coopKey(coopId), coopItem);
  if (coop === undefined) throw new DomainError('unknownCoop', 'There is no co-op with this id.');
  return coop;
}

/** The ids of a listing in the index: co-ops, outlets. */
async function listed(db: Register, listing: string): Promise<string[]> {
  const items = await queryAll(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: 'l = :l',
    ExpressionAttributeValues: { ':l': listing },
  });
  return items.map((item) => String(item.k));
}

export const outletIds = (db: Register): Promise<string[]> => listed(db, outletListing);

export async function activeCoops(db: Register): Promise<Coop[]> {
  const ids = await listed(db, coopListing);
  const items = await batchGet(db, ids.map(coopKey));
  return items.map((item) => z.parse(coopItem, withoutKeys(item))).filter((coop) => coop.active);
}

/** All Bonus tables of a co-op, by validity. */
export async function bonusTablesOf(db: Register, coopId: string): Promise<StoredBonusTable[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': bonusTablePrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(bonusTableItem, withoutKeys(item)));
}

/**
 * The one of a co-op's tables that is valid in a month.
 * @throws DomainError noBonusTable
 */
export function bonusTableIn<T extends BonusTable>(tables: readonly T[], month: Month): T {
  const table = tableValidIn(tables, month);
  if (table === undefined)
    throw new DomainError('noBonusTable', `The co-op has no Bonus table that is valid in ${month}.`);
  return table;
}
