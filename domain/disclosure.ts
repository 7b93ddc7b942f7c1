import * as z from 'zod/mini';
import { recipients } from './catalogue/field.ts';
import { fieldGroups } from './field-groups.ts';
import { coopIdSchema } from './identifiers.ts';
import { yearSchema } from './run-period.ts';
import { titleSchema } from './title.ts';

/** To whom data is given, other than the person and the co-ops (R69; register description, section 7). */
export const disclosureRecipients = recipients;

/**
 * Whose data a disclosure held. Of an annual return it is worked out from the return, so that a million people need no item each. Scopes
 * with a list of their own (an authority's request about named people) come beside it.
 */
export const disclosureScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ANNUAL_RETURN'), year: yearSchema, number: z.int().check(z.positive()) }),
]);

/** One giving of personal data to somebody outside: an entry that is made once and never changed. It names nobody whom it concerns. */
export const disclosureSchema = z.strictObject({
  disclosureId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/)),
  coopId: coopIdSchema,
  /** When it was entered, epoch ms; `on` is the day on which the data went out. */
  atMs: z.int(),
  on: z.iso.date(),
  by: z.string(),
  recipient: z.enum(disclosureRecipients),
  /** By which rule it may, or must, be given. */
  legalBasis: titleSchema,
  fieldGroups: z.array(z.enum(fieldGroups)).check(z.minLength(1)),
  scope: disclosureScopeSchema,
  /** How many people and companies it concerns. */
  subjects: z.int().check(z.nonnegative()),
  /** What was given, byte by byte: SHA-256, 64 hex digits. */
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })),
  /** What the recipient answered with. */
  reference: z.optional(titleSchema),
  /** Whether those whom it concerns may be told; a request of an authority can forbid it. */
  subjectsMaySee: z.boolean(),
});
export type Disclosure = z.infer<typeof disclosureSchema>;

/** The law that makes a co-op report surplus (R96). */
export const annualReturnBasis = 'Laki verotusmenettelystä 1558/1995 15 §, Verohallinnon päätös 635/2024 8 §';

/** The entry of a delivered annual return. The same return gives the same id, so it is entered once. */
export function annualReturnDisclosure(
  of: { coopId: string; year: string; number: number; tellsCapital: boolean },
  delivery: { atMs: number; on: string; by: string; reference: string },
  what: { subjects: number; files: Disclosure['files'] },
): Disclosure {
  return {
    disclosureId: `annual-return-${of.year}-${of.number}`,
    coopId: of.coopId,
    ...delivery,
    recipient: 'taxAuthority',
    legalBasis: annualReturnBasis,
    fieldGroups: ['name', 'identity', 'benefits', ...(of.tellsCapital ? (['share'] as const) : [])],
    scope: { kind: 'ANNUAL_RETURN', year: of.year, number: of.number },
    ...what,
    subjectsMaySee: true,
  };
}
