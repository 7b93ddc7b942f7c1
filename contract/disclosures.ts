import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { disclosureRecipients, disclosureScopeSchema } from '../domain/disclosure.ts';
import { fieldGroups } from '../domain/field-groups.ts';
import { coopIdSchema, customerNumberSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { why } from './register-fields.ts';

const time = z.iso.datetime({ offset: true });

/** What was given to whom, by which rule. It names nobody whom it concerns. */
export const disclosureView = z.strictObject({
  disclosureId: z.string(),
  coopId: coopIdSchema,
  at: time,
  on: localDateSchema,
  by: z.string(),
  recipient: z.enum(disclosureRecipients),
  legalBasis: z.string(),
  fieldGroups: z.array(z.enum(fieldGroups)),
  scope: disclosureScopeSchema,
  subjects: z.int(),
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  reference: z.nullable(z.string()),
  subjectsMaySee: z.boolean(),
});
export type DisclosureView = z.infer<typeof disclosureView>;

const shared = { audience: 'staff', function: 'staff-returns', permission: 'privacy', status: 200 } as const;

export const listDisclosures = endpoint({
  ...shared,
  name: 'listDisclosures',
  method: 'GET',
  path: '/v1/staff/disclosures/{coopId}',
  coopIn: 'path',
  summary: 'What a co-op gave to others',
  description:
    'The disclosure log, newest first, page by page: to whom, by which rule, how many people it concerned, and the hashes of what was given.',
  params: z.strictObject({ coopId: coopIdSchema }),
  query: z.strictObject({ cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(400))) }),
  result: z.strictObject({ disclosures: z.array(disclosureView), cursor: z.optional(z.string()) }),
  fails: [],
});

export const disclosuresByCustomer = endpoint({
  ...shared,
  name: 'disclosuresByCustomer',
  method: 'POST',
  path: '/v1/staff/customers/disclosures',
  access: { action: 'READ', fieldGroups: ['disclosures'], named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] },
  summary: 'To whom data of a customer was given',
  description:
    'What co-ops of yours gave to others of this customer, newest first. Whether an annual return concerned the customer is worked out from its rows.',
  body: z.strictObject({ ...why, customerNumber: customerNumberSchema }),
  result: z.strictObject({ disclosures: z.array(disclosureView) }),
  fails: [],
});
