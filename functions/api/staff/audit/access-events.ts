import { type AccessEventView, accessByPerson, accessByStaff } from '../../../../contract/audit.ts';
import type { BodyOf } from '../../../../contract/endpoint.ts';
import { addDays, localTimeOf, startOfDay } from '../../../../domain/calendar.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import { accessPage, type StoredAccessEvent } from '../../../table/access-pages.ts';
import { accessLog, register } from '../../../table/client.ts';
import { findStaffMember } from '../../../table/directory.ts';
import type { StaffMember } from '../../../table/items.ts';
import { accessSubject } from '../../../table/keys.ts';

export const accessByPersonEndpoint = answers(accessByPerson, ({ body }) =>
  pageOf(
    'byPerson',
    'customerNumber' in body
      ? accessSubject('CUSTOMER', body.customerNumber)
      : accessSubject('HOUSEHOLD', body.householdId),
    body,
  ),
);

export const accessByStaffEndpoint = answers(accessByStaff, ({ body }) => pageOf('byStaff', body.staffId, body));

const pageSize = 100;
type Asked = Pick<BodyOf<typeof accessByStaff>, 'from' | 'until' | 'cursor'>;

async function pageOf(index: 'byPerson' | 'byStaff', whose: string, { from, until, cursor }: Asked) {
  const { events, last } = await accessPage(
    accessLog(),
    index,
    whose,
    { from: from && instant(startOfDay(from)), to: until && instant(startOfDay(addDays(until, 1))) },
    cursor === undefined ? undefined : cursorOf(cursor).after,
    pageSize,
  );
  const staff = await staffOf(events);
  return {
    events: events.map((event) => viewOf(event, staff)),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
}

const instant = (ms: number): string => new Date(ms).toISOString();

/** The people who looked, each read once. */
async function staffOf(events: readonly StoredAccessEvent[]): Promise<Map<string, StaffMember | undefined>> {
  const ids = new Set(events.flatMap(({ staffId }) => staffId ?? []));
  return new Map(await Promise.all([...ids].map(async (id) => [id, await findStaffMember(register(), id)] as const)));
}

function viewOf(event: StoredAccessEvent, staff: ReadonlyMap<string, StaffMember | undefined>): AccessEventView {
  const id = event.staffId ?? event.actorId ?? 'unknown';
  const member = event.staffId === undefined ? undefined : staff.get(event.staffId);
  return {
    at: localTimeOf(Date.parse(event.at)),
    actor: {
      kind: event.actorKind,
      id,
      name: member?.name ?? null,
      employerCompanyId: member?.employerCompanyId ?? null,
    },
    permission: event.permission,
    purpose: event.purpose,
    reason: event.reason ?? null,
    action: event.action,
    subject: { kind: event.subjectKind, id: event.subjectId },
    via: event.via ?? null,
    fieldGroups: event.fieldGroups,
    requestId: event.requestId,
  };
}
