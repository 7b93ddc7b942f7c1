import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { customerNumberSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { changing, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-money', method: 'POST', status: 200 } as const;
const access = { fieldGroups: ['tax'], named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] } as const;
const ofCustomer = { customerNumber: customerNumberSchema };
/** How often the cards were changed; 0 if there never was one. The next change names it. */
const version = z.int().check(z.nonnegative());
const changeOf = { ...ofCustomer, version, ...changing };
const days = { from: localDateSchema, lastDay: z.optional(localDateSchema) };
const rateBasisPoints = z.int().check(z.nonnegative(), z.lte(10_000));
const fails = ['taxCardConflict', 'staleVersion', 'customerMerged'] as const;

const period = { from: localDateSchema, lastDay: z.nullable(localDateSchema), inForceToday: z.boolean() };
export const taxCardsView = z.strictObject({
  version,
  cards: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('PERCENTAGE'), rateBasisPoints, ...period }),
      z.strictObject({ kind: z.literal('NON_RESIDENT'), ...period }),
    ]),
  ),
});
export type TaxCardsView = z.infer<typeof taxCardsView>;

export const showTaxCards = endpoint({
  ...shared,
  name: 'showTaxCards',
  path: '/v1/staff/tax-cards/show',
  permission: 'register.read',
  access: { action: 'READ', ...access },
  summary: "A customer's tax cards",
  description: 'All that were ever set, with their days. Without one, the percentages of the law count (R88).',
  body: z.strictObject({ ...ofCustomer, ...why }),
  result: taxCardsView,
  fails: [],
});

export const setTaxCard = endpoint({
  ...shared,
  name: 'setTaxCard',
  path: '/v1/staff/tax-cards/set',
  permission: 'register.write',
  access: { action: 'CHANGE', ...access },
  summary: 'Set a tax card for some days',
  description:
    'A percentage stands for those of the law in whatever is paid on its days (R94). A non-resident is withheld from by rules that the register does not have: what is due to one is held (R95). Cards do not overlap.',
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('PERCENTAGE'), rateBasisPoints, ...days, ...changeOf }),
    z.strictObject({ kind: z.literal('NON_RESIDENT'), ...days, ...changeOf }),
  ]),
  result: taxCardsView,
  fails,
});

export const endTaxCard = endpoint({
  ...shared,
  name: 'endTaxCard',
  path: '/v1/staff/tax-cards/end',
  permission: 'register.write',
  access: { action: 'CHANGE', ...access },
  summary: 'End a tax card sooner',
  description: 'The last day on which it still counts. The days that were planned stay readable.',
  body: z.strictObject({ ...changeOf, lastDay: localDateSchema }),
  result: taxCardsView,
  fails,
});
