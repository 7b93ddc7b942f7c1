import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AccessPurpose } from '../../contract/access-purposes.ts';
import type { AccessAction, AccessSubject } from '../../domain/access-event.ts';
import type { FieldGroup } from '../../domain/field-groups.ts';
import type { Register } from './client.ts';
import { accessMinutePartition, accessSubject, joined } from './keys.ts';
import { mostWrites } from './transaction.ts';

/** Who looked: a member of the staff, or later a person at their own data or a process of the system's own. */
type Actor =
  | { actorKind?: 'STAFF'; staffId: string }
  | { actorKind: 'SYSTEM' | 'DATA_SUBJECT'; actorId: string; staffId?: never };

/**
 * One look at or change of a person or household: who, why, whom, what, when, in which request (C-579/21; R70). `atMs` is the
 * beginning of the request, or of the write where nobody waits: the log is sealed some time after (`sealMarginSeconds`).
 */
export type AccessEvent = Actor & {
  permission: string;
  purpose: AccessPurpose;
  action: AccessAction;
  subject: AccessSubject;
  /** In whose data the subject was seen, `<kind>/<id>`, if not in its own: a household's page shows its persons. */
  via?: string;
  fieldGroups: readonly FieldGroup[];
  atMs: number;
  requestId: string;
  reason?: string;
};

/**
 * Writes access events before the answer is given; if they cannot be written there is no answer. The keys are functions of
 * request and subject, and the condition lets nothing be written over. Sent again because an answer was lost, they find themselves.
 * Many go in transactions of a hundred: if the process dies between two, the log holds looks that were not answered.
 * @param retentionDays how long events are kept, a setting
 * @throws ConditionalCheckFailedException, TransactionCanceledException if another event stands under a key
 */
export async function logAccess(
  log: Register,
  events: AccessEvent | readonly AccessEvent[],
  retentionDays: number,
): Promise<void> {
  const items = distinct([events].flat().map((event) => accessItem(event, retentionDays)));
  for (let at = 0; at < items.length; at += mostWrites) {
    const [first, ...more] = items.slice(at, at + mostWrites);
    if (first !== undefined) await (more.length === 0 ? putOne(log, first) : putMany(log, [first, ...more]));
  }
}

type Item = Record<string, unknown> & { pk: string; sk: string };

const ifAbsent = {
  ConditionExpression: 'attribute_not_exists(pk)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

async function putOne(log: Register, item: Item): Promise<void> {
  try {
    await log.client.send(new PutCommand({ TableName: log.tableName, Item: item, ...ifAbsent }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !isSame(error.Item, item)) throw error;
  }
}

/** One request for all, since the answer waits for it; a write in a transaction costs two units instead of one. */
async function putMany(log: Register, items: readonly Item[]): Promise<void> {
  try {
    await log.client.send(
      new TransactWriteCommand({
        TransactItems: items.map((item) => ({ Put: { TableName: log.tableName, Item: item, ...ifAbsent } })),
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const isOther = reasons.some(
      ({ Code, Item }, index) => Code === 'ConditionalCheckFailed' && !isSame(Item, items[index]),
    );
    if (isOther) throw error;
    // Some are there already, or a lost attempt is still under way: one by one, each finds itself or is put.
    for (const item of items) await putOne(log, item);
  }
}

const isSame = (there: Record<string, AttributeValue> | undefined, item: Item | undefined): boolean =>
  isDeepStrictEqual(unmarshall(there ?? {}), item);

/** A transaction takes a key once. */
function distinct(items: readonly Item[]): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = `${item.pk} ${item.sk}`;
    const same = byKey.get(key);
    if (same !== undefined && !isDeepStrictEqual(same, item))
      throw new RangeError('two different access events of one request have the same key');
    byKey.set(key, item);
  }
  return [...byKey.values()];
}

function accessItem({ subject, atMs, ...event }: AccessEvent, retentionDays: number): Item {
  const at = new Date(atMs).toISOString();
  const person = accessSubject(subject.kind, subject.id);
  const { actorKind = 'STAFF' } = event;
  return {
    pk: accessMinutePartition(at),
    sk: joined(
      at,
      withoutSeparator(event.requestId),
      person,
      ...(event.via === undefined ? [] : [withoutSeparator(event.via)]),
    ),
    person,
    subjectKind: subject.kind,
    subjectId: subject.id,
    at,
    ...event,
    actorKind,
    fieldGroups: [...event.fieldGroups],
    expiresAt: Math.floor(atMs / 1000) + retentionDays * 86_400,
  };
}

const withoutSeparator = (text: string): string => text.replaceAll('#', '-');
