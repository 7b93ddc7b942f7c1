import * as z from 'zod/mini';
import { addDays, type LocalDate } from '../../domain/calendar.ts';
import type { Register } from './client.ts';
import { membershipItem, type StoredMembership } from './items.ts';
import { dueListing, registerTable } from './keys.ts';
import { batchGet, queryPage, withoutKeys } from './read.ts';

const place = z.object({ pk: z.string(), sk: z.string(), k: z.string() });

/**
 * A page of a co-op's memberships with which something is due through a day, the longest due first. The index says which, the memberships are
 * read themselves: what was done meanwhile is not shown.
 * @param after the place of the last one shown
 */
export async function dueMemberships(
  db: Register,
  coopId: string,
  until: LocalDate,
  after: string | undefined,
  limit: number,
): Promise<{ memberships: StoredMembership[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byListing.name,
    // Places are unlike each other's beginnings, so nothing lies between one and the same with a sign more.
    KeyConditionExpression: 'l = :l AND k BETWEEN :after AND :end',
    ExpressionAttributeValues: {
      ':l': dueListing(coopId),
      ':after': after === undefined ? '0' : `${after}!`,
      ':end': addDays(until, 1),
    },
    Limit: limit,
  });
  const places = page.items.map((item) => z.parse(place, item));
  const items = await batchGet(
    db,
    places.map(({ pk, sk }) => ({ pk, sk })),
    { consistent: true },
  );
  const byPlace = new Map(items.map((item) => [`${item.pk}|${item.sk}`, item]));
  const memberships = places.flatMap(({ pk, sk }) => {
    const item = byPlace.get(`${pk}|${sk}`);
    return item === undefined ? [] : [z.parse(membershipItem, withoutKeys(item))];
  });
  return { memberships, last: page.next === undefined ? undefined : places.at(-1)?.k };
}
