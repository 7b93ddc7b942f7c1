import * as z from 'zod/mini';
import { accessActions, accessSubjectKinds, actorKinds } from '../domain/access-event.ts';
import { localDateSchema } from '../domain/calendar.ts';
import { fieldGroups } from '../domain/field-groups.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { customerNumberSchema, householdIdSchema } from '../domain/identifiers.ts';
import { accessPurposes } from './access-purposes.ts';
import { endpoint } from './endpoint.ts';
import { why } from './register-fields.ts';
import { staffIdSchema } from './staff-entry.ts';

const shared = {
  audience: 'staff',
  function: 'staff-audit',
  method: 'POST',
  permission: 'audit',
  status: 200,
} as const;

/** One look at or change of a person, as the access log has it (C-579/21: who, when, why, which data). */
export const accessEventView = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  actor: z.strictObject({
    kind: z.enum(actorKinds),
    id: z.string(),
    /** As the staff directory has it now; null if it has no such person. */
    name: z.nullable(z.string()),
    employerCompanyId: z.nullable(z.string()),
  }),
  permission: z.string(),
  purpose: z.enum(accessPurposes),
  reason: z.nullable(z.string()),
  action: z.enum(accessActions),
  subject: z.strictObject({ kind: z.enum(accessSubjectKinds), id: z.string() }),
  /** In whose data the subject was seen, `<kind>/<id>`; null if in its own. */
  via: z.nullable(z.string()),
  fieldGroups: z.array(z.enum(fieldGroups)),
  requestId: z.string(),
});
export type AccessEventView = z.infer<typeof accessEventView>;

const asked = {
  ...why,
  reason: z.optional(freeTextSchema),
  /** Days in Finland, both included. */
  from: z.optional(localDateSchema),
  until: z.optional(localDateSchema),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))),
};
const page = z.strictObject({ events: z.array(accessEventView), cursor: z.optional(z.string()) });

export const accessByPerson = endpoint({
  ...shared,
  name: 'accessByPerson',
  path: '/v1/staff/access-events/by-person',
  access: {
    action: 'READ',
    fieldGroups: ['accessEvents'],
    named: [
      { kind: 'CUSTOMER', at: 'customerNumber', optional: true },
      { kind: 'HOUSEHOLD', at: 'householdId', optional: true },
    ],
  },
  summary: 'Who looked at a customer or household',
  description:
    'Newest first, page by page. Whoever saw a household saw its persons, so a customer’s list has those looks as well (`via`). Asking is a look itself, and is logged before it is answered.',
  body: z.union([
    z.strictObject({ ...asked, customerNumber: customerNumberSchema }),
    z.strictObject({ ...asked, householdId: householdIdSchema }),
  ]),
  result: page,
  fails: [],
});

export const accessByStaff = endpoint({
  ...shared,
  name: 'accessByStaff',
  path: '/v1/staff/access-events/by-staff',
  access: { action: 'READ', fieldGroups: ['accessEvents'], named: [{ kind: 'STAFF', at: 'staffId' }] },
  summary: 'What a staff member looked at',
  description:
    'Newest first, page by page: whom, why and which data. For people of the staff directory who work for a co-op of yours.',
  body: z.strictObject({ ...asked, staffId: staffIdSchema }),
  result: page,
  fails: [],
});
