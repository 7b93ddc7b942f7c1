import { DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import {
  blockName,
  type ChainHead,
  chainPartition,
  minutePartition,
  type SealedEvent,
  sealedEventOf,
  sequenceOfName,
  sequenceText,
} from '../../domain/audit-chain.ts';
import type { StoredBlock } from '../../domain/audit-verification.ts';
import { type CliConfig, isLoopback } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { inTurn } from './in-turn.ts';

/** The access log and its seals as an auditor reads them. */
export type AccessStore = {
  /** The numbers of the blocks that are there, from one on. */
  sequencesFrom(first: number): AsyncIterable<number>;
  blocksOf(sequences: AsyncIterable<number>): AsyncIterable<StoredBlock>;
  /** The link of a block, undefined if there is none. */
  link(sequence: number): Promise<ChainHead | undefined>;
  head(): Promise<ChainHead | undefined>;
  linksFrom(sequence: number): AsyncIterable<ChainHead>;
  /** The events of a minute as the table has them. */
  minute(minute: string): Promise<SealedEvent[]>;
};

const linkSchema = z.object({ sequence: z.int(), hash: z.string(), until: z.string() });
const prefix = 'blocks/';
const requestsAtOnce = 32;

/**
 * Opens the access log with the AWS credentials of the environment.
 * @throws CliError badInput if the configuration does not say where it is
 */
export function openAccessStore(config: CliConfig['audit']): AccessStore {
  if (config === undefined)
    throw new CliError(
      'badInput',
      'The configuration does not say where the access log is.',
      'Give it a section `audit` with sealBucket, accessTable and region, or copy the blocks and use --from-folder.',
    );
  const { sealBucket: Bucket, accessTable, region, endpointUrl } = config;
  const isLocal = endpointUrl !== undefined && isLoopback(new URL(endpointUrl));
  const shared = {
    region,
    maxAttempts: 5,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(isLocal && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
  const s3 = new S3Client({ ...shared, forcePathStyle: isLocal });
  const table = new DynamoDBClient(shared);

  async function* query(partition: string, more: Partial<QueryCommandInput> = {}, after?: string) {
    let next: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await table.send(
        new QueryCommand({
          TableName: accessTable,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk >= :after',
          ExpressionAttributeValues: {
            ':pk': { S: partition },
            ...(after !== undefined && { ':after': { S: after } }),
          },
          ConsistentRead: true,
          ...(next !== undefined && { ExclusiveStartKey: next }),
          ...more,
        }),
      );
      yield* (page.Items ?? []).map((item) => unmarshall(item));
      next = more.Limit === undefined ? page.LastEvaluatedKey : undefined;
    } while (next !== undefined);
  }
  async function* links(more?: Partial<QueryCommandInput>, after?: string): AsyncGenerator<ChainHead> {
    for await (const item of query(chainPartition, more, after)) yield z.parse(linkSchema, item);
  }
  const firstOf = async (found: AsyncIterable<ChainHead>) => {
    for await (const one of found) return one;
    return undefined;
  };

  return {
    async *sequencesFrom(first) {
      const StartAfter = `${prefix}${blockName(first - 1)}`;
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: prefix, StartAfter })) {
        for (const { Key = '' } of page.Contents ?? []) yield sequenceOfName(Key) ?? Number.NaN;
      }
    },
    blocksOf: (sequences) =>
      inTurn(sequences, requestsAtOnce, async (sequence) => {
        const object = await s3.send(new GetObjectCommand({ Bucket, Key: `${prefix}${blockName(sequence)}` }));
        return { sequence, text: (await object.Body?.transformToString('utf8')) ?? '' };
      }),
    link: async (sequence) => {
      const found = await firstOf(links({ Limit: 1 }, sequenceText(sequence)));
      return found?.sequence === sequence ? found : undefined;
    },
    head: () => firstOf(links({ Limit: 1, ScanIndexForward: false })),
    linksFrom: (sequence) => links({}, sequenceText(sequence)),
    minute: async (minute) => {
      const events: SealedEvent[] = [];
      for await (const item of query(minutePartition(minute))) events.push(sealedEventOf(item));
      return events;
    },
  };
}
