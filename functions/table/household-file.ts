import * as z from 'zod/mini';
import { type LocalDate, type Month, monthStart } from '../../domain/calendar.ts';
import { type HouseholdPerson, type HouseholdState, personsOf } from '../../domain/household.ts';
import type { HouseholdLink, HouseholdPlacement } from '../../domain/household-link.ts';
import type { Register } from './client.ts';
import {
  formerHouseholdItem,
  type Household,
  householdInvitationItem,
  householdItem,
  householdMoveItem,
  householdPersonItem,
} from './items.ts';
import { householdKey } from './keys.ts';
import { queryAll, withoutKeys } from './read.ts';

/** The kinds of items in a household's partition, by the first part of their sort key. */
const parts = {
  HOUSEHOLD: householdItem,
  PERSON: householdPersonItem,
  INVITATION: householdInvitationItem,
  FORMER: formerHouseholdItem,
  MOVE: householdMoveItem,
} as const;
type PartOf<P extends keyof typeof parts> = z.infer<(typeof parts)[P]>;

/** A household with its persons of today and earlier, its invitations, and the co-ops that it has left. */
export type HouseholdFile = {
  household: Household;
  persons: PartOf<'PERSON'>[];
  invitations: PartOf<'INVITATION'>[];
  former: PartOf<'FORMER'>[];
  /** Changes of co-op, the oldest first. */
  moves: PartOf<'MOVE'>[];
};

/**
 * Reads a household's partition: one strongly consistent Query.
 * @returns undefined if there is no such household
 * @throws Error if an item is of no known kind
 */
export async function householdFile(db: Register, householdId: string): Promise<HouseholdFile | undefined> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': householdKey(householdId).pk },
    ConsistentRead: true,
  });
  const found = new Map<string, unknown[]>();
  for (const item of items) {
    const part = String(item.sk).split('#')[0] as keyof typeof parts;
    const schema = parts[part];
    if (schema === undefined) throw new Error(`a household's partition holds an item of no known kind: ${part}`);
    found.set(part, [...(found.get(part) ?? []), z.parse(schema, withoutKeys(item))]);
  }
  const all = <P extends keyof typeof parts>(part: P): PartOf<P>[] => (found.get(part) ?? []) as PartOf<P>[];
  const [household] = all('HOUSEHOLD');
  if (household === undefined) return undefined;
  return {
    household,
    persons: all('PERSON'),
    invitations: all('INVITATION'),
    former: all('FORMER'),
    moves: all('MOVE'),
  };
}

/** Who is in it on a day: from ≤ day < until. */
export const personsOn = (file: Pick<HouseholdFile, 'persons'>, day: LocalDate): HouseholdPerson[] =>
  personsOf(file, day);

/** The file as the rules of households see it. */
export function stateOfFile({ household, persons, invitations }: HouseholdFile): HouseholdState {
  const { householdId, coopId, shard, headCustomerNumber, heads = [], endedOn, mergedInto, paysLastHead } = household;
  return {
    householdId,
    coopId,
    shard,
    headCustomerNumber,
    heads,
    endedOn,
    mergedInto,
    paysLastHead,
    persons,
    invitations,
  };
}

/** The co-op in which a month of the household counts, and its shard there (R34: a change takes the whole month along). */
export function placementIn(
  { household, moves }: Pick<HouseholdFile, 'household' | 'moves'>,
  month: Month,
): HouseholdPlacement {
  const { householdId, coopId, shard } = household;
  const later = moves.find((move) => move.month > month);
  return { householdId, ...(later?.from ?? { coopId, shard }) };
}

/** All co-ops that have or had it, with its shard in each; the present one first. */
export function placementsOf({ household, former }: Pick<HouseholdFile, 'household' | 'former'>): HouseholdPlacement[] {
  const { householdId, coopId, shard } = household;
  return [{ coopId, shard }, ...former].map((place) => ({ householdId, coopId: place.coopId, shard: place.shard }));
}

/** Links to the household for some time: one for each co-op in which its months count then (R34). */
export function householdLinks(
  { household, moves }: Pick<HouseholdFile, 'household' | 'moves'>,
  fromMs: number,
  untilMs: number | undefined,
): HouseholdLink[] {
  const { householdId, coopId, shard } = household;
  const ends = moves.map(({ month, from }) => ({ ...from, untilMs: monthStart(month) }));
  const places = [...ends, { coopId, shard, untilMs: Number.POSITIVE_INFINITY }];
  return places.flatMap((place, index) => {
    const from = Math.max(fromMs, places[index - 1]?.untilMs ?? fromMs);
    const until = Math.min(untilMs ?? Number.POSITIVE_INFINITY, place.untilMs);
    if (from >= until) return [];
    const link = { householdId, coopId: place.coopId, shard: place.shard, from };
    return [Number.isFinite(until) ? { ...link, until } : link];
  });
}
