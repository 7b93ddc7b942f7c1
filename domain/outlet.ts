import * as z from 'zod/mini';
import { localDateSchema } from './calendar.ts';
import { companyIdSchema } from './company.ts';
import { coopIdSchema, outletIdSchema } from './identifiers.ts';
import { titleSchema } from './title.ts';

/** A shop, a service station, an office: unique in the federation, run by a company, looked after by a co-op, dated. */
export const outletSchema = z.strictObject({
  outletId: outletIdSchema,
  name: titleSchema,
  retailerId: companyIdSchema,
  coopId: z.optional(coopIdSchema),
  validFrom: localDateSchema,
  /** The last day. */
  validUntil: z.optional(localDateSchema),
});
export type Outlet = z.infer<typeof outletSchema>;
