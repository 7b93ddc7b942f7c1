import * as z from 'zod/mini';
import { type CustomerField, customerFields } from '../../domain/catalogue/customer.ts';
import { coopIdSchema, customerNumberSchema } from '../../domain/identifiers.ts';
import type { Source } from '../../domain/source.ts';
import { plainValue, type SealedValue, sealedValue } from './stored-value.ts';

type Fields = typeof customerFields;
/** A field as it is stored: sealed or in the clear, as the catalogue says. */
type StoredValue<F extends CustomerField> = Fields[F]['protection'] extends 'sealed'
  ? SealedValue
  : { value: z.infer<Fields[F]['schema']>; source: Source; at: number };
export type StoredValues = { [F in CustomerField]?: StoredValue<F> | undefined };

/** The stored form of every field of the catalogue; none is required here, what a customer must have is decided by domain/customer.ts. */
export const storedValues = z.strictObject(
  Object.fromEntries(
    Object.entries(customerFields).map(([name, { schema, protection }]) => [
      name,
      z.optional(protection === 'sealed' ? sealedValue : plainValue(schema)),
    ]),
  ),
) as unknown as z.ZodMiniType<StoredValues>;

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const day = z.iso.date();

/** A person or company that the register knows: member, household person or other customer. */
export const customerItem = z.strictObject({
  customerNumber: customerNumberSchema,
  version: z.int().check(z.positive()),
  kind: z.enum(['PERSON', 'COMPANY']),
  /** Under whose data key the values are sealed: the co-op that entered the customer. */
  homeCoopId: coopIdSchema,
  /** Whose staff may see the customer: the co-ops of memberships and household, and the one that entered it. */
  coopIds: z.array(coopIdSchema).check(z.minLength(1)),
  /** Since when a customer of the federation. */
  from: day,
  createdBy: z.string(),
  mergedInto: z.optional(customerNumberSchema),
  /** Household mates at the same address with a non-disclosure order: their order hides this address too (R82). */
  shieldedBy: z.array(customerNumberSchema),
  /** The keyed hashes under which the customer is found now, so that old ones go when a value changes. */
  foundBy: z.array(z.strictObject({ kind: z.string(), hash })),
  values: storedValues,
});
export type Customer = z.infer<typeof customerItem>;
