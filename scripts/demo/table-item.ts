import { type Key, registerTable } from '../../functions/table/keys.ts';

/** An item as it is written: its key, its place in a listing if it has one, and the entity. */
export type TableItem = Key & Record<string, unknown>;

const { partitionKey, sortKey } = registerTable.byListing;

/** The attributes that put an item into a listing. */
export const listed = (partition: string, place: string): Record<string, string> => ({
  [partitionKey]: partition,
  [sortKey]: place,
});
