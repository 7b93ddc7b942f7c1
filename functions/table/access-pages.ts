import * as z from 'zod/mini';
import { accessPurposes } from '../../contract/access-purposes.ts';
import { accessActions, accessSubjectKinds, actorKinds } from '../../domain/access-event.ts';
import { fieldGroups } from '../../domain/field-groups.ts';
import type { Register } from './client.ts';
import { accessTable } from './keys.ts';
import { queryPage } from './read.ts';

/** An access event as it is stored. */
const accessEventItem = z.object({
  sk: z.string(),
  at: z.iso.datetime(),
  actorKind: z.enum(actorKinds),
  staffId: z.optional(z.string()),
  actorId: z.optional(z.string()),
  permission: z.string(),
  purpose: z.enum(accessPurposes),
  reason: z.optional(z.string()),
  action: z.enum(accessActions),
  subjectKind: z.enum(accessSubjectKinds),
  subjectId: z.string(),
  via: z.optional(z.string()),
  fieldGroups: z.array(z.enum(fieldGroups)),
  requestId: z.string(),
});
export type StoredAccessEvent = z.infer<typeof accessEventItem>;

/**
 * A page of the access events of one person or one staff member, newest first. The indexes lag by a moment.
 * @param within from and to which instants (RFC 3339, UTC), the second not included
 * @param before the sort key before which the page begins: the last of the page before
 */
export async function accessPage(
  log: Register,
  index: 'byPerson' | 'byStaff',
  whose: string,
  { from = '0', to = '9' }: { from?: string | undefined; to?: string | undefined },
  before: string | undefined,
  pageSize: number,
): Promise<{ events: StoredAccessEvent[]; last: string | undefined }> {
  const { items, next } = await queryPage(log, {
    IndexName: accessTable[index].name,
    KeyConditionExpression: `${accessTable[index].partitionKey} = :whose AND sk BETWEEN :from AND :to`,
    ExpressionAttributeValues: {
      ':whose': whose,
      ':from': from,
      // Both ends are included; what has the key of the last page's end is left out below.
      ':to': before !== undefined && before < to ? before : to,
    },
    ScanIndexForward: false,
    Limit: pageSize + 1,
  });
  const events = items.map((item) => z.parse(accessEventItem, item)).filter(({ sk }) => sk !== before);
  const shown = events.slice(0, pageSize);
  const isEnd = next === undefined && shown.length === events.length;
  return { events: shown, last: isEnd ? undefined : (shown.at(-1)?.sk ?? before) };
}
