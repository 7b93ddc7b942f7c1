import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type DirectoryVersion, directoryVersionItem } from './directory-entries.ts';
import type { Coop } from './items.ts';
import { coopKey, coopListing, directoryVersionKey, directoryVersionPrefix } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale, type Write } from './transaction.ts';

/**
 * Stores a co-op with other settings, and keeps the version beside it with who, when and why: one transaction.
 * @param before the co-op as it was read; its version is absent until it is first changed
 * @throws DomainError staleVersion
 */
export async function putCoopSettings(
  db: Register,
  before: Coop,
  settings: Pick<Coop, 'returnPolicy' | 'surplusFillsShare'>,
  said: Pick<DirectoryVersion, 'by' | 'atMs' | 'reason'>,
  options: { dryRun?: boolean | undefined },
): Promise<Coop> {
  const { coopId } = before;
  const key = coopKey(coopId);
  const seen = before.version ?? 1;
  const coop = { ...before, ...settings, version: seen + 1 };
  const item = { ...coop, l: coopListing, k: coopId };
  const over: Write =
    before.version === undefined
      ? { ...key, kind: 'put', item, condition: { unversioned: true }, refusal: stale }
      : putOver(key, item, seen);
  const version: DirectoryVersion = { ...said, version: seen + 1, entry: { ...settings } };
  await commit(db, [over, putNew(directoryVersionKey(key, seen + 1), version, stale)], options);
  return coop;
}

/** The changes of a co-op's settings, oldest first. */
export async function coopSettingsVersions(db: Register, coopId: string): Promise<DirectoryVersion[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': directoryVersionPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(directoryVersionItem, withoutKeys(item)));
}
