/** A value as the document client takes it. */
export type ItemValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly ItemValue[]
  | { [name: string]: ItemValue | undefined };
export type PlainItem = Record<string, unknown>;

/**
 * The bytes of an item by DynamoDB's size rules ("Item sizes and formats" of the developer guide): names and values in UTF-8, binary
 * raw, a number a byte for every two significant digits and one more, a list or map 3 bytes and 1 for each element. Attributes that are
 * `undefined` are not stored. The 100 bytes of storage overhead are not in it.
 */
export function itemBytes(item: PlainItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => (value === undefined ? sum : sum + Buffer.byteLength(name) + valueBytes(value)),
    0,
  );
}

/**
 * The bytes of an item's entry in an index: its own key, the table's key, and what the index carries; 0 if the item is not in it.
 * @param index key attributes of the index and the attributes that it carries beside all keys
 */
export function indexEntryBytes(
  item: PlainItem,
  table: { partitionKey: string; sortKey: string },
  index: { partitionKey: string; sortKey: string; carries: readonly string[] },
): number {
  if (item[index.partitionKey] === undefined || item[index.sortKey] === undefined) return 0;
  const carried = new Set([table.partitionKey, table.sortKey, index.partitionKey, index.sortKey, ...index.carries]);
  return itemBytes(Object.fromEntries(Object.entries(item).filter(([name]) => carried.has(name))));
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberBytes(value);
  if (value === null || typeof value === 'boolean') return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, element) => sum + 1 + valueBytes(element), 0);
  const entries = Object.entries(value as PlainItem).filter(([, element]) => element !== undefined);
  return 3 + entries.length + itemBytes(Object.fromEntries(entries));
}

/** Zeros at both ends are not stored; the guide says "approximately", and a sign takes a byte more. */
function numberBytes(value: number): number {
  if (value === 0) return 1;
  const digits = Math.abs(value).toExponential().replace(/e.*$/, '').replace('.', '');
  return 1 + Math.ceil(digits.length / 2) + (value < 0 ? 1 : 0);
}
