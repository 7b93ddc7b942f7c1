import * as z from 'zod/mini';
import { companySchema } from '../domain/company.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema, outletIdSchema, retailerIdSchema } from '../domain/identifiers.ts';
import { outletSchema } from '../domain/outlet.ts';
import { paperDocumentSchema } from '../domain/paper-document.ts';
import { standingCodes } from '../domain/staff-standing.ts';
import { endpoint } from './endpoint.ts';
import { dryRun } from './register-fields.ts';
import { staffEntrySchema, staffIdSchema } from './staff-entry.ts';

const shared = {
  audience: 'staff',
  function: 'staff-directory',
  method: 'POST',
  permission: 'admin',
  status: 200,
} as const;
const version = z.int().check(z.positive());
const cursor = z.string().check(z.minLength(1), z.maxLength(400));

/** What every change of the directory says. Without a version it enters something new. */
const changing = { version: z.optional(version), reason: freeTextSchema, ...dryRun };
const changeFails = ['unknownEntry', 'alreadyRegistered', 'staleVersion', 'coopNotAllowed'] as const;
const inTheDirectory = 'Each version stays in the directory, with who entered it, when and why.';

/** Who made which version, when and why. */
const change = z.strictObject({
  version,
  by: z.string(),
  at: z.iso.datetime({ offset: true }),
  reason: z.string(),
});

export const staffView = z.strictObject({
  staffId: staffIdSchema,
  ...staffEntrySchema.shape,
  active: z.boolean(),
  version,
  /** What a request of this person would be told today. */
  standing: z.enum(['allowed', ...standingCodes]),
});
export type StaffView = z.infer<typeof staffView>;
const staffBody = { staffId: staffIdSchema };

export const putStaffMember = endpoint({
  ...shared,
  name: 'putStaffMember',
  path: '/v1/staff/staff-members/put',
  summary: 'Enter a person in the staff directory, or change the entry',
  description:
    'The permissions are the most that the groups of the person’s token can give. A person who was disabled is active again. ' +
    `Nobody changes their own entry, and nobody gives a co-op that is not their own. ${inTheDirectory}`,
  body: z.strictObject({ ...staffBody, member: staffEntrySchema, ...changing }),
  result: staffView,
  fails: [...changeFails, 'companyNotValid', 'ownEntry'],
});

export const disableStaffMember = endpoint({
  ...shared,
  name: 'disableStaffMember',
  path: '/v1/staff/staff-members/disable',
  summary: 'Disable a person at once',
  description: `The person’s next request is refused, although the token lives. ${inTheDirectory}`,
  body: z.strictObject({ ...staffBody, version, reason: freeTextSchema, ...dryRun }),
  result: staffView,
  fails: ['unknownEntry', 'staleVersion', 'coopNotAllowed', 'ownEntry'],
});

export const showStaffMember = endpoint({
  ...shared,
  name: 'showStaffMember',
  path: '/v1/staff/staff-members/show',
  summary: 'Show a person of the staff directory',
  description: 'The entry, what a request of the person would be told today, and every change of the entry.',
  body: z.strictObject(staffBody),
  result: z.strictObject({ member: staffView, changes: z.array(change) }),
  fails: ['unknownEntry'],
});

export const listStaffMembers = endpoint({
  ...shared,
  name: 'listStaffMembers',
  path: '/v1/staff/staff-members/list',
  coopIn: 'body',
  summary: 'The staff of a co-op',
  description: 'Everybody who may act for the co-op, disabled ones too, page by page; a page may be short or empty.',
  body: z.strictObject({ coopId: coopIdSchema, cursor: z.optional(cursor) }),
  result: z.strictObject({ members: z.array(staffView), cursor: z.optional(cursor) }),
  fails: [],
});

export const companyView = z.extend(companySchema, { version });
export type CompanyView = z.infer<typeof companyView>;

export const putCompany = endpoint({
  ...shared,
  name: 'putCompany',
  path: '/v1/staff/companies/put',
  summary: 'Enter a company in the directory, change it or end it',
  description:
    'Outlets, till clients and staff belong to a company that is valid that day; `until` ends it. A co-op is changed by its own administrators only. ' +
    inTheDirectory,
  body: z.strictObject({ company: companySchema, ...changing }),
  result: companyView,
  fails: changeFails,
});

export const listCompanies = endpoint({
  ...shared,
  name: 'listCompanies',
  path: '/v1/staff/companies/list',
  summary: 'The companies of the federation',
  description: 'Co-ops, companies of the group, partners and services, with their days, page by page.',
  body: z.strictObject({ cursor: z.optional(cursor) }),
  result: z.strictObject({ companies: z.array(companyView), cursor: z.optional(cursor) }),
  fails: [],
});

export const outletView = z.extend(outletSchema, { version });
export type OutletView = z.infer<typeof outletView>;

export const putOutlet = endpoint({
  ...shared,
  name: 'putOutlet',
  path: '/v1/staff/outlets/put',
  coopIn: 'body',
  summary: 'Enter an outlet, change it or end it',
  description: `Its company must be valid on its first day; \`validUntil\` is its last. ${inTheDirectory}`,
  body: z.strictObject({
    coopId: coopIdSchema,
    outletId: outletIdSchema,
    ...z.omit(outletSchema, { coopId: true, outletId: true }).shape,
    ...changing,
  }),
  result: outletView,
  fails: [...changeFails, 'companyNotValid'],
});

export const listOutlets = endpoint({
  ...shared,
  name: 'listOutlets',
  path: '/v1/staff/outlets/list',
  coopIn: 'body',
  summary: 'The outlets that a co-op looks after',
  description: 'With their companies and days, page by page; a page may be short or empty.',
  body: z.strictObject({ coopId: coopIdSchema, cursor: z.optional(cursor) }),
  result: z.strictObject({ outlets: z.array(outletView), cursor: z.optional(cursor) }),
  fails: [],
});

/** The id of an app client in the tills' user pool. */
const clientIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_+-]{1,128}$/));
export const tillClientView = z.strictObject({
  clientId: clientIdSchema,
  retailerId: retailerIdSchema,
  active: z.boolean(),
  version,
});
export type TillClientView = z.infer<typeof tillClientView>;

export const putTillClient = endpoint({
  ...shared,
  name: 'putTillClient',
  path: '/v1/staff/till-clients/put',
  summary: 'Register a retailer’s till client, or end it',
  description: `A client that is not active is refused within a minute. ${inTheDirectory}`,
  body: z.strictObject({
    clientId: clientIdSchema,
    retailerId: retailerIdSchema,
    active: z.boolean(),
    ...changing,
  }),
  result: tillClientView,
  fails: [...changeFails, 'companyNotValid'],
});

export const listTillClients = endpoint({
  ...shared,
  name: 'listTillClients',
  path: '/v1/staff/till-clients/list',
  summary: 'The till clients',
  description: 'Those of partners, and of the co-ops that are one’s own, page by page; a page may be short or empty.',
  body: z.strictObject({ cursor: z.optional(cursor) }),
  result: z.strictObject({ clients: z.array(tillClientView), cursor: z.optional(cursor) }),
  fails: [],
});

export const paperDocumentView = z.extend(paperDocumentSchema, { version });
export type PaperDocumentView = z.infer<typeof paperDocumentView>;

export const putPaperDocument = endpoint({
  ...shared,
  name: 'putPaperDocument',
  path: '/v1/staff/paper-documents/put',
  permission: 'privacy',
  coopIn: 'body',
  summary: 'Record a paper document, where it lies, or that it was destroyed',
  description: `Of what kind it is and in which locked place; never of whom. ${inTheDirectory}`,
  body: z.strictObject({ ...paperDocumentSchema.shape, ...changing }),
  result: paperDocumentView,
  fails: changeFails,
});

export const listPaperDocuments = endpoint({
  ...shared,
  name: 'listPaperDocuments',
  path: '/v1/staff/paper-documents/list',
  permission: 'privacy',
  coopIn: 'body',
  summary: 'The paper documents of a co-op',
  description: 'Those that were destroyed too, page by page; a page may be short or empty.',
  body: z.strictObject({ coopId: coopIdSchema, cursor: z.optional(cursor) }),
  result: z.strictObject({ documents: z.array(paperDocumentView), cursor: z.optional(cursor) }),
  fails: [],
});
