import * as z from 'zod/mini';
import { businessIdSchema } from './business-id.ts';
import { addDays, type LocalDate, localDateSchema } from './calendar.ts';
import { retailerIdSchema } from './identifiers.ts';
import { titleSchema } from './title.ts';

/**
 * A company that the register has to do with: one of the group, a partner that gives Bonus, or one that renders a service. A retailer is
 * a company that runs outlets, so its id is the company's.
 */
export const companyIdSchema = retailerIdSchema;

/** What a company is to the register: whose tills may post, who may employ staff, who may be given an audience. */
export const companyRoles = ['coop', 'groupCompany', 'partner', 'service'] as const;

/** Through both days. */
export type Dated = { from: LocalDate; until?: LocalDate | undefined };

export const companySchema = z.strictObject({
  companyId: companyIdSchema,
  name: titleSchema,
  businessId: z.optional(businessIdSchema),
  roles: z.array(z.enum(companyRoles)).check(z.minLength(1)),
  from: localDateSchema,
  until: z.optional(localDateSchema),
});
export type Company = z.infer<typeof companySchema>;

/** True if the day is from its first to its last, both included. */
export const isValidOn = ({ from, until }: Dated, day: LocalDate): boolean =>
  from <= day && (until === undefined || day <= until);

/**
 * True as long as a company's tills may deliver: what they sold on its last day comes later, up to the late window. Each receipt is
 * judged by its own day besides.
 */
export const mayDeliver = ({ from, until }: Dated, today: LocalDate, lateWindowDays: number): boolean =>
  isValidOn({ from, until: until && addDays(until, lateWindowDays) }, today);
