import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type ChainHead, chainPartition, type SealedEvent, sealedEventOf } from '../../domain/audit-chain.ts';
import type { Register } from './client.ts';
import { accessMinutePartition, chainLinkKey } from './keys.ts';
import { queryAll, queryPage } from './read.ts';

const linkItem = z.object({ sequence: z.int(), hash: z.string(), until: z.string() });

/** How far the log is sealed, strongly consistent; undefined before the first seal. */
export async function chainHead(log: Register): Promise<ChainHead | undefined> {
  const { items } = await queryPage(log, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': chainPartition },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: 1,
  });
  return items[0] === undefined ? undefined : z.parse(linkItem, items[0]);
}

/**
 * Puts the link of a sealed block, which is then the head. It never expires, and holds nothing of a person.
 * @throws ConditionalCheckFailedException if another link of this number is there
 */
export async function putChainLink(log: Register, { sequence, hash, until }: ChainHead): Promise<void> {
  const item = { ...chainLinkKey(sequence), sequence, hash, until };
  try {
    await log.client.send(
      new PutCommand({
        TableName: log.tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = unmarshall((error.Item ?? {}) as Record<string, AttributeValue>);
    if (!isDeepStrictEqual(there, item)) throw error;
  }
}

/** All access events of a minute (UTC) as they are stored, strongly consistent. What follows from their place is left out. */
export async function eventsOfMinute(log: Register, minute: string): Promise<SealedEvent[]> {
  const items = await queryAll(log, {
    KeyConditionExpression: 'pk = :minute',
    ExpressionAttributeValues: { ':minute': accessMinutePartition(minute) },
    ConsistentRead: true,
  });
  return items.map(sealedEventOf);
}
