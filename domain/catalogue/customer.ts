import * as z from 'zod/mini';
import { businessIdSchema } from '../business-id.ts';
import { localDateSchema } from '../calendar.ts';
import { emailAddressSchema } from '../email-address.ts';
import { languageSchema } from '../language.ts';
import { municipalityCodeSchema } from '../municipality-code.ts';
import { organisationNameSchema } from '../organisation-name.ts';
import { personNameSchema } from '../person-name.ts';
import { personalIdentityCodeSchema } from '../personal-identity-code.ts';
import { phoneNumberSchema } from '../phone-number.ts';
import { postalAddressSchema } from '../postal-address.ts';
import { field } from './field.ts';

/** By phone, internet, e-mail, on paper or in the agreement: what the customer tells (register description, section 6). */
const fromTheCustomer = ['agreement', 'phone', 'internet', 'email', 'other', 'service'] as const;
/** What update services and authorities tell as well. */
const updated = [...fromTheCustomer, 'authority', 'updateService'] as const;

const basic = { described: { part: 'basic' }, basis: 'contract', retention: 'customership' } as const;
const shown = { seenWith: 'register.read', protection: 'plain' } as const;
const sealed = { seenWith: 'identity.reveal', protection: 'sealed' } as const;

/** A date of the years 1800–2099 that exists: identity codes begin with one of these centuries. */
export const pastDateSchema = z.iso.date().check(z.regex(/^(18|19|20)/));
export const sexes = ['female', 'male'] as const;

/** The values of a customer: section 5 of the register description, first group. Each is kept with its source and its time. */
export const customerFields = {
  firstNames: field({
    ...basic,
    ...shown,
    schema: personNameSchema,
    group: 'name',
    sources: updated,
    disclosedTo: ['registerViewer', 'bank', 'taxAuthority', 'authority'],
  }),
  lastName: field({
    ...basic,
    ...shown,
    schema: personNameSchema,
    group: 'name',
    sources: updated,
    disclosedTo: ['registerViewer', 'bank', 'taxAuthority', 'authority'],
  }),
  companyName: field({
    ...shown,
    described: { addition: 'Companies can be members, and a company has a name of one part (memberKind COMPANY).' },
    basis: 'contract',
    retention: 'customership',
    schema: organisationNameSchema,
    group: 'name',
    sources: updated,
    disclosedTo: ['registerViewer', 'bank', 'taxAuthority', 'authority'],
  }),
  businessId: field({
    ...shown,
    described: { addition: 'Names a company without doubt, as an identity code names a person; it is public.' },
    basis: 'contract',
    retention: 'customership',
    schema: businessIdSchema,
    group: 'identity',
    sources: updated,
    disclosedTo: ['taxAuthority', 'authority'],
  }),
  address: field({
    ...basic,
    ...sealed,
    schema: postalAddressSchema,
    group: 'contact',
    sources: updated,
    disclosedTo: ['registerViewer', 'authority'],
  }),
  contactAddress: field({
    ...sealed,
    described: {
      addition: 'The one address that may go to others while a non-disclosure order is in force (R53, R82).',
    },
    basis: 'legalObligation',
    retention: 'customership',
    schema: postalAddressSchema,
    group: 'contact',
    sources: updated,
    disclosedTo: ['registerViewer', 'authority'],
  }),
  homeMunicipality: field({
    ...shown,
    described: { addition: 'A member register may hold it instead of the address (R49).' },
    basis: 'legalObligation',
    retention: 'memberRegister',
    schema: municipalityCodeSchema,
    group: 'contact',
    sources: updated,
    disclosedTo: ['registerViewer', 'authority'],
  }),
  phoneNumbers: field({
    ...basic,
    ...sealed,
    schema: z.array(phoneNumberSchema).check(z.minLength(1), z.maxLength(5)),
    group: 'contact',
    sources: updated,
    disclosedTo: ['authority'],
  }),
  email: field({
    ...basic,
    ...sealed,
    schema: emailAddressSchema,
    group: 'contact',
    sources: fromTheCustomer,
    disclosedTo: ['authority'],
  }),
  identityCode: field({
    ...sealed,
    described: { part: 'basic' },
    basis: 'legalObligation',
    retention: 'identity',
    schema: personalIdentityCodeSchema,
    group: 'identity',
    sources: updated,
    disclosedTo: ['taxAuthority', 'authority'],
  }),
  birthDate: field({
    ...basic,
    ...shown,
    schema: pastDateSchema,
    group: 'basic',
    sources: updated,
    disclosedTo: ['registerViewer', 'authority'],
  }),
  sex: field({
    ...basic,
    ...shown,
    schema: z.enum(sexes),
    group: 'basic',
    sources: updated,
    disclosedTo: ['authority'],
  }),
  language: field({
    ...basic,
    ...shown,
    schema: languageSchema,
    group: 'basic',
    sources: updated,
    disclosedTo: ['authority'],
  }),
  childrenBirthYears: field({
    ...shown,
    described: { part: 'basic' },
    basis: 'consent',
    retention: 'child',
    schema: z.array(z.int().check(z.gte(1980), z.lte(2099))).check(z.maxLength(20)),
    group: 'children',
    // Only the customer says it, or staff for the customer; years and nothing else.
    sources: fromTheCustomer,
    disclosedTo: [],
  }),
  nonDisclosureOrder: field({
    ...basic,
    ...shown,
    basis: 'legalObligation',
    schema: z.strictObject({ from: localDateSchema }),
    group: 'nonDisclosure',
    // Lifted only by an explicit change, never by a calendar (R83): it has no end date.
    sources: [...fromTheCustomer, 'authority', 'updateService'],
    disclosedTo: ['authority'],
  }),
  deceasedOn: field({
    ...shown,
    described: { part: 'basic' },
    basis: 'legalObligation',
    retention: 'customership',
    schema: localDateSchema,
    group: 'basic',
    sources: ['authority', 'updateService', 'other', 'phone', 'email'],
    disclosedTo: ['registerViewer', 'taxAuthority', 'authority'],
  }),
  updateBan: field({
    ...basic,
    ...shown,
    basis: 'legalObligation',
    retention: 'ban',
    schema: z.strictObject({ directMarketing: z.boolean(), registerUpdates: z.boolean() }),
    group: 'nonDisclosure',
    sources: updated,
    disclosedTo: [],
  }),
} as const;

export type CustomerField = keyof typeof customerFields;
export const customerFieldNames = Object.keys(customerFields) as CustomerField[];

/** The values of a customer as they are said, each by its own schema. */
export type CustomerValues = { [F in CustomerField]?: z.infer<(typeof customerFields)[F]['schema']> | undefined };

/** What a non-disclosure order hides from all but a named permission, also in history and of household mates (R53, R82). */
export const hiddenByOrder: readonly CustomerField[] = ['address', 'homeMunicipality', 'phoneNumbers', 'email'];
