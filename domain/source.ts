import * as z from 'zod/mini';
import { localDateSchema } from './calendar.ts';

/**
 * Where a value comes from (register description, section 6): a closed list, required on every write and kept with the value.
 * An agreement is named by its date and version; a till by whose it is.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('agreement'),
    date: localDateSchema,
    // Too short for an identity code or an account, which would be stored in the clear here.
    version: z.string().check(z.regex(/^[A-Za-z0-9._-]{1,10}$/)),
  }),
  z.strictObject({
    kind: z.enum([
      'phone',
      'internet',
      'email',
      'other',
      'authority',
      'updateService',
      'groupTill',
      'partnerTill',
      'service',
    ]),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** The sources by which the customer speaks, as against those that speak about the customer. */
const ofTheCustomer: readonly Source['kind'][] = ['agreement', 'phone', 'internet', 'email', 'other', 'service'];

/** True if the customer said it, or staff for the customer: what alone may enter children's birth years. */
export const isFromCustomer = (source: Source): boolean => ofTheCustomer.includes(source.kind);
