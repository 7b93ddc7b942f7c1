import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../../domain/errors.ts';
import type { Register } from './client.ts';
import type { Key } from './keys.ts';

/** How long a single call may take its caller along: recorders pass a signal, others need none. */
export type Bounded = { abortSignal?: AbortSignal };

/** One item by key, strongly consistent unless said otherwise; `undefined` if there is none. */
export async function getItem(
  db: Register,
  key: Key,
  options: { eventual?: boolean } = {},
): Promise<Record<string, unknown> | undefined> {
  const answer = await db.client.send(
    new GetCommand({ TableName: db.tableName, Key: key, ConsistentRead: options.eventual !== true }),
  );
  return answer.Item;
}

/** One page of a query and the key to go on with. */
export async function queryPage(
  db: Register,
  query: Omit<QueryCommandInput, 'TableName'>,
): Promise<{ items: Record<string, unknown>[]; next: Record<string, unknown> | undefined }> {
  const answer = await db.client.send(new QueryCommand({ ...query, TableName: db.tableName }));
  return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
}

/** All items of a query, page by page to the end. For partitions that are known to be small; others stream by {@link queryPage}. */
export async function queryAll(
  db: Register,
  query: Omit<QueryCommandInput, 'TableName'>,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(db, next === undefined ? query : { ...query, ExclusiveStartKey: next });
    items.push(...page.items);
    next = page.next;
  } while (next !== undefined);
  return items;
}

const batchGetSize = 100;
const batchGetRounds = 8;

/**
 * Items by their keys, in batches of 100; keys without an item are left out.
 * @param bounded `consistent` for money: twice the read units
 * @throws DomainError busy if the table keeps leaving keys unread
 */
export async function batchGet(
  db: Register,
  keys: readonly Key[],
  { consistent, ...bounded }: Bounded & { consistent?: boolean } = {},
): Promise<(Record<string, unknown> & Key)[]> {
  const found: (Record<string, unknown> & Key)[] = [];
  for (let start = 0; start < keys.length; start += batchGetSize) {
    let wanted: Record<string, unknown>[] = [...keys.slice(start, start + batchGetSize)];
    for (let round = 0; wanted.length > 0; round += 1) {
      if (round === batchGetRounds) throw new DomainError('busy', 'The table leaves keys unread; try again.');
      if (round > 0) await pause(50 * 2 ** round * Math.random());
      const answer = await db.client.send(
        new BatchGetCommand({
          RequestItems: { [db.tableName]: { Keys: wanted, ConsistentRead: consistent === true } },
        }),
        bounded,
      );
      found.push(...((answer.Responses?.[db.tableName] ?? []) as (Record<string, unknown> & Key)[]));
      wanted = answer.UnprocessedKeys?.[db.tableName]?.Keys ?? [];
    }
  }
  return found;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Drops the key and index attributes of an item, so that what is left is the entity. */
export function withoutKeys(item: Record<string, unknown>): Record<string, unknown> {
  const { pk: _pk, sk: _sk, l: _l, k: _k, r: _r, n: _n, ...entity } = item;
  return entity;
}
