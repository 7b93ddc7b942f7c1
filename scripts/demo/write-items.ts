import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inParallel } from '../../functions/runtime/parallel.ts';
import type { Register } from '../../functions/table/client.ts';
import type { TableItem } from './table-item.ts';

/** BatchWriteItem takes so many. */
const batchSize = 25;
const batchesAtOnce = 8;
const rounds = 8;

/**
 * Puts all items, whatever stood there before: 25 a call, a few calls at once, what the table left over again after a pause.
 * @param report gets the number of items written so far
 * @throws Error if the table keeps leaving items over
 */
export async function writeItems(
  db: Register,
  items: readonly TableItem[],
  report: (written: number) => void,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
  let written = 0;
  await inParallel(batches, batchesAtOnce, async (batch) => {
    await writeBatch(db, batch);
    written += batch.length;
    report(written);
  });
}

async function writeBatch(db: Register, batch: readonly TableItem[]): Promise<void> {
  let puts: unknown[] = batch.map((Item) => ({ PutRequest: { Item } }));
  for (let round = 0; puts.length > 0; round += 1) {
    if (round === rounds) throw new Error('The table keeps leaving items unwritten.');
    if (round > 0) await pause(50 * 2 ** round * Math.random());
    const answer = await db.client.send(
      new BatchWriteCommand({ RequestItems: { [db.tableName]: puts as { PutRequest: { Item: TableItem } }[] } }),
    );
    puts = answer.UnprocessedItems?.[db.tableName] ?? [];
  }
}
