import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Month, monthOf } from '../../domain/calendar.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import type { Receipt, ReceiptIdentity } from '../../domain/receipt.ts';
import type { Register } from './client.ts';
import {
  conflictKey,
  conflictPartition,
  householdMonthPartition,
  type Key,
  outletDayPartition,
  receiptKey,
  registerTable,
  unmatchedListing,
} from './keys.ts';
import { type Bounded, getItem, queryAll, queryPage } from './read.ts';
import {
  type IndexedReceipt,
  indexedReceiptOfItem,
  isLive,
  type Placement,
  parseStoredReceipt,
  placementAttributes,
  type RecordedReceipt,
  receiptItem,
  receiptOfItem,
} from './receipt-item.ts';

/**
 * Records a receipt once, for ever: one conditional put under where it was printed. Delivered again it finds itself
 * there. Whoever moved it to another household in between is not undone.
 * @returns `recorded`, or `duplicate` if the same is there, or `conflict` if another receipt is there under its identity
 */
export async function recordReceipt(
  db: Register,
  receipt: Receipt,
  placement: Placement,
  assignedAtMs: number,
  bounded: Bounded = {},
): Promise<'recorded' | 'duplicate' | 'conflict'> {
  const item = receiptItem(receipt, placement, assignedAtMs);
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
      bounded,
    );
    return 'recorded';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = parseStoredReceipt(unmarshall((error.Item ?? {}) as Record<string, AttributeValue>));
    return Buffer.compare(there.s, item.s as Uint8Array) === 0 ? 'duplicate' : 'conflict';
  }
}

/** Keeps what came under the identity of another receipt; the same conflict is kept once. */
export async function keepConflict(
  db: Register,
  receipt: Receipt,
  receivedAtMs: number,
  bounded: Bounded = {},
): Promise<void> {
  const item = receiptItem(receipt, undefined, receivedAtMs);
  const { h: _h, l: _l, k: _k, pk: _pk, sk: _sk, ...content } = item;
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: { ...conflictKey(receipt, Buffer.from(item.s as Uint8Array).toString('hex')), ...content },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
      bounded,
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** One receipt by its identity, strongly consistent; `undefined` if unknown or past its two years. */
export async function findReceipt(
  db: Register,
  identity: ReceiptIdentity,
  nowMs: number,
): Promise<RecordedReceipt | undefined> {
  const item = await getItem(db, receiptKey(identity));
  return item === undefined ? undefined : receiptOfItem(item, nowMs);
}

/** True if another receipt came under this identity. */
export async function hasConflict(db: Register, identity: ReceiptIdentity, nowMs: number): Promise<boolean> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: {
      ':pk': conflictPartition(identity.outletId, identity.businessDay),
      ':sk': `${receiptKey(identity).sk}#`,
    },
    ConsistentRead: true,
  });
  return items.some((item) => isLive(Number(item.e), nowMs));
}

/** The receipts of an outlet's business day, or of one terminal of it, strongly consistent, page by page. */
export async function* receiptsOfDay(
  db: Register,
  day: { outletId: string; businessDay: string; terminalId?: string },
  nowMs: number,
): AsyncGenerator<RecordedReceipt[]> {
  const terminal = day.terminalId;
  let next: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(db, {
      KeyConditionExpression: terminal === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: {
        ':pk': outletDayPartition(day.outletId, day.businessDay),
        ...(terminal === undefined ? {} : { ':sk': `${terminal}#` }),
      },
      ConsistentRead: true,
      ...(next === undefined ? {} : { ExclusiveStartKey: next }),
    });
    yield page.items.map((item) => receiptOfItem(item, nowMs)).filter((receipt) => receipt !== undefined);
    next = page.next;
  } while (next !== undefined);
}

/** The conflicts kept for an outlet's business day, or for one terminal of it. */
export async function conflictsOfDay(
  db: Register,
  day: { outletId: string; businessDay: string; terminalId?: string },
  nowMs: number,
): Promise<ConflictEntry[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: day.terminalId === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: {
      ':pk': conflictPartition(day.outletId, day.businessDay),
      ...(day.terminalId === undefined ? {} : { ':sk': `${day.terminalId}#` }),
    },
    ConsistentRead: true,
  });
  return items
    .filter((item) => isLive(Number(item.e), nowMs))
    .map((item) => {
      const [terminalId = '', receiptId = ''] = String(item.sk).split('#');
      return {
        identity: { outletId: day.outletId, businessDay: day.businessDay, terminalId, receiptId },
        purchasedAt: Number(item.t),
        totalCents: Number(item.m),
        receivedAtMs: Number(item.a),
      };
    });
}
export type ConflictEntry = {
  identity: ReceiptIdentity;
  purchasedAt: number;
  totalCents: number;
  receivedAtMs: number;
};

/**
 * A household's receipts of a month by the index: eventually consistent, just what a calculation needs. A month is at
 * most a few hundred receipts; all pages are read.
 */
export async function receiptsOfHouseholdMonth(
  db: Register,
  householdId: string,
  month: Month,
): Promise<IndexedReceipt[]> {
  const items = await queryAll(db, {
    IndexName: registerTable.byHousehold.name,
    KeyConditionExpression: 'h = :h',
    ExpressionAttributeValues: { ':h': householdMonthPartition(householdId, month) },
  });
  return items.map(indexedReceiptOfItem);
}

/** One page of a month's unmatched receipts, in the order of their keys, from the one after `after`. */
export async function unmatchedPage(
  db: Register,
  month: Month,
  after: string | undefined,
  limit: number,
): Promise<{ keys: Key[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    KeyConditionExpression: after === undefined ? 'l = :l' : 'l = :l AND k > :after',
    ExpressionAttributeValues: { ':l': unmatchedListing(month), ...(after === undefined ? {} : { ':after': after }) },
    Limit: limit,
  });
  const keys = page.items.map((item) => ({ pk: String(item.pk), sk: String(item.sk) }));
  return { keys, last: page.next === undefined ? undefined : String(page.next.k) };
}

/**
 * Gives a receipt to a household: one update that takes the index along. Conditional on where the receipt was seen, so
 * that of two who move it at once only one does.
 * @param seen `month`: in which it was seen to count, if not in that of its purchase
 * @returns false if the receipt is no longer where it was seen
 */
export async function assignReceipt(
  db: Register,
  seen: {
    identity: ReceiptIdentity;
    purchasedAt: number;
    identifier: Identifier;
    assignedAtMs: number;
    householdId?: string;
    month?: Month;
  },
  placement: NonNullable<Placement>,
  assignedAtMs: number,
): Promise<boolean> {
  const key = receiptKey(seen.identity);
  const before = placementAttributes(seen, key, undefined, 0);
  const seenAt =
    seen.householdId === undefined
      ? before.h
      : householdMonthPartition(seen.householdId, seen.month ?? monthOf(seen.purchasedAt));
  const after = placementAttributes(seen, key, placement, assignedAtMs);
  try {
    await db.client.send(
      new UpdateCommand({
        TableName: db.tableName,
        Key: key,
        UpdateExpression: 'SET h = :h, a = :a, c = :c REMOVE l, k',
        ConditionExpression: 'h = :seen AND a = :seenAt',
        ExpressionAttributeValues: {
          ':h': after.h,
          ':a': after.a,
          ':c': placement.coopId,
          ':seen': seenAt,
          ':seenAt': seen.assignedAtMs,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The client sends again when an answer is lost: the first sending may have done it.
    const there =
      error.Item === undefined
        ? undefined
        : parseStoredReceipt(unmarshall(error.Item as Record<string, AttributeValue>));
    return there?.h === after.h && there.a === after.a;
  }
}
