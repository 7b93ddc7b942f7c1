import { registerTable } from '../../functions/table/keys.ts';

/** An attribute as DynamoDB's protocol writes it. */
type Attribute = { S?: string; N?: string } & Record<string, unknown>;
export type WireItem = Record<string, Attribute>;

type QueryInput = {
  IndexName?: string;
  KeyConditionExpression: string;
  ExpressionAttributeValues: Record<string, Attribute>;
  ProjectionExpression?: string;
  Limit?: number;
  ExclusiveStartKey?: WireItem;
};

const textOf = (attribute: Attribute | undefined): string => attribute?.S ?? attribute?.N ?? '';

const { byHousehold, byListing } = registerTable;
const places = {
  table: { partition: registerTable.partitionKey, sort: registerTable.sortKey, carries: undefined },
  [byHousehold.name]: { partition: byHousehold.partitionKey, sort: byHousehold.sortKey, carries: byHousehold.carries },
  [byListing.name]: { partition: byListing.partitionKey, sort: byListing.sortKey, carries: byListing.carries },
} as const;
type Place = keyof typeof places;

/**
 * As much of a DynamoDB table as the functions' own calls need, in memory: items by key, both indexes, the key conditions that the access
 * patterns use. Conditions of writes are not looked at. Answers to queries are kept as text, so that a stub costs next to nothing.
 */
export class StubTable {
  readonly #items = new Map<string, WireItem>();
  readonly #partitions: Record<Place, Map<string, Map<string, WireItem>>> = {
    table: new Map(),
    [byHousehold.name]: new Map(),
    [byListing.name]: new Map(),
  };
  readonly #answers = new Map<string, string>();

  put(item: WireItem): void {
    const key = `${textOf(item.pk)}\n${textOf(item.sk)}`;
    this.#items.set(key, item);
    for (const [name, place] of Object.entries(places) as [Place, (typeof places)[Place]][]) {
      const partition = textOf(item[place.partition]);
      if (partition === '' || item[place.sort] === undefined) continue;
      const entries = this.#partitions[name].get(partition) ?? new Map<string, WireItem>();
      entries.set(key, name === 'table' ? item : carried(item, place.carries ?? []));
      this.#partitions[name].set(partition, entries);
    }
    this.#answers.clear();
  }

  get(key: WireItem): WireItem | undefined {
    return this.#items.get(`${textOf(key.pk)}\n${textOf(key.sk)}`);
  }

  /** The answer to a Query as the text of its body; `requestText` is what came, by which the answer is remembered. */
  query(input: QueryInput, requestText: string): string {
    const known = this.#answers.get(requestText);
    if (known !== undefined) return known;
    const name = (input.IndexName ?? 'table') as Place;
    // The access log's indexes: nobody has looked at anybody here.
    if (!(name in places)) return JSON.stringify({ Count: 0, ScannedCount: 0, Items: [] });
    const place = places[name];
    const values = input.ExpressionAttributeValues;
    const partition = textOf(values[':pk'] ?? values[':h'] ?? values[':l']);
    const after = input.ExclusiveStartKey?.[place.sort];
    const found = [...(this.#partitions[name].get(partition)?.values() ?? [])]
      .filter((item) => fits(textOf(item[place.sort]), input.KeyConditionExpression, values))
      .toSorted((a, b) => (textOf(a[place.sort]) < textOf(b[place.sort]) ? -1 : 1))
      .filter((item) => after === undefined || textOf(item[place.sort]) > textOf(after));
    const page = found.slice(0, input.Limit ?? found.length);
    const last = page.at(-1);
    const more = page.length < found.length && last !== undefined;
    const answer = JSON.stringify({
      Count: page.length,
      ScannedCount: page.length,
      Items: page.map((item) => projected(item, input.ProjectionExpression)),
      ...(more ? { LastEvaluatedKey: keysOf(last, place) } : {}),
    });
    this.#answers.set(requestText, answer);
    return answer;
  }
}

/** What stands in an index of an item. */
function carried(item: WireItem, carries: readonly string[]): WireItem {
  const names = new Set<string>(['pk', 'sk', 'h', 't', 'l', 'k', ...carries]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function projected(item: WireItem, expression: string | undefined): WireItem {
  if (expression === undefined) return item;
  const names = new Set(expression.split(',').map((name) => name.trim()));
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

const keysOf = (item: WireItem, place: { partition: string; sort: string }): WireItem =>
  Object.fromEntries(Object.entries(item).filter(([name]) => ['pk', 'sk', place.partition, place.sort].includes(name)));

/** The sort key's part of the key conditions that occur in functions/table. */
function fits(sort: string, condition: string, values: Record<string, Attribute>): boolean {
  if (condition.includes('begins_with')) return sort.startsWith(textOf(values[':sk']));
  if (condition.includes('BETWEEN')) return sort >= textOf(values[':first']) && sort <= textOf(values[':last']);
  if (condition.includes('< :after')) return sort < textOf(values[':after']);
  if (condition.includes('> :after')) return sort > textOf(values[':after']);
  return true;
}
