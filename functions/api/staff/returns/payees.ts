import { listReturnPayees } from '../../../../contract/returns.ts';
import { isByHand } from '../../../../domain/annual-return/payee-record.ts';
import { changesOf } from '../../../../domain/annual-return/return-difference.ts';
import { cursorOf, type Place, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import type { AnnualReturn } from '../../../table/annual-return-items.ts';
import { returnOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { returnBucketCount } from '../../../table/return-lines.ts';
import { pairsOfBucket, type RowPair } from '../../../workflow/annual-return/sum-bucket.ts';
import { idIn } from './return-id.ts';

const pageSize = 200;
/** Where few of many are asked for, a page ends all the same. */
const mostLookedAt = 5_000;

export const listReturnPayeesEndpoint = answers(listReturnPayees, async ({ params, query }) => {
  const item = await returnOf(register(), idIn(params));
  const from = query.cursor === undefined ? {} : cursorOf(query.cursor, '/query/cursor');
  const { shown, next } = await pageOf(item, from, query.only);
  return { payees: shown.map(payeeView), ...(next === undefined ? {} : { cursor: textOfCursor(next) }) };
});

/** The payees from a place on, bucket after bucket. @returns `next`: the place of the last that was looked at, undefined at the end */
async function pageOf(
  item: AnnualReturn,
  from: Place,
  only: 'byHand' | 'changes' | undefined,
): Promise<{ shown: RowPair[]; next: Place | undefined }> {
  const shown: RowPair[] = [];
  const first = from.shard ?? 0;
  let lookedAt = 0;
  for (let shard = first; shard < returnBucketCount; shard += 1) {
    for await (const pair of pairsOfBucket(register(), item, shard, shard === first ? from.after : undefined)) {
      lookedAt += 1;
      if (isAskedFor(pair, only)) shown.push(pair);
      if (shown.length === pageSize || lookedAt === mostLookedAt)
        return { shown, next: { shard, after: rowOf(pair).customerNumber } };
    }
  }
  return { shown, next: undefined };
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
