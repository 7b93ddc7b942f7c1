import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Month } from '../../domain/calendar.ts';
import type { Register } from '../../functions/table/client.ts';
import { conflictPartition, outletDayPartition } from '../../functions/table/keys.ts';
import { receiptOfItem } from '../../functions/table/receipt-item.ts';
import { StartError } from './error.ts';
import { until } from './until.ts';

/** What the register holds of a month. Receipts with a household, receipts that wait for theirs, contradictions. */
export type RecordedCounts = { recorded: number; unmatched: number; conflicts: number };

export type Recording = {
  db: Register;
  queues: SQSClient;
  receiptQueueUrl: string;
  deadLetterQueueUrl: string;
  month: Month;
};

const everyMs = 300;
/** A message that a recorder could not finish comes again after about a minute, a few times. */
const timeoutSeconds = 600;

/**
 * Waits until the queue is empty and the register holds what was sent.
 * @param expected how many receipts and contradictions there will be
 * @param report gets the number of requests that are still queued
 * @throws StartError if a request lies in the dead-letter queue or receipts are missing in the end
 */
export async function whenRecorded(
  recording: Recording,
  expected: { receipts: number; conflicts: number },
  report: (queued: number) => void,
): Promise<RecordedCounts> {
  let counts: RecordedCounts | undefined;
  return await until(
    async () => {
      const dead = await messagesIn(recording.queues, recording.deadLetterQueueUrl);
      if (dead > 0) throw new StartError(`${dead} requests could not be recorded and lie in the dead-letter queue.`);
      const queued = await messagesIn(recording.queues, recording.receiptQueueUrl);
      report(queued);
      if (queued > 0) return undefined;
      counts = await countMonth(recording.db, recording.month, Date.now());
      const all = counts.recorded + counts.unmatched;
      return all >= expected.receipts && counts.conflicts >= expected.conflicts ? counts : undefined;
    },
    {
      everyMs,
      timeoutSeconds,
      failure: () =>
        counts === undefined
          ? `The queue is not empty after ${timeoutSeconds} seconds.`
          : `Of ${expected.receipts} receipts that were accepted ${counts.recorded + counts.unmatched} are recorded after ${timeoutSeconds} seconds.`,
    },
  );
}

/** Waiting, under way and delayed. */
async function messagesIn(queues: SQSClient, QueueUrl: string): Promise<number> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
}

const firstPart = (partition: string): string => partition.slice(0, partition.indexOf('#') + 1);
const receipts = firstPart(outletDayPartition('0', '2000-01-01'));
const conflicts = firstPart(conflictPartition('0', '2000-01-01'));

/** Counts by reading the whole table: right for the small one of the demo, and independent of every index. */
export async function countMonth(db: Register, month: Month, nowMs: number): Promise<RecordedCounts> {
  const counts: RecordedCounts = { recorded: 0, unmatched: 0, conflicts: 0 };
  let next: Record<string, unknown> | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({
        TableName: db.tableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :receipts) OR begins_with(pk, :conflicts)',
        ExpressionAttributeValues: { ':receipts': receipts, ':conflicts': conflicts },
        ...(next === undefined ? {} : { ExclusiveStartKey: next }),
      }),
    );
    for (const item of page.Items ?? []) {
      if (String(item.pk).startsWith(conflicts)) counts.conflicts += 1;
      else count(counts, item, month, nowMs);
    }
    next = page.LastEvaluatedKey;
  } while (next !== undefined);
  return counts;
}

function count(counts: RecordedCounts, item: unknown, month: Month, nowMs: number): void {
  const receipt = receiptOfItem(item, nowMs);
  if (receipt?.month !== month) return;
  if (receipt.householdId === undefined) counts.unmatched += 1;
  else counts.recorded += 1;
}
