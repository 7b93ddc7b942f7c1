import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { registerRowSchema } from '../domain/member-register.ts';
import { endpoint } from './endpoint.ts';
import { why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-members', method: 'POST', status: 200, coopIn: 'body' } as const;
const asked = {
  ...why,
  coopId: coopIdSchema,
  /** The day of the list. */
  on: localDateSchema,
  /** To whom it goes and why; kept with the access event. */
  reason: freeTextSchema,
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
};
const result = z.strictObject({
  members: z.array(registerRowSchema),
  /** Send it for the next page; absent on the last. A page can be short. */
  cursor: z.optional(z.string()),
});
const told =
  'Alphabetical in Finnish, present and former members at a day, page by page. Former members stand here until their share has been refunded, on lists of earlier days as well (osuuskuntalaki 4:14).';

export const listMemberRegister = endpoint({
  ...shared,
  name: 'listMemberRegister',
  path: '/v1/staff/member-registers/list',
  permission: 'register.read',
  access: {
    action: 'EXPORT',
    fieldGroups: ['name', 'basic', 'contact', 'membership'],
    listing: { name: 'memberRegister', by: ['coopId', 'view', 'on'] },
  },
  summary: "A co-op's member register",
  description: `${told} Anyone may see names and days; a member, creditor or whoever shows an interest that requires it also number, birth date, home municipality and shares, but no home municipality under an order of non-disclosure (4:16).`,
  body: z.strictObject({ ...asked, view: z.enum(['anyone', 'entitled']) }),
  result,
  fails: [],
});

export const listMemberRegisterForAuthority = endpoint({
  ...shared,
  name: 'listMemberRegisterForAuthority',
  path: '/v1/staff/member-registers/list-for-authority',
  permission: 'privacy',
  access: {
    action: 'EXPORT',
    fieldGroups: ['name', 'basic', 'contact', 'nonDisclosure', 'membership'],
    listing: { name: 'memberRegister/authority', by: ['coopId', 'on'] },
  },
  summary: "A co-op's member register for an authority",
  description: `${told} An authority sees home municipalities under an order of non-disclosure too, and that there is one (4:16.4).`,
  body: z.strictObject(asked),
  result,
  fails: [],
});
