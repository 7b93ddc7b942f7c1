import { listReturnPayees } from '../../../../contract/returns.ts';
import { isByHand } from '../../../../domain/annual-return/payee-record.ts';
import { changesOf } from '../../../../domain/annual-return/return-difference.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import type { AnnualReturn } from '../../../table/annual-return-items.ts';
import { returnOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { returnBucketCount } from '../../../table/return-lines.ts';
import { pairsOfBucket, type RowPair } from '../../../workflow/annual-return/sum-bucket.ts';
import { idIn } from './open.ts';

const pageSize = 200;
/** Where few of many are asked for, a page ends all the same. */
const mostLookedAt = 5_000;

export const listReturnPayeesEndpoint = answers(listReturnPayees, async ({ params, query }) => {
  const item = await returnOf(register(), idIn(params));
  const { shard = 0, after } = query.cursor === undefined ? {} : cursorOf(query.cursor, '/query/cursor');
  const { shown, last } = await pageOf(item, shard, after, query.only);
  const next = last === undefined ? { shard: shard + 1 } : { shard, after: last };
  return {
    payees: shown.map(payeeView),
    ...(next.shard < returnBucketCount ? { cursor: textOfCursor(next) } : {}),
  };
});

/** The payees of a bucket from a place on. @returns `last`: the last that was looked at, undefined at the bucket's end */
async function pageOf(
  item: AnnualReturn,
  bucket: number,
  after: string | undefined,
  only: 'byHand' | 'changes' | undefined,
): Promise<{ shown: RowPair[]; last: string | undefined }> {
  const shown: RowPair[] = [];
  let lookedAt = 0;
  for await (const pair of pairsOfBucket(register(), item, bucket, after)) {
    lookedAt += 1;
    if (isAskedFor(pair, only)) shown.push(pair);
    if (shown.length === pageSize || lookedAt === mostLookedAt) return { shown, last: rowOf(pair).customerNumber };
  }
  return { shown, last: undefined };
}

function rowOf({ before, after }: RowPair) {
  const row = after ?? before;
  if (row === undefined) throw new Error('a pair of returns has a payee in one of them');
  return row;
}

function isAskedFor(pair: RowPair, only: 'byHand' | 'changes' | undefined): boolean {
  if (only === 'byHand') return isByHand(rowOf(pair));
  return only === undefined || changesOf(pair.before, pair.after).length > 0;
}

function payeeView(pair: RowPair) {
  const row = rowOf(pair);
  const { customerNumber, payeeKind, payeeName, grossCents, withheldCents, capitalCents } = row;
  return {
    ...{ customerNumber, payeeKind, payeeName, grossCents, withheldCents, capitalCents },
    byHand: isByHand(row),
    tells: changesOf(pair.before, pair.after).map(({ action }) => action),
  };
}
