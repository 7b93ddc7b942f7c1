import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Register } from '../../functions/table/client.ts';
import { registerTable } from '../../functions/table/keys.ts';
import { callOf, type FaultSwitch } from '../fixtures/run-faults.ts';
import { changed, type Given, holds, type Item, order } from './conditions.ts';

type Input = Record<string, unknown> & {
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Given['names'];
  ExpressionAttributeValues?: Given['values'];
};
type Partition = Map<string, Item>;
type Place = { partitionKey: string; sortKey: string };

const { byHousehold, byListing, byMember } = registerTable;
const indexes = [byHousehold, byListing, byMember].map((index) => ({
  ...index,
  shows: ['pk', 'sk', index.partitionKey, index.sortKey, ...index.carries],
}));

export type MemoryTable = {
  /** A client of a process whose calls suffer the faults of a switch. */
  clientOf: (faults: FaultSwitch) => Register;
  /** The present items of a partition, in the order of their sort keys. */
  partition: (pk: string) => readonly Item[];
  item: (pk: string, sk: string) => Item | undefined;
  items: () => Iterable<Item>;
  /** Keys (`<pk>|<sk>`) of what was written or removed since this was asked last. */
  changes: () => readonly string[];
  freezeIndexes: () => void;
  thawIndexes: () => void;
};

/**
 * The register's table as plain values, below the commands of the SDK and without its layers: ten times as fast as `run-memory-dynamo.ts`,
 * which speaks the wire protocol. Conditions, transactions, pages, lagging indexes and what the SDK sends again are there.
 * @param pageItems items a page of a query takes at most
 */
export function memoryTable(pageItems = 1_000): MemoryTable {
  const table = new Map<string, Partition>();
  const entries = new Map<string, Partition>();
  const sorted = new Map<string, Item[]>();
  let frozen: Map<string, Partition> | undefined;
  let touched = new Set<string>();

  const idOf = ({ pk, sk }: Item): string => {
    if (typeof pk !== 'string' || typeof sk !== 'string' || pk === '' || sk === '')
      throw new TypeError('a key attribute is empty or missing');
    return `${pk}\u0000${sk}`;
  };
  const find = (key: Item | undefined): Item | undefined => table.get(String(key?.pk))?.get(String(key?.sk));
  const entryOf = (item: Item, shows: readonly string[]): Item =>
    Object.fromEntries(shows.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
  const reindex = (before: Item | undefined, after: Item | undefined): void => {
    for (const { name, partitionKey, sortKey, shows } of indexes) {
      const placeOf = (item: Item | undefined): string | undefined =>
        item?.[partitionKey] === undefined || item[sortKey] === undefined
          ? undefined
          : `${name}\u0000${item[partitionKey]}`;
      const [from, to] = [placeOf(before), placeOf(after)];
      if (before !== undefined && from !== undefined) entries.get(from)?.delete(idOf(before));
      if (after !== undefined && to !== undefined) partitionIn(entries, to).set(idOf(after), entryOf(after, shows));
    }
  };
  const store = (item: Item): void => {
    idOf(item);
    const kept = keptCopy(item) as Item;
    reindex(find(item), kept);
    partitionIn(table, String(item.pk)).set(String(item.sk), kept);
    touched.add(`${item.pk}|${item.sk}`);
    sorted.delete(String(item.pk));
  };
  const remove = (key: Item | undefined): void => {
    reindex(find(key), undefined);
    table.get(String(key?.pk))?.delete(String(key?.sk));
    touched.add(`${key?.pk}|${key?.sk}`);
    sorted.delete(String(key?.pk));
  };
  const inOrder = (pk: string): Item[] => {
    const known = sorted.get(pk);
    if (known !== undefined) return known;
    const all = [...(table.get(pk)?.values() ?? [])].sort((a, b) => order(a.sk, b.sk));
    sorted.set(pk, all);
    return all;
  };
  const isMet = (input: Input, key: Item | undefined): boolean =>
    input.ConditionExpression === undefined || holds(find(key), input.ConditionExpression, givenOf(input));
  const demand = (input: Input, key: Item | undefined): void => {
    if (isMet(input, key)) return;
    const there = find(key);
    const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && there !== undefined;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(shown ? { Item: marshall(there) } : {}),
    });
  };
  const query = (input: Input) => {
    const index = indexes.find(({ name }) => name === input.IndexName);
    if (index !== undefined && input.ConsistentRead === true) throw new Error('an index has no consistent reads');
    const place: Place = index ?? { partitionKey: 'pk', sortKey: 'sk' };
    const expression = String(input.KeyConditionExpression);
    const given = givenOf(input);
    const wanted = given.values[new RegExp(`\\b${place.partitionKey} = (:\\w+)`).exec(expression)?.[1] ?? ''];
    if (typeof wanted !== 'string' || wanted === '') throw new TypeError('a query names no partition');
    const { sortKey } = place;
    const by = (a: Item, b: Item): number => order(a[sortKey], b[sortKey]) || order(a.pk, b.pk) || order(a.sk, b.sk);
    const all =
      index === undefined
        ? inOrder(wanted)
        : [...((frozen ?? entries).get(`${index.name}\u0000${wanted}`)?.values() ?? [])].sort(by);
    const start = input.ExclusiveStartKey as Item | undefined;
    const matching = all.filter((item) => holds(item, expression, given));
    const found = (input.ScanIndexForward === false ? matching.toReversed() : matching).filter(
      (item) => start === undefined || (input.ScanIndexForward === false ? by(item, start) < 0 : by(item, start) > 0),
    );
    const room = Math.min(Number(input.Limit ?? pageItems), pageItems);
    const page = found.slice(0, room);
    const last = page.length === room ? page.at(-1) : undefined;
    return {
      Items: page,
      Count: page.length,
      ...(last === undefined ? {} : { LastEvaluatedKey: entryOf(last, ['pk', 'sk', place.partitionKey, sortKey]) }),
    };
  };

  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    GetCommand: ({ Key }) => ({ Item: find(Key) }),
    PutCommand: (input) => {
      demand(input, input.Item);
      store(input.Item ?? {});
      return {};
    },
    DeleteCommand: (input) => {
      demand(input, input.Key);
      remove(input.Key);
      return {};
    },
    UpdateCommand: (input) => {
      demand(input, input.Key);
      const after = changed({ ...find(input.Key), ...input.Key }, String(input.UpdateExpression), givenOf(input));
      store(after);
      return input.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
    },
    BatchGetCommand: ({ RequestItems }) => {
      const [[name, { Keys }] = ['', { Keys: [] }]] = Object.entries(RequestItems as Record<string, { Keys: Item[] }>);
      return { Responses: { [name]: Keys.flatMap((key) => find(key) ?? []) }, UnprocessedKeys: {} };
    },
    BatchWriteCommand: ({ RequestItems }) => {
      for (const { PutRequest } of Object.values(
        RequestItems as Record<string, { PutRequest: { Item: Item } }[]>,
      ).flat())
        store(PutRequest.Item);
      return { UnprocessedItems: {} };
    },
    TransactWriteCommand: ({ TransactItems }) => {
      const actions = (TransactItems as Record<string, Input>[]).map(({ Put, Delete, ConditionCheck, ...others }) => {
        const request = Put ?? Delete ?? ConditionCheck;
        if (request === undefined) throw new Error(`no action of a transaction here: ${Object.keys(others)}`);
        return { request, key: request.Item ?? request.Key, stores: Put !== undefined, removes: Delete !== undefined };
      });
      const reasons = actions.map(({ request, key }) => ({
        Code: isMet(request, key) ? 'None' : 'ConditionalCheckFailed',
      }));
      if (reasons.some(({ Code }) => Code !== 'None'))
        throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons: reasons });
      for (const { key, stores, removes } of actions) {
        if (removes) remove(key);
        if (stores) store(key ?? {});
      }
      return {};
    },
    QueryCommand: query,
    ScanCommand: () => ({ Items: [...table.values()].flatMap((partition) => [...partition.values()]) }),
  };

  return {
    clientOf: (faults) => registerOf(operations, faults),
    partition: inOrder,
    item: (pk, sk) => table.get(pk)?.get(sk),
    items: function* all() {
      for (const partition of table.values()) yield* partition.values();
    },
    changes: () => {
      const keys = [...touched];
      touched = new Set();
      return keys;
    },
    freezeIndexes: () => {
      frozen = new Map([...entries].map(([place, partition]) => [place, new Map(partition)]));
    },
    thawIndexes: () => {
      frozen = undefined;
    },
  };
}

/** How often the SDK sends a call whose answer is lost. */
const mostAttempts = 6;

function registerOf(operations: Readonly<Record<string, (input: Input) => unknown>>, faults: FaultSwitch): Register {
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Input }) => {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`the table in memory does not know ${name}`);
    const call = callOf(name.replace('Command', ''), input);
    const isTransaction = name === 'TransactWriteCommand';
    let done: { answer: unknown } | undefined;
    for (let attempt = 1; ; attempt += 1) {
      await faults.current.before?.(call);
      // A transaction that is sent again has the token of the first sending: it is answered, not done again.
      const answer = isTransaction && done !== undefined ? done.answer : operation(input);
      done = { answer };
      try {
        await faults.current.after?.(call);
        return answer;
      } catch (error) {
        if ((error as { code?: string }).code !== 'ECONNRESET' || attempt === mostAttempts) throw error;
      }
    }
  };
  return { client: { send } as unknown as Register['client'], tableName: 'register' };
}

const nothing = Object.freeze({});
const givenOf = ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Input): Given => ({
  names: names ?? nothing,
  values: values ?? nothing,
});

function partitionIn(all: Map<string, Partition>, key: string): Partition {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made: Partition = new Map();
  all.set(key, made);
  return made;
}

/** As it is stored: without what is undefined, and frozen, so that what a reader changes is never what is stored. */
function keptCopy(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(keptCopy));
  const copy: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) if (inner !== undefined) copy[name] = keptCopy(inner);
  return Object.freeze(copy);
}
