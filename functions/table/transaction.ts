import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import type { Register } from './client.ts';
import { type Key, registerTable } from './keys.ts';

/** What is answered if a write's condition does not hold: a code, and a sentence without personal data. */
export type Refusal = { code: ErrorCode; detail: string };

/**
 * What must be so for a write: nothing there yet, the version that was read, an item that has never been changed and carries none, or a pointer to
 * a run's attempt.
 */
type Condition =
  | { absent: true }
  | { version: number }
  | { present: true }
  | { unversioned: true }
  | { attempt: string };

/**
 * One action of a change. Items are put whole, so that what is stored is what was decided, and the condition is on the version that the
 * decision saw. A `check` writes nothing and holds what the decision rests on.
 */
export type Write = Key & {
  refusal: Refusal;
} & (
    | { kind: 'put'; item: Record<string, unknown>; condition?: Condition }
    | { kind: 'delete'; condition?: Condition }
    | { kind: 'check'; condition: Condition }
  );

/** What was decided on is not what is there. */
export const stale: Refusal = {
  code: 'staleVersion',
  detail: 'Somebody changed this after you saw it; look at it again and repeat the change.',
};

/** Puts what is not there yet. */
export const putNew = (key: Key, item: Record<string, unknown>, refusal: Refusal): Write => ({
  ...key,
  kind: 'put',
  item,
  condition: { absent: true },
  refusal,
});
/** Puts over the version that was read; the item carries the next. */
export const putOver = (
  key: Key,
  item: Record<string, unknown> & { version: number },
  seenVersion: number,
  refusal: Refusal = stale,
): Write => ({ ...key, kind: 'put', item, condition: { version: seenVersion }, refusal });
/** Puts whatever is there, for items that are a function of their key. */
export const put = (key: Key, item: Record<string, unknown>): Write => ({ ...key, kind: 'put', item, refusal: stale });
/** Deletes whether or not it is there. */
export const drop = (key: Key): Write => ({ ...key, kind: 'delete', refusal: stale });
/** Deletes what was read, or what must be there. */
export const remove = (key: Key, seenVersion?: number, refusal: Refusal = stale): Write => ({
  ...key,
  kind: 'delete',
  condition: seenVersion === undefined ? { present: true } : { version: seenVersion },
  refusal,
});
/** Writes nothing: what the decision rests on must still be as it was read. */
export const unchanged = (key: Key, seenVersion: number, refusal: Refusal = stale): Write => ({
  ...key,
  kind: 'check',
  condition: { version: seenVersion },
  refusal,
});

/** A transaction of DynamoDB takes no more. */
export const mostWrites = 100;
const attempts = 6;

/**
 * Does all writes or none. A dry run does none and has seen everything but the conditions.
 * @throws DomainError the refusal of the first write whose condition does not hold; busy if others keep writing the same items
 */
export async function commit(
  db: Register,
  writes: readonly Write[],
  { dryRun = false }: { dryRun?: boolean | undefined } = {},
): Promise<void> {
  if (writes.length > mostWrites)
    throw new RangeError(`a change of ${writes.length} writes is more than one transaction takes`);
  if (dryRun || writes.length === 0) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.client.send(new TransactWriteCommand({ TransactItems: writes.map((write) => actionOf(db, write)) }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      const refusal = writes[failed]?.refusal;
      if (refusal !== undefined) throw new DomainError(refusal.code, refusal.detail);
      const passing = reasons.some(({ Code }) => passingReasons.has(Code ?? ''));
      if (!passing) throw error;
      if (attempt === attempts)
        throw new DomainError('busy', 'Others are changing the same; send it again in a moment.');
      await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * (0.5 + Math.random() / 2)));
    }
  }
}

const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function actionOf(db: Register, write: Write): Action {
  const { pk, sk } = write;
  const condition = write.condition === undefined ? {} : conditionOf(write.condition);
  const shared = { TableName: db.tableName, ...condition };
  switch (write.kind) {
    case 'put':
      return { Put: { ...shared, Item: { pk, sk, ...write.item } } };
    case 'delete':
      return { Delete: { ...shared, Key: { pk, sk } } };
    case 'check':
      return { ConditionCheck: { ...shared, ...conditionOf(write.condition), Key: { pk, sk } } };
  }
}

function conditionOf(condition: Condition): {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
} {
  if ('version' in condition)
    return {
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': condition.version },
    };
  if ('attempt' in condition)
    return {
      ConditionExpression: '#attempt = :attempt',
      ExpressionAttributeNames: { '#attempt': 'attempt' },
      ExpressionAttributeValues: { ':attempt': condition.attempt },
    };
  if ('unversioned' in condition)
    return {
      ConditionExpression: 'attribute_exists(#pk) AND attribute_not_exists(#version)',
      ExpressionAttributeNames: { '#pk': registerTable.partitionKey, '#version': 'version' },
    };
  return {
    ConditionExpression: `${'absent' in condition ? 'attribute_not_exists' : 'attribute_exists'}(#pk)`,
    ExpressionAttributeNames: { '#pk': registerTable.partitionKey },
  };
}
