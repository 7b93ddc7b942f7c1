/**
 * Works through pages until the end or until the time runs short. A state machine is paid by its transitions, so one call of a
 * function does as many pages as it has time for.
 * @param remainingMs how long the function still lives
 * @param work does the page at a cursor (null: the first) and gives the cursor of the next, null at the end
 */
export async function pagesInTime(
  cursor: string | null,
  remainingMs: () => number,
  work: (cursor: string | null) => Promise<{ cursor: string | null }>,
): Promise<{ cursor: string | null }> {
  let place = await work(cursor);
  while (place.cursor !== null && remainingMs() > reserveMs) place = await work(place.cursor);
  return place;
}

/** More than any page takes; the functions that page live 300 s. */
const reserveMs = 120_000;
