import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { companyIdSchema } from '../domain/company.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { personNameSchema } from '../domain/person-name.ts';
import { titleSchema } from '../domain/title.ts';
import { permissions } from './permissions.ts';

/** What tokens call a person: the user pool's id. */
export const staffIdSchema = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));

/** Who may work with the register: for whom, as what, until when, and that they have signed to keep quiet (R70). */
export const staffEntrySchema = z.strictObject({
  name: personNameSchema,
  employerCompanyId: companyIdSchema,
  job: titleSchema,
  /** Through both days. */
  mandate: z.strictObject({ from: localDateSchema, until: z.optional(localDateSchema) }),
  confidentialityAgreement: z.optional(
    z.strictObject({ signedOn: localDateSchema, version: z.string().check(z.regex(/^[A-Za-z0-9._-]{1,20}$/)) }),
  ),
  /** The most that the groups of a token can give. */
  permissions: z.array(z.enum(permissions)).check(z.maxLength(permissions.length)),
  coopIds: z.array(coopIdSchema).check(z.maxLength(50)),
});
export type StaffEntry = z.infer<typeof staffEntrySchema>;
