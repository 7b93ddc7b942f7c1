import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { register } from '../../../table/client.ts';
import { type DirectoryKind, type EntryOf, entriesPage } from '../../../table/directory-entries.ts';

/**
 * A page of the directory's entries that the asking person may see.
 * @param shows which; the rest is left out, so a page may be short
 */
export async function directoryPage<K extends DirectoryKind>(
  kind: K,
  cursor: string | undefined,
  shows: (entry: EntryOf<K>) => boolean | Promise<boolean>,
): Promise<{ entries: EntryOf<K>[]; cursor?: string }> {
  const after = cursor === undefined ? undefined : cursorOf(cursor).after;
  const { entries, last } = await entriesPage(register(), kind, after);
  const shown = await Promise.all(entries.map(shows));
  return {
    entries: entries.filter((_, index) => shown[index]),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
}
