import * as z from 'zod/mini';
import { localDateSchema } from '../domain/calendar.ts';
import { blockReasons, cardStatuses, cardTypes } from '../domain/card.ts';
import { cardNumberSchema, coopIdSchema, customerNumberSchema, householdIdSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { changing, idempotent, seenVersion, why } from './register-fields.ts';

const shared = { audience: 'staff', function: 'staff-households', method: 'POST' } as const;
const day = z.iso.date();
const time = z.iso.datetime({ offset: true });
const number = z.string();
const named = [{ kind: 'CARD', at: 'cardNumber' }] as const;

/** A card with the households to which purchases with it went and go. */
export const cardView = z.strictObject({
  cardNumber: number,
  customerNumber: customerNumberSchema,
  version: z.int(),
  type: z.enum(cardTypes),
  status: z.enum(cardStatuses),
  /** The membership under which it was ordered. */
  coopId: coopIdSchema,
  orderedOn: day,
  activatedOn: z.nullable(day),
  validUntil: z.nullable(day),
  endedOn: z.nullable(day),
  blocked: z.nullable(z.enum(blockReasons)),
  replaces: z.nullable(number),
  replacedBy: z.nullable(number),
  links: z.array(
    z.strictObject({ householdId: householdIdSchema, coopId: coopIdSchema, from: time, until: z.nullable(time) }),
  ),
  /** True while receipts that waited for the card are still to be gathered: `link` it again to finish. */
  gathering: z.boolean(),
});
export type CardView = z.infer<typeof cardView>;

const changed = z.strictObject({
  card: cardView,
  /** The card that took over. */
  replacement: z.nullable(cardView),
  /** Receipts that waited for the card and were given to the household. */
  gathered: z.int(),
  dryRun: z.boolean(),
});

export const showCard = endpoint({
  ...shared,
  name: 'showCard',
  path: '/v1/staff/cards/show',
  permission: 'register.read',
  access: { action: 'READ', fieldGroups: ['card', 'household'], named },
  summary: 'A card: type, validity, status, and whose purchases are gathered with it',
  description: 'The status is that of today: a card expires by its day, without anybody doing anything.',
  status: 200,
  body: z.strictObject({ ...why, cardNumber: cardNumberSchema }),
  result: z.strictObject({ card: cardView }),
  fails: [],
});

export const orderCard = endpoint({
  ...shared,
  name: 'orderCard',
  path: '/v1/staff/cards',
  permission: 'register.write',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups: ['card'], named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] },
  summary: 'Order a card for a person',
  description:
    "Under a membership that lasts, of the person or of the head of the person's household (R47). The number is made from the idempotency key, or is the one that the issuer has given. Nothing is gathered before the card is activated.",
  status: 201,
  body: z.strictObject({
    ...changing,
    ...idempotent,
    customerNumber: customerNumberSchema,
    coopId: coopIdSchema,
    type: z.enum(cardTypes),
    issuedCardNumber: z.optional(cardNumberSchema),
  }),
  result: changed,
  fails: ['cardStateConflict', 'alreadyRegistered', 'idempotencyKeyReused', 'staleVersion'],
});

const change = { ...changing, ...seenVersion, cardNumber: cardNumberSchema };
/** The first day whose purchases are gathered; left out: from this instant on. */
const linkFrom = z.optional(localDateSchema);

export const actOnCard = endpoint({
  ...shared,
  name: 'actOnCard',
  path: '/v1/staff/cards/act',
  permission: 'register.write',
  access: { action: 'CHANGE', fieldGroups: ['card', 'purchases'], named },
  summary: 'Activate, link, block, replace or cancel a card',
  description:
    'An activated card gathers purchases for the household of its holder, from now on or from a day up to 30 days back (a setting); receipts that waited for it since then join the household, and ended months are calculated again. ' +
    'The link of a blocked or replaced card ends at that instant: later purchases stay unmatched. `link` takes the beginning further back, or finishes gathering that was interrupted.',
  status: 200,
  body: z.discriminatedUnion('action', [
    z.strictObject({ ...change, action: z.literal('activate'), linkFrom }),
    z.strictObject({ ...change, action: z.literal('link'), linkFrom }),
    z.strictObject({ ...change, action: z.literal('block'), blockReason: z.enum(blockReasons) }),
    z.strictObject({ ...change, action: z.literal('replace'), issuedCardNumber: z.optional(cardNumberSchema) }),
    z.strictObject({ ...change, action: z.literal('cancel') }),
  ]),
  result: changed,
  fails: ['cardStateConflict', 'alreadyRegistered', 'staleVersion'],
});
