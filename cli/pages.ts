/** All entries of a listing, page by page. */
export async function allPages<T>(
  page: (cursor: { cursor?: string }) => Promise<{ entries: readonly T[]; cursor: string | undefined }>,
): Promise<T[]> {
  const entries: T[] = [];
  let cursor: string | undefined;
  do {
    const next = await page(cursor === undefined ? {} : { cursor });
    entries.push(...next.entries);
    cursor = next.cursor;
  } while (cursor !== undefined);
  return entries;
}
