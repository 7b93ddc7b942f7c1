import { createHash } from 'node:crypto';
import { changesOf, movedBy, sideBySide } from '../../../domain/annual-return/return-difference.ts';
import {
  addReturnTotals,
  addSums,
  totalsOf,
  zeroReturnTotals,
  zeroSums,
} from '../../../domain/annual-return/return-totals.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import type { AnnualReturn, ChangeCounts, ReturnBucket } from '../../table/annual-return-items.ts';
import { returnIdOf } from '../../table/annual-returns.ts';
import type { Register } from '../../table/client.ts';
import { type ReturnRow, rowsOfBucket } from '../../table/return-lines.ts';

export type RowPair = { before: ReturnRow | undefined; after: ReturnRow | undefined };

/**
 * The payees of a bucket beside what the corrected return has of them. Holds one payee and one page of each.
 * @param after begins behind this customer
 */
export function pairsOfBucket(
  db: Register,
  item: AnnualReturn,
  bucket: number,
  after?: string,
): AsyncGenerator<RowPair> {
  const { replaces } = item;
  const id = returnIdOf(item);
  const before = replaces === undefined ? nothing() : rowsOfBucket(db, { ...id, number: replaces }, bucket, after);
  return sideBySide(before, rowsOfBucket(db, id, bucket, after));
}

async function* nothing(): AsyncGenerator<ReturnRow> {}

export const noChanges: ChangeCounts = Object.freeze({ REPORT: 0, REPLACE: 0, WITHDRAW: 0 });

/** Adds up a bucket: sums, what it changes, and a hash of all that a file will say of it. */
export async function sumOfBucket(db: Register, item: AnnualReturn, bucket: number): Promise<ReturnBucket> {
  let totals = zeroReturnTotals;
  let moved = zeroSums;
  const changes = { ...noChanges };
  let told = 0;
  const hash = createHash('sha256');
  for await (const { before, after } of pairsOfBucket(db, item, bucket)) {
    if (after !== undefined) totals = addReturnTotals(totals, totalsOf(after));
    moved = addSums(moved, movedBy(before, after));
    const changed = changesOf(before, after);
    for (const { action } of changed) changes[action] += 1;
    if (changed.length > 0) told += 1;
    hash.update(
      `${canonicalJson([...(after === undefined ? [] : [signedOf(after)]), ...changed.map(signedChange)])}\n`,
    );
  }
  return { bucket, totals, moved, changes, told, hash: hash.digest('hex') };
}

const signedOf = ({
  customerNumber,
  payeeKind,
  payeeName,
  payeeHash,
  grossCents,
  withheldCents,
  capitalCents,
}: ReturnRow) => ({
  ...{ customerNumber, payeeKind, payeeName, payeeHash: payeeHash ?? '' },
  ...{ grossCents, withheldCents, capitalCents },
});
const signedChange = ({ action, record }: { action: string; record: ReturnRow }) => ({ action, ...signedOf(record) });
