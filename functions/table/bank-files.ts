import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import {
  type BankFileCounts,
  type BankFileStatus,
  bankFileItem,
  bankFileStatusItem,
  type StoredBankFile,
} from './bank-items.ts';
import type { Register } from './client.ts';
import type { JournalFile } from './items.ts';
import {
  bankFileKey,
  bankFileListing,
  bankFilePlace,
  bankFileStatusKey,
  bankFileStatusPrefix,
  type RunId,
  registerTable,
} from './keys.ts';
import { batchGet, getItem, queryAll, queryPage, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale } from './transaction.ts';

/** An object of the inbox: who put it there and when, as S3 tells. */
export type Drop = { objectKey: string; versionId: string; by: string; atMs: number };

/** Further drops of the same file are not noted: by then nobody doubts that it comes again and again. */
const mostDrops = 100;

export async function bankFileOf(db: Register, coopId: string, fileId: string): Promise<StoredBankFile | undefined> {
  const item = await getItem(db, bankFileKey(coopId, fileId));
  return item === undefined ? undefined : z.parse(bankFileItem, withoutKeys(item));
}

/**
 * Notes a file that came, once for its content, and this drop of it, once for the object's version.
 * @returns the file as it is noted now: one that was dropped before has the state that it has reached
 */
export async function receiveBankFile(
  db: Register,
  file: Omit<StoredBankFile, 'drops' | 'receivedAtMs' | 'version'>,
  { versionId, objectKey, by, atMs }: Drop,
  nowMs: number,
): Promise<StoredBankFile> {
  const drop = { objectKey, by, atMs };
  return await changeBankFile(db, file, (there) => {
    if (there === undefined) return { ...file, receivedAtMs: nowMs, drops: { [versionId]: drop } };
    const isNoted = versionId in there.drops || Object.keys(there.drops).length >= mostDrops;
    return isNoted ? undefined : { ...there, drops: { ...there.drops, [versionId]: drop } };
  });
}

/** Notes that all that a file says has been taken in. Delivered twice at once, the other has done the same. */
export async function concludeBankFile(
  db: Register,
  file: Pick<StoredBankFile, 'coopId' | 'fileId'>,
  found: { counts: BankFileCounts; journal?: JournalFile },
  nowMs: number,
): Promise<void> {
  await changeBankFile(db, file, (there) => {
    if (there === undefined) throw new Error('a file of the bank is gone');
    return there.state === 'RECEIVED' ? { ...there, state: 'READ', ...found, readAtMs: nowMs } : undefined;
  });
}

const attempts = 8;

/** @param change what the file becomes; undefined: it stays as it is */
async function changeBankFile(
  db: Register,
  { coopId, fileId }: Pick<StoredBankFile, 'coopId' | 'fileId'>,
  change: (there: StoredBankFile | undefined) => Omit<StoredBankFile, 'version'> | undefined,
): Promise<StoredBankFile> {
  const key = bankFileKey(coopId, fileId);
  for (let attempt = 1; ; attempt += 1) {
    const there = await bankFileOf(db, coopId, fileId);
    const changed = change(there);
    if (changed === undefined && there !== undefined) return there;
    const next = z.parse(bankFileItem, { ...changed, version: (there?.version ?? 0) + 1 });
    const item = { ...next, l: bankFileListing(coopId), k: bankFilePlace(next.receivedAtMs, fileId) };
    try {
      await commit(db, [there === undefined ? putNew(key, item, stale) : putOver(key, item, there.version)]);
      return next;
    } catch (error) {
      const wasChanged = error instanceof DomainError && error.code === stale.code;
      if (!wasChanged || attempt === attempts) throw error;
    }
  }
}

/** A page of a co-op's files, the newest first. */
export async function bankFilesPage(
  db: Register,
  coopId: string,
  after: string | undefined,
  limit: number,
): Promise<{ files: StoredBankFile[]; last: string | undefined }> {
  const { places, last } = await listedPage(db, bankFileListing(coopId), after, limit, 'newestFirst');
  const items = await batchGet(db, places, { consistent: true });
  const byKey = new Map(items.map((item) => [item.pk, z.parse(bankFileItem, withoutKeys(item))]));
  return { files: places.flatMap(({ pk }) => byKey.get(pk) ?? []), last };
}

const place = z.object({ pk: z.string(), sk: z.string(), k: z.string() });

/** A page of a listing of the index: the keys of its items. @param after the place of the last one shown */
export async function listedPage(
  db: Register,
  listing: string,
  after: string | undefined,
  limit: number,
  order: 'oldestFirst' | 'newestFirst',
): Promise<{ places: { pk: string; sk: string }[]; last: string | undefined }> {
  const newestFirst = order === 'newestFirst';
  const beyond = after === undefined ? '' : ` AND k ${newestFirst ? '<' : '>'} :after`;
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: `l = :l${beyond}`,
    ExpressionAttributeValues: { ':l': listing, ...(after === undefined ? {} : { ':after': after }) },
    ScanIndexForward: !newestFirst,
    Limit: limit,
  });
  const places = page.items.map((item) => z.parse(place, item));
  return {
    places: places.map(({ pk, sk }) => ({ pk, sk })),
    last: page.next === undefined ? undefined : places.at(-1)?.k,
  };
}

/** Notes what the bank says of a payment file as a whole; what it said first stays if it says the same again. */
export async function noteFileStatus(db: Register, run: RunId, status: BankFileStatus): Promise<void> {
  await db.client.send(
    new PutCommand({ TableName: db.tableName, Item: { ...bankFileStatusKey(run, status.fileNumber), ...status } }),
  );
}

/** What the bank said of a run's files, by number. */
export async function fileStatusesOf(db: Register, run: RunId): Promise<BankFileStatus[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': bankFileStatusKey(run, 1).pk, ':sk': bankFileStatusPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(bankFileStatusItem, withoutKeys(item)));
}
