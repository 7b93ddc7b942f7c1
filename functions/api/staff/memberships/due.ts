import { listDueMemberships } from '../../../../contract/memberships.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { dueMemberships } from '../../../table/due-memberships.ts';
import { viewOfMembership } from './view.ts';

const pageSize = 100;

export const listDueMembershipsEndpoint = answers(listDueMemberships, async ({ body }) => {
  const { coopId, until } = body;
  const after = body.cursor === undefined ? undefined : cursorOf(body.cursor).after;
  const { memberships, last } = await dueMemberships(register(), coopId, until, after, pageSize);
  const rows = memberships.map((stored) => ({
    name: stored.memberName,
    membership: viewOfMembership(stored, settings()),
  }));
  return {
    memberships: rows.filter(({ membership }) => membership.due.some(({ on }) => on <= until)),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
});
