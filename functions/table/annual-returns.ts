import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { isOpenReturn, type ReturnFileKind } from '../../domain/annual-return/return-life.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  type AnnualReturn,
  annualReturnItem,
  type ReturnBucket,
  type ReturnFile,
  returnBucketItem,
  returnFileItem,
} from './annual-return-items.ts';
import type { Register } from './client.ts';
import {
  coopKey,
  type ReturnId,
  returnBucketKey,
  returnBucketPrefix,
  returnFileKey,
  returnFilePrefix,
  returnKey,
  returnPrefix,
} from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale, type Write } from './transaction.ts';

export const returnIdOf = ({ coopId, year, number }: AnnualReturn): ReturnId => ({ coopId, year, number });

/** @throws DomainError unknownReturn */
export async function returnOf(db: Register, id: ReturnId): Promise<AnnualReturn> {
  const item = await getItem(db, returnKey(id));
  if (item === undefined) throw new DomainError('unknownReturn', 'There is no such return.');
  return z.parse(annualReturnItem, withoutKeys(item));
}

/** A co-op's returns, oldest first; or those of one year. */
export async function returnsOf(db: Register, coopId: string, year?: string): Promise<AnnualReturn[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': returnPrefix(year) },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(annualReturnItem, withoutKeys(item)));
}

/** The return of a year that stands with the tax authority: the last that was delivered. */
export const deliveredOf = (returns: readonly AnnualReturn[]): AnnualReturn | undefined =>
  returns.findLast(({ state }) => state === 'DELIVERED');

/** The return of a year that somebody works on. */
export const openOf = (returns: readonly AnnualReturn[]): AnnualReturn | undefined =>
  returns.findLast(({ state }) => isOpenReturn(state));

/**
 * Enters a new return. Of two who open one at once the first stays.
 * @throws DomainError staleVersion if there is one of this number
 */
export const openReturn = (db: Register, item: AnnualReturn): Promise<void> =>
  commit(db, [putNew(returnKey(item), z.parse(annualReturnItem, item), stale)]);

/** The next version of a return, over the one that was seen, as a write of a transaction. */
export function returnWrite(seen: AnnualReturn, change: Partial<AnnualReturn>): { next: AnnualReturn; write: Write } {
  const next = z.parse(annualReturnItem, { ...seen, ...change, version: seen.version + 1 });
  return { next, write: putOver(returnKey(seen), next, seen.version) };
}

/**
 * Changes a return as it was seen.
 * @throws DomainError staleVersion if somebody was quicker
 */
export async function changeReturn(
  db: Register,
  seen: AnnualReturn,
  change: Partial<AnnualReturn>,
  { with: others = [] }: { with?: readonly Write[] } = {},
): Promise<AnnualReturn> {
  const { next, write } = returnWrite(seen, change);
  await commit(db, [write, ...others]);
  return next;
}

/** Keeps what a bucket comes to. It is a function of items that do not change, so the first stays. */
export async function putReturnBucket(db: Register, id: ReturnId, bucket: ReturnBucket): Promise<void> {
  await putFirst(db, { ...returnBucketKey(id, bucket.bucket), ...z.parse(returnBucketItem, bucket) });
}

/** What all buckets of a return come to, by number. */
export async function returnBuckets(db: Register, id: ReturnId): Promise<ReturnBucket[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': returnBucketKey(id, 0).pk, ':sk': returnBucketPrefix },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(returnBucketItem, withoutKeys(item)));
}

/** Notes a file that was written: a function of its bytes, so the first note stays. */
export async function noteReturnFile(db: Register, id: ReturnId, file: ReturnFile): Promise<void> {
  await putFirst(db, { ...returnFileKey(id, file.kind, file.fileNumber), ...z.parse(returnFileItem, file) });
}

/** The files of a return that were written, by kind and number. */
export async function returnFilesOf(db: Register, id: ReturnId, kind?: ReturnFileKind): Promise<ReturnFile[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': returnBucketKey(id, 0).pk, ':sk': returnFilePrefix(kind) },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(returnFileItem, withoutKeys(item)));
}

/** Puts an item that is always the same: whoever comes later finds it there. */
export async function putFirst(db: Register, item: Record<string, unknown>): Promise<void> {
  try {
    await db.client.send(
      new PutCommand({ TableName: db.tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
