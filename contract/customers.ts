import * as z from 'zod/mini';
import { benefitAccountTypes } from '../domain/benefit-account.ts';
import { businessIdSchema } from '../domain/business-id.ts';
import { type CustomerField, customerFieldNames, customerFields } from '../domain/catalogue/customer.ts';
import { emailAddressSchema } from '../domain/email-address.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { ibanSchema } from '../domain/iban.ts';
import {
  cardNumberSchema,
  coopIdSchema,
  customerNumberSchema,
  householdIdSchema,
  memberNumberSchema,
} from '../domain/identifiers.ts';
import { paymentStates } from '../domain/payment.ts';
import { owedKinds } from '../domain/payment-ids.ts';
import { personNameSchema } from '../domain/person-name.ts';
import { personalIdentityCodeSchema } from '../domain/personal-identity-code.ts';
import { phoneNumberSchema } from '../domain/phone-number.ts';
import { periodSchema } from '../domain/run-period.ts';
import { payoutReasons } from '../domain/settlement.ts';
import { sourceSchema } from '../domain/source.ts';
import { endpoint } from './endpoint.ts';
import { endToEndIdSchema } from './payments.ts';
import { changing, dryRun, idempotent, seenVersion, why } from './register-fields.ts';

const time = z.iso.datetime({ offset: true });
const version = z.int();
const day = z.iso.date();

/** The values of a customer as they are sent: every field of the catalogue, each by its own schema, each optional. */
const sent = Object.fromEntries(
  Object.entries(customerFields).map(([name, { schema }]) => [name, z.optional(schema)]),
) as { [F in CustomerField]: z.ZodMiniOptional<(typeof customerFields)[F]['schema']> };
export const customerValuesSchema = z.strictObject(sent);

const fieldNames = z.enum(customerFieldNames as [CustomerField, ...CustomerField[]]);

const provenance = { source: sourceSchema, at: time };
/** A value as it is shown: in full, by its mask, or not at all because of a non-disclosure order. */
const shown = (schema: z.ZodMiniType, sealed: boolean) =>
  z.union([
    sealed ? z.strictObject({ mask: z.string(), ...provenance }) : z.strictObject({ value: schema, ...provenance }),
    z.strictObject({ hidden: z.literal(true) }),
  ]);
export const shownValuesSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(customerFields).map(([name, { schema, protection }]) => [
      name,
      z.optional(shown(schema, protection === 'sealed')),
    ]),
  ),
);

const accountView = z.strictObject({
  from: day,
  until: z.nullable(day),
  type: z.enum(benefitAccountTypes),
  iban: z.string(),
  blocked: z.nullable(z.strictObject({ since: day, code: z.string() })),
});

const ofPayment = { coopId: coopIdSchema, endToEndId: endToEndIdSchema };

/** A customer's page. */
export const customerView = z.strictObject({
  customerNumber: customerNumberSchema,
  version,
  kind: z.enum(['PERSON', 'COMPANY']),
  name: z.string(),
  coopIds: z.array(coopIdSchema),
  from: day,
  /** The day on which the customership ended: with the last membership, household and service. From it retention counts. */
  until: z.nullable(day),
  mergedInto: z.nullable(customerNumberSchema),
  nonDisclosure: z.boolean(),
  values: shownValuesSchema,
  memberships: z.array(
    z.strictObject({
      coopId: coopIdSchema,
      memberNumber: memberNumberSchema,
      status: z.string(),
      version,
      from: z.nullable(day),
      until: z.nullable(day),
      paidCents: z.int(),
      /** By which the share contribution is paid. */
      shareReference: z.string(),
    }),
  ),
  household: z.nullable(
    z.strictObject({
      householdId: householdIdSchema,
      coopId: coopIdSchema,
      headCustomerNumber: z.nullable(customerNumberSchema),
      persons: z.array(z.strictObject({ customerNumber: customerNumberSchema, from: day })),
    }),
  ),
  cards: z.array(
    z.strictObject({ cardNumber: z.string(), type: z.string(), status: z.string(), validUntil: z.nullable(day) }),
  ),
  benefitAccounts: z.array(accountView),
  owedPayments: z.array(
    z.strictObject({
      ...ofPayment,
      kind: z.enum(owedKinds),
      period: periodSchema,
      amountCents: z.int(),
      state: z.enum(paymentStates),
      reason: z.nullable(z.enum(payoutReasons)),
      dueOn: day,
    }),
  ),
});

const changes = { audience: 'staff', function: 'staff-customers', permission: 'register.write' } as const;
const personal = ['name', 'contact', 'identity', 'basic', 'children', 'nonDisclosure'] as const;
const customer = { customerNumber: customerNumberSchema };
const onCustomer = { named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] } as const;
const changed = z.strictObject({ customerNumber: customerNumberSchema, version, dryRun: z.boolean() });

export const createCustomer = endpoint({
  ...changes,
  name: 'createCustomer',
  method: 'POST',
  path: '/v1/staff/customers',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups: personal, found: 'unknownCustomer' },
  summary: 'Enter a customer',
  description:
    'A person or a company: a member to be, a person of a household or another customer. The number is made from the idempotency key, so the same request sent again enters nobody twice. ' +
    'A personal identity code that another customer has is refused: search for it and merge, or correct.',
  status: 201,
  body: z.strictObject({
    ...changing,
    ...idempotent,
    coopId: coopIdSchema,
    kind: z.enum(['PERSON', 'COMPANY']),
    set: customerValuesSchema,
  }),
  result: changed,
  fails: ['alreadyRegistered', 'idempotencyKeyReused', 'unknownCoop'],
});

export const correctCustomer = endpoint({
  ...changes,
  name: 'correctCustomer',
  method: 'POST',
  path: '/v1/staff/customers/correct',
  access: { action: 'CHANGE', fieldGroups: personal, ...onCustomer },
  summary: "Correct a customer's values",
  description:
    'Nothing is overwritten: the values that were there go into the history, with their sources and times, and stay findable by date. With a reason.',
  status: 200,
  body: z.strictObject({
    ...changing,
    ...customer,
    ...seenVersion,
    reason: freeTextSchema,
    set: customerValuesSchema,
    clear: z.optional(z.array(fieldNames)),
  }),
  result: changed,
  fails: ['staleVersion', 'customerMerged', 'alreadyRegistered'],
});

const looks = { audience: 'staff', function: 'staff-register', permission: 'register.read' } as const;

export const showCustomer = endpoint({
  ...looks,
  name: 'showCustomer',
  method: 'POST',
  path: '/v1/staff/customers/show',
  access: {
    action: 'READ',
    fieldGroups: [...personal, 'membership', 'share', 'household', 'benefitAccount', 'card', 'services', 'benefits'],
    ...onCustomer,
  },
  summary: "A customer's page",
  description:
    'Customer, memberships, household, cards, accounts, and what the caller’s co-ops owe still. Identity codes, accounts and contact data are masked; `revealCustomer` shows them in full, with a reason. Under a non-disclosure order they are hidden.',
  status: 200,
  body: z.strictObject({ ...why, ...customer }),
  result: customerView,
  fails: [],
});

export const customerHistory = endpoint({
  ...looks,
  name: 'customerHistory',
  method: 'POST',
  path: '/v1/staff/customers/history',
  access: { action: 'READ', fieldGroups: [...personal, 'history'], ...onCustomer },
  summary: 'Earlier values of a customer',
  description:
    'Newest first: what each change replaced, when, why, and from which source it had come. Masked and hidden as the present values are.',
  status: 200,
  body: z.strictObject({ ...why, ...customer, before: z.optional(z.int()) }),
  result: z.strictObject({
    changes: z.array(
      z.strictObject({
        version,
        at: time,
        action: z.string(),
        reason: z.nullable(z.string()),
        fields: z.array(fieldNames),
        replaced: shownValuesSchema,
      }),
    ),
    /** Send it as `before` for the next page. */
    before: z.optional(z.int()),
  }),
  fails: [],
});

/** By what a customer is looked for; what can be misused stands in the body only, and is found by its keyed hash. */
export const searchKeySchema = z.union([
  z.strictObject({ customerNumber: customerNumberSchema }),
  z.strictObject({ memberNumber: memberNumberSchema }),
  z.strictObject({ cardNumber: cardNumberSchema }),
  z.strictObject({ phoneNumber: phoneNumberSchema }),
  z.strictObject({ email: emailAddressSchema }),
  z.strictObject({ firstNames: personNameSchema, lastName: personNameSchema, birthDate: day }),
  z.strictObject({ identityCode: personalIdentityCodeSchema }),
  z.strictObject({ businessId: businessIdSchema }),
]);
export type SearchKey = z.infer<typeof searchKeySchema>;

export const searchCustomers = endpoint({
  ...looks,
  name: 'searchCustomers',
  method: 'POST',
  path: '/v1/staff/customers/search',
  access: { action: 'READ', fieldGroups: ['name', 'basic'], found: 'unknownCustomer' },
  summary: 'Find customers',
  description:
    "By customer number, member number, card, phone, e-mail, name with birth date, or personal identity code. Those of other co-ops are not found. Each one found is logged before it is shown. An identity code alone, or with the name, proves nobody's identity (TSL 29 §).",
  status: 200,
  body: z.strictObject({ ...why, by: searchKeySchema }),
  result: z.strictObject({
    customers: z.array(
      z.strictObject({
        customerNumber: customerNumberSchema,
        name: z.string(),
        birthYear: z.nullable(z.int()),
        coopIds: z.array(coopIdSchema),
        mergedInto: z.nullable(customerNumberSchema),
      }),
    ),
  }),
  fails: [],
});

/** What is stored sealed, and the account. */
export const revealable = ['identityCode', 'address', 'contactAddress', 'phoneNumbers', 'email', 'iban'] as const;

export const revealCustomer = endpoint({
  audience: 'staff',
  function: 'staff-reveal',
  permission: 'identity.reveal',
  name: 'revealCustomer',
  method: 'POST',
  path: '/v1/staff/customers/reveal',
  access: { action: 'READ', fieldGroups: ['identity', 'contact', 'benefitAccount'], ...onCustomer },
  summary: 'Show sealed values in full',
  description:
    'With a reason, which is kept with the look. What a non-disclosure order hides needs the permission `privacy` as well; without it the answer says `hidden`.',
  status: 200,
  body: z.strictObject({
    ...why,
    ...customer,
    reason: freeTextSchema,
    fields: z.array(z.enum(revealable)).check(z.minLength(1), z.maxLength(revealable.length)),
  }),
  result: z.strictObject({
    values: z.strictObject({
      identityCode: z.optional(z.string()),
      address: z.optional(customerFields.address.schema),
      contactAddress: z.optional(customerFields.contactAddress.schema),
      phoneNumbers: z.optional(z.array(z.string())),
      email: z.optional(z.string()),
      iban: z.optional(z.string()),
    }),
    hidden: z.array(z.enum(revealable)),
  }),
  fails: [],
});

/** What a merge and its undoing say alike: the duplicate, the other, and the versions of both. */
const ofTwo = {
  shared: {
    ...changes,
    method: 'POST',
    status: 200,
    access: {
      action: 'CHANGE',
      fieldGroups: personal,
      named: [
        { kind: 'CUSTOMER', at: 'customerNumber' },
        { kind: 'CUSTOMER', at: 'intoCustomerNumber' },
      ],
    },
  },
  body: () =>
    z.strictObject({
      ...why,
      ...dryRun,
      ...customer,
      ...seenVersion,
      intoCustomerNumber: customerNumberSchema,
      intoVersion: z.int().check(z.positive()),
      reason: freeTextSchema,
    }),
  result: () =>
    z.strictObject({ customerNumber: customerNumberSchema, version, intoVersion: version, dryRun: z.boolean() }),
} as const;

export const mergeCustomers = endpoint({
  ...ofTwo.shared,
  name: 'mergeCustomers',
  path: '/v1/staff/customers/merge',
  summary: 'Merge a duplicate into a customer',
  description:
    'The duplicate must have no open membership, household, card or service: end or move them first. Values that the other lacks are taken over with their sources; both histories stay. Undone by `undoMerge`.',
  body: ofTwo.body(),
  result: ofTwo.result(),
  fails: ['staleVersion', 'customerMerged', 'customerInUse', 'mergeIntoItself', 'differentPeople'],
});

export const undoMerge = endpoint({
  ...ofTwo.shared,
  name: 'undoMerge',
  path: '/v1/staff/customers/undo-merge',
  summary: 'Undo a merge',
  description:
    'The duplicate lives again, and what the other took over from it goes, unless it has been corrected since. The history tells both the merge and its undoing.',
  body: ofTwo.body(),
  result: ofTwo.result(),
  fails: ['staleVersion', 'notMerged'],
});

export const setBenefitAccount = endpoint({
  ...changes,
  name: 'setBenefitAccount',
  method: 'POST',
  path: '/v1/staff/benefit-accounts',
  access: { action: 'CHANGE', fieldGroups: ['benefitAccount'], ...onCustomer },
  summary: 'Set where benefits are paid',
  description:
    'The first account counts at once, though nothing is paid to it for some days (a setting). A new one in place of another waits some days (a setting); until then the old one is used and shown as used. A pending one can be replaced or taken back by sending again. Sending an account that payments came back from confirms it. Of a deceased person only the account of the estate is set, and only then.',
  status: 200,
  body: z.strictObject({
    ...changing,
    ...customer,
    ...seenVersion,
    reason: freeTextSchema,
    iban: ibanSchema,
    type: z.enum(benefitAccountTypes),
  }),
  result: z.strictObject({
    customerNumber: customerNumberSchema,
    version,
    benefitAccounts: z.array(accountView),
    dryRun: z.boolean(),
  }),
  fails: ['staleVersion', 'customerMerged'],
});

export const confirmBenefitAccount = endpoint({
  ...changes,
  name: 'confirmBenefitAccount',
  method: 'POST',
  path: '/v1/staff/benefit-accounts/confirmations',
  access: { action: 'CHANGE', fieldGroups: ['benefitAccount'], ...onCustomer },
  summary: 'Confirm an account that a payment came back from',
  description:
    'A rejected or returned payment blocks the account, and nothing is paid there (R107). Whoever has found out that the account is right after all says so here, with a reason; what is owed is then paid by the next correction or run.',
  status: 200,
  body: z.strictObject({ ...changing, ...customer, ...seenVersion, reason: freeTextSchema, from: day }),
  result: z.strictObject({
    customerNumber: customerNumberSchema,
    version,
    benefitAccounts: z.array(accountView),
    dryRun: z.boolean(),
  }),
  fails: ['staleVersion', 'customerMerged', 'accountNotBlocked'],
});
