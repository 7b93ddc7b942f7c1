import type { LocalDate } from './calendar.ts';

type Dated = { from?: LocalDate | undefined; until?: LocalDate | undefined };

/**
 * When a customership ended: on the day on which the last membership, household link or service did (scope M25 counts retention
 * from it). Each list holds what there is and what there was.
 * @returns null while one of them lasts, or if there never was any
 */
export function customershipEnd(...lists: readonly (readonly Dated[])[]): LocalDate | null {
  const ends = lists.flat().map(({ until }) => until);
  if (ends.length === 0 || ends.includes(undefined)) return null;
  return ends.filter((until) => until !== undefined).reduce((last, until) => (until > last ? until : last));
}
