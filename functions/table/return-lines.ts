import * as z from 'zod/mini';
import { byPayee, type PayeeRecord, recordOf } from '../../domain/annual-return/payee-record.ts';
import { shardOf } from '../../domain/shard.ts';
import { inParallel } from '../runtime/parallel.ts';
import { type ReturnLine, returnLineItem } from './annual-return-items.ts';
import { putFirst } from './annual-returns.ts';
import type { Register } from './client.ts';
import { type ReturnId, returnLineKey, returnLinePartition, returnPayeePrefix } from './keys.ts';
import { queryAll, queryPage, withoutKeys } from './read.ts';

/** Never changed: two returns of a year are compared bucket by bucket. 650,000 payees are some 20,000 in each. */
export const returnBucketCount = 32;
const parallelPuts = 32;

export const bucketOf = (customerNumber: string): number => shardOf(customerNumber, returnBucketCount);

/**
 * Puts lines under what they are of. The first writer of a line stays, so a line never changes once it is there: whoever repeats a page, or wakes
 * up after the return was signed, changes nothing.
 */
export async function putReturnLines(db: Register, id: ReturnId, lines: readonly ReturnLine[]): Promise<void> {
  await inParallel(lines, parallelPuts, (line) =>
    putFirst(db, { ...returnLineKey(id, bucketOf(line.customerNumber), line), ...z.parse(returnLineItem, line) }),
  );
}

/** A row of the return and what its code is opened from. */
export type ReturnRow = PayeeRecord &
  Pick<ReturnLine, 'sealedIdentityCode' | 'businessId'> & { memberNumbers: string[] };

const rowOf = (lines: readonly ReturnLine[]): ReturnRow => ({
  ...recordOf(lines),
  sealedIdentityCode: lines[0]?.sealedIdentityCode,
  businessId: lines[0]?.businessId,
  memberNumbers: [...new Set(lines.map(({ memberNumber }) => memberNumber))],
});

/** The rows of a bucket in the order of their customer numbers. Holds one page of lines at a time; strongly consistent. */
export async function* rowsOfBucket(
  db: Register,
  id: ReturnId,
  bucket: number,
  after?: string,
): AsyncGenerator<ReturnRow> {
  for await (const lines of byPayee(linesOfBucket(db, id, bucket, after))) yield rowOf(lines);
}

async function* linesOfBucket(
  db: Register,
  id: ReturnId,
  bucket: number,
  after: string | undefined,
): AsyncGenerator<ReturnLine> {
  let next: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(db, {
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: {
        ':pk': returnLinePartition(id, bucket),
        // Behind every line of that payee: `$` is the sign after `#`.
        ...(after === undefined ? {} : { ':after': `${after}$` }),
      },
      ConsistentRead: true,
      ...(next === undefined ? {} : { ExclusiveStartKey: next }),
    });
    for (const item of page.items) yield z.parse(returnLineItem, withoutKeys(item));
    next = page.next;
  } while (next !== undefined);
}

/** The row of one payee, undefined if the return has none. */
export async function rowOfPayee(db: Register, id: ReturnId, customerNumber: string): Promise<ReturnRow | undefined> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: {
      ':pk': returnLinePartition(id, bucketOf(customerNumber)),
      ':sk': returnPayeePrefix(customerNumber),
    },
    ConsistentRead: true,
  });
  const lines = items.map((item) => z.parse(returnLineItem, withoutKeys(item)));
  return lines.length === 0 ? undefined : rowOf(lines);
}
