import * as z from 'zod/mini';
import { coopIdSchema, householdIdSchema } from './identifiers.ts';

/** Where purchases are counted: a household, and the co-op and shard that it had then. */
export const placementSchema = z.strictObject({ householdId: householdIdSchema, coopId: coopIdSchema, shard: z.int() });
export type HouseholdPlacement = z.infer<typeof placementSchema>;

const epochMs = z.int();
/** A dated link of an identifier to a household: from ≤ purchase < until. Co-op and shard stand here so that recording needs one read. */
export const householdLinkSchema = z.strictObject({
  ...placementSchema.shape,
  from: epochMs,
  until: z.optional(epochMs),
});
export type HouseholdLink = z.infer<typeof householdLinkSchema>;

type Links = readonly HouseholdLink[];

/** The link valid at a purchase: from ≤ purchase < until. */
export const linkAt = (links: Links | undefined, purchasedAt: number): HouseholdLink | undefined =>
  links?.find(({ from, until }) => from <= purchasedAt && (until === undefined || purchasedAt < until));

/** Ends what lasts at an instant, and takes back what would begin later: purchases from then on find no household. */
export const endedLinks = (links: Links, atMs: number): HouseholdLink[] =>
  links
    .filter(({ from }) => from < atMs)
    .map((link) => (link.until === undefined || link.until > atMs ? { ...link, until: atMs } : link));

/** True if a link for these instants would stand beside another. */
export const overlapsLink = (links: Links, fromMs: number, untilMs: number | undefined): boolean =>
  links.some(
    ({ from, until }) =>
      (untilMs === undefined || from < untilMs) && (until === undefined || fromMs < until) && from !== until,
  );

/**
 * From an instant on, purchases go to another household, or to none.
 * @param untilMs where the new link ends of itself, as that of a card that expires
 */
export function relinked(
  links: Links,
  atMs: number,
  to: HouseholdPlacement | undefined,
  untilMs?: number,
): HouseholdLink[] {
  const before = endedLinks(links, atMs);
  if (to === undefined || (untilMs !== undefined && untilMs <= atMs)) return before;
  const { householdId, coopId, shard } = to;
  return [...before, { householdId, coopId, shard, from: atMs, ...(untilMs === undefined ? {} : { until: untilMs }) }];
}

/**
 * A household counts in another co-op from an instant on, also for links that began before it (R34: the month of transfer counts in the new
 * co-op). When purchases were whose does not change.
 */
export function replacedLinks(links: Links, to: HouseholdPlacement, fromMs: number): HouseholdLink[] {
  const { householdId, coopId, shard } = to;
  return links.flatMap((link) => {
    if (link.householdId !== householdId || (link.until !== undefined && link.until <= fromMs)) return [link];
    const moved = { ...link, coopId, shard, from: Math.max(link.from, fromMs) };
    return link.from < fromMs ? [{ ...link, until: fromMs }, moved] : [moved];
  });
}
