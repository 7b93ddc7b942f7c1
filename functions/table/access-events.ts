import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { accessPurposes } from '../../contract/access-purposes.ts';
import type { Register } from './client.ts';
import { joined } from './keys.ts';

/** One look at or change of a person or household: who, why, whom, what, when, in which request (C-579/21; R70). */
export type AccessEvent = {
  staffId: string;
  permission: string;
  purpose: (typeof accessPurposes)[number];
  action: 'READ' | 'CHANGE' | 'EXPORT';
  /** Whom it concerns: one household or customer, or a listing that shows many. */
  subject: { kind: 'HOUSEHOLD' | 'CUSTOMER' | 'RECEIPT' | 'RUN' | 'LISTING'; id: string };
  fieldGroups: readonly string[];
  atMs: number;
  requestId: string;
  reason?: string;
};

/**
 * Writes an access event before the answer is given; if it cannot be written there is no answer. The key is a function of
 * request and subject, and the condition lets nothing be written over. Sent again because an answer was lost, it finds itself.
 * @param retentionDays how long the event is kept, a setting
 */
export async function logAccess(log: Register, event: AccessEvent, retentionDays: number): Promise<void> {
  const item = accessItem(event, retentionDays);
  try {
    await log.client.send(
      new PutCommand({
        TableName: log.tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = unmarshall((error.Item ?? {}) as Record<string, AttributeValue>);
    if (!isDeepStrictEqual(there, item)) throw error;
  }
}

function accessItem({ subject, atMs, ...event }: AccessEvent, retentionDays: number): Record<string, unknown> {
  const at = new Date(atMs).toISOString();
  return {
    pk: joined(subject.kind, subject.id.replaceAll('#', '/')),
    sk: joined(at, event.requestId.replaceAll('#', '-')),
    subjectKind: subject.kind,
    subjectId: subject.id,
    at,
    ...event,
    fieldGroups: [...event.fieldGroups],
    expiresAt: Math.floor(atMs / 1000) + retentionDays * 86_400,
  };
}
