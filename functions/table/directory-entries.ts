import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { notInDirectory } from '../../domain/directory-rights.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Register } from './client.ts';
import { companyItem, outletItem, paperDocumentItem, staffItem, tillClientItem } from './items.ts';
import {
  companyKey,
  companyListing,
  directoryVersionKey,
  directoryVersionPrefix,
  type Key,
  outletKey,
  outletListing,
  paperDocumentKey,
  paperDocumentListing,
  registerTable,
  staffKey,
  staffListing,
  tillClientKey,
  tillClientListing,
} from './keys.ts';
import { batchGet, getItem, queryAll, queryPage, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale } from './transaction.ts';

/** What the directory holds: each kind's key, listing and schema. */
const kinds = {
  staffMember: { key: staffKey, listing: staffListing, schema: staffItem },
  company: { key: companyKey, listing: companyListing, schema: companyItem },
  outlet: { key: outletKey, listing: outletListing, schema: outletItem },
  tillClient: { key: tillClientKey, listing: tillClientListing, schema: tillClientItem },
  paperDocument: { key: paperDocumentKey, listing: paperDocumentListing, schema: paperDocumentItem },
} as const;
export type DirectoryKind = keyof typeof kinds;
export type EntryOf<K extends DirectoryKind> = z.infer<(typeof kinds)[K]['schema']>;
type WithoutVersion<E> = Omit<E, 'version'>;

/** A version as it was entered: by whom, when and why. */
export const directoryVersionItem = z.strictObject({
  version: z.int().check(z.positive()),
  by: z.string(),
  atMs: z.int(),
  reason: z.string(),
  entry: z.record(z.string(), z.unknown()),
});
export type DirectoryVersion = z.infer<typeof directoryVersionItem>;

const parsed = <K extends DirectoryKind>(kind: K, item: Record<string, unknown>): EntryOf<K> =>
  z.parse(kinds[kind].schema as unknown as z.ZodMiniType<EntryOf<K>>, withoutKeys(item));

/** An entry of the directory, strongly consistent. */
export async function findEntry<K extends DirectoryKind>(
  db: Register,
  kind: K,
  id: string,
): Promise<EntryOf<K> | undefined> {
  const item = await getItem(db, kinds[kind].key(id));
  return item && parsed(kind, item);
}

export type EntryChange<K extends DirectoryKind> = {
  id: string;
  entry: WithoutVersion<EntryOf<K>>;
  /** The version that was seen; absent to enter something new. */
  version: number | undefined;
  by: string;
  atMs: number;
  reason: string;
  dryRun: boolean | undefined;
};

/**
 * Enters or changes an entry, and keeps the version beside it with who, when and why. The same change sent again because its answer was
 * lost finds itself.
 * @param before the entry as it was read and decided on
 * @returns the entry as it is then
 * @throws DomainError unknownEntry, alreadyRegistered, staleVersion
 */
export async function changeEntry<K extends DirectoryKind>(
  db: Register,
  kind: K,
  before: EntryOf<K> | undefined,
  { id, entry, version: seen, by, atMs, reason, dryRun }: EntryChange<K>,
): Promise<EntryOf<K>> {
  const { key, listing } = kinds[kind];
  const version = (seen ?? 0) + 1;
  // Absent and undefined are one in the table.
  const next = JSON.parse(JSON.stringify({ ...entry, version })) as EntryOf<K> & { version: number };
  if (before !== undefined && isDeepStrictEqual(before, next)) return before;
  if (before === undefined && seen !== undefined) throw new DomainError(notInDirectory.code, notInDirectory.detail);
  if (before !== undefined && seen === undefined) throw new DomainError(taken.code, taken.detail);
  if (before !== undefined && before.version !== seen) throw new DomainError(stale.code, stale.detail);
  const item = { ...next, l: listing, k: id };
  const kept: DirectoryVersion = { version, by, atMs, reason, entry: { ...next } };
  await commit(
    db,
    [
      seen === undefined ? putNew(key(id), item, taken) : putOver(key(id), item, seen),
      putNew(directoryVersionKey(key(id), version), kept, stale),
    ],
    { dryRun },
  );
  return next;
}

const taken = { code: 'alreadyRegistered', detail: 'The directory has this id already.' } as const;

/** The versions of an entry that were entered through the API, oldest first. */
export async function versionsOf(db: Register, kind: DirectoryKind, id: string): Promise<DirectoryVersion[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': kinds[kind].key(id).pk, ':sk': directoryVersionPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(directoryVersionItem, withoutKeys(item)));
}

const pageSize = 100;

/** A page of a kind's entries by id. @param after the id after which it begins */
export async function entriesPage<K extends DirectoryKind>(
  db: Register,
  kind: K,
  after: string | undefined,
): Promise<{ entries: EntryOf<K>[]; last: string | undefined }> {
  const { key, listing } = kinds[kind];
  const { items, next } = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: after === undefined ? 'l = :l' : 'l = :l AND k > :after',
    ExpressionAttributeValues: { ':l': listing, ...(after === undefined ? {} : { ':after': after }) },
    Limit: pageSize,
  });
  const keys: Key[] = items.map((item) => key(String(item.k)));
  const found = new Map((await batchGet(db, keys)).map((item) => [item.pk, parsed(kind, item)]));
  return {
    entries: keys.flatMap(({ pk }) => found.get(pk) ?? []),
    last: next === undefined ? undefined : String(next.k),
  };
}
