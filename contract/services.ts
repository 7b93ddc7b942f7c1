import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { companyIdSchema } from '../domain/company.ts';
import { codeResults, customerCodeSchema } from '../domain/customer-code.ts';
import { customerNumberSchema } from '../domain/identifiers.ts';
import { serviceActions, serviceCodeSchema, serviceStandings } from '../domain/services.ts';
import { endpoint } from './endpoint.ts';
import { changing, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-customers', method: 'POST', status: 200 } as const;
const named = [{ kind: 'CUSTOMER', at: 'customerNumber' }] as const;
const ofCustomer = { customerNumber: customerNumberSchema };
const until = z.nullable(localDateSchema);
/** How often it was changed; 0 if it was never set. The next change names it. */
const version = z.int().check(z.nonnegative());
const changeOf = { ...ofCustomer, version, ...changing };
const fails = ['serviceStateConflict', 'staleVersion', 'customerMerged'] as const;

export const servicesView = z.strictObject({
  version,
  orders: z.array(
    z.strictObject({ service: serviceCodeSchema, from: localDateSchema, until, standing: z.enum(serviceStandings) }),
  ),
  blocks: z.array(z.strictObject({ service: z.nullable(serviceCodeSchema), from: localDateSchema, until })),
  partnerNumbers: z.array(z.strictObject({ companyId: companyIdSchema, from: localDateSchema, until })),
});
export type ServicesView = z.infer<typeof servicesView>;

export const rightView = z.strictObject({
  version,
  holdsToday: z.boolean(),
  periods: z.array(z.strictObject({ from: localDateSchema, lastDay: z.nullable(localDateSchema) })),
});
export type RightView = z.infer<typeof rightView>;

export const codeView = z.strictObject({
  version,
  isSet: z.boolean(),
  locked: z.boolean(),
  setAt: z.nullable(z.iso.datetime({ offset: true })),
});
export type CodeView = z.infer<typeof codeView>;

export const showServices = endpoint({
  ...shared,
  name: 'showServices',
  path: '/v1/staff/services/show',
  permission: 'register.read',
  access: { action: 'READ', fieldGroups: ['services', 'staffMembership', 'customerCode'], named },
  summary: "A customer's services, rights and code",
  description:
    'What was ordered and blocked, which partners have the number, the discount right, staff membership, and whether a code is set. Never the code.',
  body: z.strictObject({ ...ofCustomer, ...why }),
  result: z.strictObject({
    services: servicesView,
    discountRight: rightView,
    staffMembership: rightView,
    customerCode: codeView,
  }),
  fails: [],
});

export const changeService = endpoint({
  ...shared,
  name: 'changeService',
  path: '/v1/staff/services/act',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['services'], named },
  summary: 'Order, end, block or unblock a service',
  description:
    'From a day on. A block without a service is against all; while it is in force nothing is ordered, and what is ordered rests.',
  body: z.strictObject({
    ...changeOf,
    action: z.enum(serviceActions),
    service: z.optional(serviceCodeSchema),
    on: localDateSchema,
  }),
  result: servicesView,
  fails,
});

export const changePartnerNumber = endpoint({
  ...shared,
  name: 'changePartnerNumber',
  path: '/v1/staff/partner-numbers/act',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['services'], named },
  summary: "Give a partner that bills the customer's number, or end it",
  description:
    'The partner sends purchases with the number; they go to the household of that day, as with a card. The company must be a partner that is valid that day.',
  body: z.strictObject({
    ...changeOf,
    action: z.enum(['give', 'end']),
    companyId: companyIdSchema,
    on: localDateSchema,
  }),
  result: servicesView,
  fails: [...fails, 'companyNotValid'],
});

const right = z.discriminatedUnion('action', [
  z.strictObject({
    ...changeOf,
    action: z.literal('grant'),
    from: localDateSchema,
    lastDay: z.optional(localDateSchema),
  }),
  z.strictObject({ ...changeOf, action: z.literal('end'), lastDay: localDateSchema }),
]);

export const changeDiscountRight = endpoint({
  ...shared,
  name: 'changeDiscountRight',
  path: '/v1/staff/discount-rights/act',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['services'], named },
  summary: 'Set the discount right with its days, or end it',
  description: 'Tills are told yes or no, and never why.',
  body: right,
  result: rightView,
  fails,
});

export const changeStaffMembership = endpoint({
  ...shared,
  name: 'changeStaffMembership',
  path: '/v1/staff/staff-memberships/act',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['staffMembership'], named },
  summary: 'Set that the customer belongs to the staff, with the days, or end it',
  description: 'Seen by staff of the register only: it gives no discount by itself, and no till is told.',
  body: right,
  result: rightView,
  fails,
});

export const setCustomerCode = endpoint({
  ...shared,
  name: 'setCustomerCode',
  path: '/v1/staff/customer-codes/set',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['customerCode'], named },
  summary: "Set or change the customer's code",
  description: 'Only a keyed hash of the four digits is kept. Setting a code anew unlocks it.',
  body: z.strictObject({ ...changeOf, code: customerCodeSchema }),
  result: codeView,
  fails: ['staleVersion', 'customerMerged'],
});

export const verifyCustomerCode = endpoint({
  ...shared,
  name: 'verifyCustomerCode',
  path: '/v1/staff/customer-codes/verify',
  permission: 'register.read',
  access: { action: 'CHANGE', fieldGroups: ['customerCode'], named },
  summary: 'Check the code that a customer gives at the desk',
  description:
    'Every try is counted before it is answered. After the last failure the code is locked and answers no more.',
  body: z.strictObject({ ...ofCustomer, ...why, code: customerCodeSchema }),
  result: z.strictObject({ result: z.enum(codeResults), triesLeft: z.int() }),
  fails: ['customerMerged'],
});
