import { type DynamoDBClient, BatchExecuteStatementCommand as PlainBatchCommand } from '@aws-sdk/client-dynamodb';
import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Receipt } from '../domain/receipt.ts';
import { inParallel } from '../functions/runtime/parallel.ts';
import type { Register } from '../functions/table/client.ts';
import type { HouseholdLink } from '../functions/table/items.ts';
import { receiptItem } from '../functions/table/receipt-item.ts';
import { recordReceipt } from '../functions/table/receipts.ts';

export type Placed = { receipt: Receipt; link: HouseholdLink };

/** BatchExecuteStatement takes so many. */
export const statementsPerCall = 25;
/** As many as the recorder has under way at once: 4 messages with 16 writes each, or 4 messages with one call each. */
const putsAtOnce = 64;
const callsAtOnce = 4;

/** Ways to write receipts once; every one is refused where the receipt is there already. */
export const writeVariants = {
  /** As the recorder does it: one conditional PutItem a receipt. */
  'PutItem, one a receipt': async (db: Register, placed: readonly Placed[], nowMs: number): Promise<void> => {
    await inParallel(placed, putsAtOnce, ({ receipt, link }) => recordReceipt(db, receipt, link, nowMs));
  },
  'PartiQL INSERT, 25 a call': async (db: Register, placed: readonly Placed[], nowMs: number): Promise<void> => {
    await inParallel(callsOf(placed), callsAtOnce, async (some) => {
      const Statements = some.map(({ receipt, link }) => insertOf(db.tableName, receiptItem(receipt, link, nowMs)));
      const answer = await db.client.send(new BatchExecuteStatementCommand({ Statements }));
      if (answer.Responses?.some((response) => response.Error !== undefined)) throw new Error('an INSERT was refused');
    });
  },
  'PartiQL INSERT, 25 a call, plain client': async (
    db: Register,
    placed: readonly Placed[],
    nowMs: number,
  ): Promise<void> => {
    await inParallel(callsOf(placed), callsAtOnce, async (some) => {
      const Statements = some.map(({ receipt, link }) => {
        const { Statement, Parameters } = insertOf(db.tableName, receiptItem(receipt, link, nowMs));
        return {
          Statement,
          Parameters: Parameters.map((value) => marshall(value, { convertTopLevelContainer: true })),
        };
      });
      const answer = await plainOf(db).send(new PlainBatchCommand({ Statements }));
      if (answer.Responses?.some((response) => response.Error !== undefined)) throw new Error('an INSERT was refused');
    });
  },
} as const;

/** The document client sends plain commands as they are; only its type does not say so. */
const plainOf = (db: Register): DynamoDBClient => db.client as unknown as DynamoDBClient;

/** An INSERT fails where there is an item with the key (DuplicateItem), as `attribute_not_exists(pk)` does. */
export function insertOf(
  tableName: string,
  item: Record<string, unknown>,
): { Statement: string; Parameters: unknown[] } {
  const entries = Object.entries(item).filter(([, value]) => value !== undefined);
  const names = entries.map(([name]) => `'${name}': ?`).join(', ');
  return { Statement: `INSERT INTO "${tableName}" VALUE {${names}}`, Parameters: entries.map(([, value]) => value) };
}

function callsOf(placed: readonly Placed[]): Placed[][] {
  return Array.from({ length: Math.ceil(placed.length / statementsPerCall) }, (_, index) =>
    placed.slice(index * statementsPerCall, (index + 1) * statementsPerCall),
  );
}
