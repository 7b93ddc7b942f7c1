import { listMemberRegister, listMemberRegisterForAuthority } from '../../../../contract/member-registers.ts';
import { needsPerson, type RegisterView, registerRow } from '../../../../domain/member-register.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { memberRegisterPage, registerPersons } from '../../../table/member-register.ts';

const pageSize = 250;

export const listMemberRegisterEndpoint = answers(listMemberRegister, ({ body }) => page(body.view, body));
export const listMemberRegisterForAuthorityEndpoint = answers(listMemberRegisterForAuthority, ({ body }) =>
  page('authority', body),
);

type Asked = { coopId: string; on: string; cursor?: string | undefined };

/** One Query, and where the view shows more than names and days the members themselves. */
async function page(view: RegisterView, { coopId, on, cursor }: Asked) {
  const db = register();
  const after = cursor === undefined ? undefined : cursorOf(cursor).after;
  const { members, last } = await memberRegisterPage(db, coopId, after, pageSize);
  const numbers = members.map(({ customerNumber }) => customerNumber);
  const persons = needsPerson(view) ? await registerPersons(db, numbers) : new Map<string, never>();
  const rows = members.map((member) => registerRow(view, member, persons.get(member.customerNumber), on));
  return {
    members: rows.filter((row) => row !== undefined),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
}
