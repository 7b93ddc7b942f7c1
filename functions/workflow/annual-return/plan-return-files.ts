import { type PlannedFile, planFiles } from '../../../domain/file-plan.ts';
import type { ReturnBucket } from '../../table/annual-return-items.ts';

const rowsIn = ({ changes }: ReturnBucket): number => changes.REPORT + changes.REPLACE + changes.WITHDRAW;

/** A file of a return: its buckets, how many rows come before it in the others, and whether it is the last, which has the summary. */
export type PlannedReturnFile = {
  fileNumber: number;
  buckets: number[];
  rowsBefore: number;
  rows: number;
  isLast: boolean;
};

/**
 * Which rows go into which file: whole buckets in order, as many as fit. A correction that changes no row is one file with the summary alone.
 * @param mostPerFile rows that a file takes; a single bucket that has more still gets a file of its own
 */
export function planReturnFiles(buckets: readonly ReturnBucket[], mostPerFile: number): PlannedReturnFile[] {
  const planned = planFiles(
    buckets.map((bucket) => ({ shard: bucket.bucket, payments: rowsIn(bucket) })),
    mostPerFile,
  );
  const files: PlannedFile[] = planned.length === 0 ? [{ fileNumber: 1, shards: [] }] : planned;
  let rowsBefore = 0;
  return files.map(({ fileNumber, shards }) => {
    const rows = buckets
      .filter(({ bucket }) => shards.includes(bucket))
      .reduce((sum, bucket) => sum + rowsIn(bucket), 0);
    const file = { fileNumber, buckets: shards, rowsBefore, rows, isLast: fileNumber === files.length };
    rowsBefore += rows;
    return file;
  });
}
