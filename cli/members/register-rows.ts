import { listMemberRegister, listMemberRegisterForAuthority } from '../../contract/member-registers.ts';
import type { RegisterRow, RegisterView } from '../../domain/member-register.ts';
import type { Call } from '../client.ts';
import type { Looking } from '../person-options.ts';

export type AskedList = Looking & { coopId: string; on: string; reason: string };

/** The rows of a list, page by page: the next page is asked for when the rows of the one before are used up. */
export async function* registerRows(call: Call, view: RegisterView, asked: AskedList): AsyncGenerator<RegisterRow> {
  let cursor: string | undefined;
  do {
    const body = { ...asked, ...(cursor === undefined ? {} : { cursor }) };
    const page =
      view === 'authority'
        ? await call(listMemberRegisterForAuthority, { body })
        : await call(listMemberRegister, { body: { ...body, view } });
    yield* page.members;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
