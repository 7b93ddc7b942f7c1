import { minutePartition } from '../domain/audit-chain.ts';
import type { Register } from '../functions/table/client.ts';
import { accessTable, registerTable } from '../functions/table/keys.ts';
import { readUnitsOfBatch, readUnitsOfItem, readUnitsOfPage, writeUnits } from './rules/capacity.ts';
import { indexEntryBytes, itemBytes, type PlainItem } from './rules/item-size.ts';

export type Units = { calls: number; readUnits: number; writeUnits: number };
/** One call and what it uses: to which table, of which key if it names one. */
export type CountedCall = { table: string; key: string; readUnits: number; writeUnits: number };

type Input = {
  TableName?: string;
  Key?: Record<string, unknown>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ConsistentRead?: boolean;
  Item?: PlainItem;
  RequestItems?: Record<string, { Keys?: unknown[]; ConsistentRead?: boolean }>;
  TransactItems?: { Put?: { Item?: PlainItem } }[];
};
type Output = {
  Item?: PlainItem;
  Items?: PlainItem[];
  Responses?: Record<string, PlainItem[]>;
  Attributes?: PlainItem;
};

/**
 * Adds up, by DynamoDB's size rules, what every call through this client uses: the emulator's own read units are wrong. A call that fails is
 * counted as if it had written.
 */
export function countingUnits(db: Register): Units {
  const units: Units = { calls: 0, readUnits: 0, writeUnits: 0 };
  onEachCall(db, (call) => {
    units.calls += 1;
    units.readUnits += call.readUnits;
    units.writeUnits += call.writeUnits;
  });
  return units;
}

/** Tells every call through this client, counted by DynamoDB's size rules. */
export function onEachCall(db: Register, tell: (call: CountedCall) => void): void {
  counters += 1;
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = (context as { commandName?: string }).commandName?.replace(/Command$/, '') ?? '';
      const input = args.input as Input;
      const place = { table: input.TableName ?? Object.keys(input.RequestItems ?? {})[0] ?? '', key: keyOf(input) };
      const written = writtenBy(name, input);
      const answer = await next(args).catch((error: unknown) => {
        tell({ ...place, readUnits: 0, writeUnits: written });
        throw error;
      });
      const output = answer.output as Output;
      const more =
        name.startsWith('Update') && output.Attributes !== undefined ? writeUnits(itemBytes(output.Attributes)) - 1 : 0;
      tell({ ...place, readUnits: readBy(name, input, output), writeUnits: written + more });
      return answer;
    },
    { step: 'initialize', name: `countingUnits${counters}` },
  );
}

let counters = 0;

const keyOf = ({ Key, ExpressionAttributeValues }: Input): string =>
  String(Key?.pk ?? ExpressionAttributeValues?.[':pk'] ?? '');

function readBy(name: string, input: Input, output: Output): number {
  const mode = input.ConsistentRead === true ? 'strong' : 'eventual';
  if (name.startsWith('Get')) return readUnitsOfItem(itemBytes(output.Item ?? {}), mode);
  if (name.startsWith('Query')) return readUnitsOfPage((output.Items ?? []).map(itemBytes), mode);
  if (!name.startsWith('BatchGet')) return 0;
  return Object.entries(input.RequestItems ?? {}).reduce((sum, [table, { Keys = [], ConsistentRead }]) => {
    const found = (output.Responses?.[table] ?? []).map(itemBytes);
    const missing = Array.from({ length: Keys.length - found.length }, () => 0);
    return sum + readUnitsOfBatch([...found, ...missing], ConsistentRead === true ? 'strong' : 'eventual');
  }, 0);
}

/**
 * An item and its entries in the indexes; an update is taken for one of a KiB until its answer tells more. In a transaction the item costs
 * twice; its entries follow afterwards, as they always do.
 */
function writtenBy(name: string, input: Input): number {
  if (name.startsWith('Put')) return unitsOfPut(input.Item ?? {});
  if (name.startsWith('TransactWrite'))
    return (input.TransactItems ?? []).reduce(
      (sum, { Put }) => sum + unitsOfPut(Put?.Item ?? {}) + writeUnits(itemBytes(Put?.Item ?? {})),
      0,
    );
  return name.startsWith('Update') || name.startsWith('Delete') ? 1 : 0;
}

/** The units of an item that is put alone: its own and those of its entries. Access events lie whole in both indexes of their table. */
export function unitsOfPut(item: PlainItem): number {
  const isEvent = String(item.pk).startsWith(minutePartition(''));
  const entries = isEvent
    ? [accessTable.byPerson, accessTable.byStaff].map((index) =>
        indexEntryBytes(item, accessTable, { ...index, carries: Object.keys(item) }),
      )
    : [registerTable.byHousehold, registerTable.byListing, registerTable.byMember].map((index) =>
        indexEntryBytes(item, registerTable, index),
      );
  return [itemBytes(item), ...entries.filter((bytes) => bytes > 0)].reduce((sum, bytes) => sum + writeUnits(bytes), 0);
}
