import * as z from 'zod/mini';
import { addDays, addMonthsToDate, type LocalDate, startOfDay } from './calendar.ts';
import { cardNumberSchema, coopIdSchema } from './identifiers.ts';

const day = z.iso.date();

/** Kinds of cards (R45): the member's own, parallel ones of the household, a digital one, and payment cards. */
export const cardTypes = ['MEMBER', 'PARALLEL', 'DIGITAL', 'VISA_DEBIT', 'VISA_CREDIT', 'VISA_CREDIT_DEBIT'] as const;
export type CardType = (typeof cardTypes)[number];

/** Payment cards expire and end with the household (R33, R45); the others have no fixed end. */
const isPayment: Readonly<Record<CardType, boolean>> = {
  MEMBER: false,
  PARALLEL: false,
  DIGITAL: false,
  VISA_DEBIT: true,
  VISA_CREDIT: true,
  VISA_CREDIT_DEBIT: true,
};
export const isPaymentCard = ({ type }: { type: CardType }): boolean => isPayment[type];

export const cardStatuses = ['ORDERED', 'ACTIVE', 'BLOCKED', 'REPLACED', 'EXPIRED', 'CANCELLED'] as const;
export type CardStatus = (typeof cardStatuses)[number];
export const cardActions = ['activate', 'block', 'replace', 'expire', 'cancel'] as const;
export type CardAction = (typeof cardActions)[number];

/** The one transition table: what is not in it cannot be done. A card that ended stays ended; a blocked one can be replaced. */
export const cardSteps: Readonly<Record<CardAction, Partial<Record<CardStatus, CardStatus>>>> = {
  activate: { ORDERED: 'ACTIVE' },
  block: { ORDERED: 'BLOCKED', ACTIVE: 'BLOCKED' },
  replace: { ORDERED: 'REPLACED', ACTIVE: 'REPLACED', BLOCKED: 'REPLACED' },
  expire: { ORDERED: 'EXPIRED', ACTIVE: 'EXPIRED', BLOCKED: 'EXPIRED' },
  cancel: { ORDERED: 'CANCELLED', ACTIVE: 'CANCELLED', BLOCKED: 'CANCELLED' },
};

export const blockReasons = ['LOST', 'STOLEN', 'MISUSE', 'CUSTOMER_WISH', 'OTHER'] as const;

/** What the register keeps of a card beside its links (register description, section 5; R47). */
export const cardSchema = z.strictObject({
  cardNumber: cardNumberSchema,
  type: z.enum(cardTypes),
  /** As it was last changed; what it is on a day says {@link cardStatusOn}. */
  status: z.enum(cardStatuses),
  /** The membership under which it was ordered. */
  coopId: coopIdSchema,
  orderedOn: day,
  activatedOn: z.optional(day),
  /** The last day on which it is valid; absent: no fixed end. */
  validUntil: z.optional(day),
  endedOn: z.optional(day),
  blocked: z.optional(z.enum(blockReasons)),
  replaces: z.optional(cardNumberSchema),
  replacedBy: z.optional(cardNumberSchema),
});
export type Card = z.infer<typeof cardSchema>;

/** An expiry needs nobody: a card that is valid no longer is EXPIRED from the day after on. */
export const cardStatusOn = ({ status, validUntil }: Pick<Card, 'status' | 'validUntil'>, on: LocalDate): CardStatus =>
  validUntil !== undefined && validUntil < on && cardSteps.expire[status] !== undefined ? 'EXPIRED' : status;

/** Where a card's link ends of itself: at the end of its last day. */
export const cardEndMs = ({ validUntil }: Pick<Card, 'validUntil'>): number | undefined =>
  validUntil === undefined ? undefined : startOfDay(addDays(validUntil, 1));

/** True while purchases with it are gathered, if its holder is in a household. */
export const isInUse = (card: Pick<Card, 'status' | 'validUntil'>, on: LocalDate): boolean =>
  cardStatusOn(card, on) === 'ACTIVE';

export const cardRefusals = {
  illegalStep: 'A card of this status cannot be treated so.',
  notAMember: 'A card is ordered under a membership that lasts, of the holder or of the head of their household.',
  notAlive: 'The holder has died or was merged into another customer.',
  tooManyPaymentCards: 'The person has as many payment cards as one may have.',
  notInHousehold: 'The holder is in no household: purchases could be counted for nobody.',
  linkTooFarBack: 'The link of a card does not begin so far back.',
  linkInFuture: 'The link of a card does not begin in the future.',
  linkedThen: 'The card was linked to a household in that time already.',
  notActive: 'Activate the card first.',
} as const;
export type CardRefusal = keyof typeof cardRefusals;

export type CardRules = { mostPaymentCards: number; paymentCardMonths: number; cardLinkBackDays: number };
type Refused = { refused: CardRefusal };

/**
 * Orders a card (R45, R46: who may have which is the issuer's to check; here the number of payment cards).
 * @param order `memberships`: co-ops whose membership carries it, the holder's own and the head's
 * @param held the holder's cards
 */
export function orderCard(
  order: { cardNumber: string; type: CardType; coopId: string; isAlive: boolean; memberships: readonly string[] },
  held: readonly Card[],
  today: LocalDate,
  rules: CardRules,
): { card: Card } | Refused {
  if (!order.isAlive) return { refused: 'notAlive' };
  if (!order.memberships.includes(order.coopId)) return { refused: 'notAMember' };
  if (isPaymentCard(order) && !hasRoom(held, undefined, today, rules)) return { refused: 'tooManyPaymentCards' };
  const { cardNumber, type, coopId } = order;
  return { card: { cardNumber, type, status: 'ORDERED', coopId, orderedOn: today, ...validity(type, today, rules) } };
}

const validity = (type: CardType, today: LocalDate, { paymentCardMonths }: CardRules) =>
  isPayment[type] ? { validUntil: addMonthsToDate(today, paymentCardMonths) } : {};

/** R45: at most some payment cards a person; one that is being replaced does not count. */
const hasRoom = (held: readonly Card[], replaced: Card | undefined, today: LocalDate, rules: CardRules): boolean =>
  held.filter(
    (card) =>
      card !== replaced && isPaymentCard(card) && ['ORDERED', 'ACTIVE', 'BLOCKED'].includes(cardStatusOn(card, today)),
  ).length < rules.mostPaymentCards;

/**
 * One step of a card's life.
 * @returns the card after it, or `illegalStep`
 */
export function stepCard(
  card: Card,
  action: CardAction,
  today: LocalDate,
  more: Partial<Card> = {},
): { card: Card } | Refused {
  const status = cardSteps[action][cardStatusOn(card, today)];
  if (status === undefined) return { refused: 'illegalStep' };
  const dated = status === 'ACTIVE' ? { activatedOn: today } : { endedOn: card.endedOn ?? today };
  return { card: { ...card, ...dated, ...more, status } };
}

/** Another number takes over: the old one ends, the new one is in use at once, under the same membership. */
export function replaceCard(
  card: Card,
  cardNumber: string,
  today: LocalDate,
  rules: CardRules,
): { old: Card; fresh: Card } | Refused {
  const old = stepCard(card, 'replace', today, { replacedBy: cardNumber });
  if ('refused' in old) return old;
  const { type, coopId } = card;
  const fresh: Card = {
    cardNumber,
    type,
    status: 'ACTIVE',
    coopId,
    orderedOn: today,
    activatedOn: today,
    ...validity(type, today, rules),
    replaces: card.cardNumber,
  };
  return { old: old.card, fresh };
}

/**
 * From when a card is linked: today's instant unless a day before it is asked for (domain.md 6 #6, #8). Purchases of the days before the
 * registration, which waited for it, are gathered from there.
 * @param fromDay the first day
 */
export function linkStart(
  fromDay: LocalDate | undefined,
  nowMs: number,
  today: LocalDate,
  { cardLinkBackDays }: CardRules,
): { fromMs: number } | Refused {
  if (fromDay === undefined) return { fromMs: nowMs };
  if (fromDay > today) return { refused: 'linkInFuture' };
  if (fromDay < addDays(today, -cardLinkBackDays)) return { refused: 'linkTooFarBack' };
  return { fromMs: startOfDay(fromDay) };
}
