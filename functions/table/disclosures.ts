import * as z from 'zod/mini';
import { changesOf } from '../../domain/annual-return/return-difference.ts';
import { type Disclosure, disclosureSchema } from '../../domain/disclosure.ts';
import { returnOf } from './annual-returns.ts';
import type { Register } from './client.ts';
import { disclosureKey, disclosurePartition, type ReturnId } from './keys.ts';
import { queryPage, withoutKeys } from './read.ts';
import { rowOfPayee } from './return-lines.ts';
import { putNew, stale, type Write } from './transaction.ts';

/** An entry of the log. It goes into the transaction of what made the disclosure, so that neither is without the other, and is never replaced. */
export const disclosureWrite = (entry: Disclosure): Write =>
  putNew(disclosureKey(entry.coopId, entry.atMs, entry.disclosureId), z.parse(disclosureSchema, entry), stale);

/**
 * A page of what a co-op gave to others, newest first.
 * @param before the place before which the page begins: `last` of the page before
 */
export async function disclosurePage(
  db: Register,
  coopId: string,
  before: string | undefined,
  limit: number,
): Promise<{ disclosures: Disclosure[]; last: string | undefined }> {
  const { items, next } = await queryPage(db, {
    KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
    ExpressionAttributeValues: {
      ':pk': disclosurePartition(coopId),
      ...(before === undefined ? {} : { ':before': before }),
    },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  });
  const disclosures = items.map((item) => z.parse(disclosureSchema, withoutKeys(item)));
  return { disclosures, last: next === undefined ? undefined : String(next.sk) };
}

const pageSize = 100;

/** All entries of a co-op, newest first. */
async function* disclosuresOf(db: Register, coopId: string): AsyncGenerator<Disclosure> {
  let before: string | undefined;
  do {
    const page = await disclosurePage(db, coopId, before, pageSize);
    yield* page.disclosures;
    before = page.last;
  } while (before !== undefined);
}

/** True if a disclosure held data of this customer. */
export async function concerns(
  db: Register,
  { coopId, scope }: Pick<Disclosure, 'coopId' | 'scope'>,
  customerNumber: string,
): Promise<boolean> {
  const id: ReturnId = { coopId, year: scope.year, number: scope.number };
  const { replaces } = await returnOf(db, id);
  const [after, before] = await Promise.all([
    rowOfPayee(db, id, customerNumber),
    replaces === undefined ? undefined : rowOfPayee(db, { ...id, number: replaces }, customerNumber),
  ]);
  // A correction tells only what is new, other or withdrawn.
  return changesOf(before, after).length > 0;
}

/** What these co-ops gave to others of one customer, newest first. */
export async function disclosuresConcerning(
  db: Register,
  coopIds: readonly string[],
  customerNumber: string,
): Promise<Disclosure[]> {
  const found: Disclosure[] = [];
  for (const coopId of coopIds) {
    for await (const entry of disclosuresOf(db, coopId)) {
      if (await concerns(db, entry, customerNumber)) found.push(entry);
    }
  }
  return found.toSorted((a, b) => b.atMs - a.atMs);
}
