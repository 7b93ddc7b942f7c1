import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type Household, householdItem, householdPersonItem } from './items.ts';
import { householdKey } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';

export type HouseholdPerson = z.infer<typeof householdPersonItem>;

/** A household and its persons, those of today and earlier ones. */
export type HouseholdFile = { household: Household; persons: HouseholdPerson[] };

/**
 * Reads a household's partition: one strongly consistent Query.
 * @returns undefined if there is no such household
 */
export async function householdFile(db: Register, householdId: string): Promise<HouseholdFile | undefined> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': householdKey(householdId).pk },
    ConsistentRead: true,
  });
  const under = (part: string) =>
    items.filter((item) => String(item.sk).split('#')[0] === part).map((item) => withoutKeys(item));
  const [household] = under('HOUSEHOLD');
  if (household === undefined) return undefined;
  return {
    household: z.parse(householdItem, household),
    persons: under('PERSON').map((item) => z.parse(householdPersonItem, item)),
  };
}

/** Who is in it on a day: from ≤ day < until. */
export const personsOn = (file: HouseholdFile, day: string): HouseholdPerson[] =>
  file.persons.filter(({ from, until }) => from <= day && (until === undefined || day < until));
