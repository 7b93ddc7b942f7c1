import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { accessPurposes } from '../../contract/register.ts';
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
 * request and subject, and the condition lets nothing be written over.
 * @param retentionDays how long the event is kept, a setting
 */
export async function logAccess(log: Register, event: AccessEvent, retentionDays: number): Promise<void> {
  const { subject, atMs, ...rest } = event;
  await log.client.send(
    new PutCommand({
      TableName: log.tableName,
      Item: {
        pk: joined(subject.kind, subject.id.replaceAll('#', '/')),
        sk: joined(new Date(atMs).toISOString(), event.requestId.replaceAll('#', '-')),
        subjectKind: subject.kind,
        subjectId: subject.id,
        at: new Date(atMs).toISOString(),
        ...rest,
        fieldGroups: [...event.fieldGroups],
        expiresAt: Math.floor(atMs / 1000) + retentionDays * 86_400,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}
