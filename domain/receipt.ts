import * as z from 'zod/mini';
import { daysBetween, localDateOf, localDateSchema } from './calendar.ts';
import type { FieldIssue } from './errors.ts';
import {
  cardNumberSchema,
  customerNumberSchema,
  identifierKinds,
  memberNumberSchema,
  outletIdSchema,
  receiptIdSchema,
  terminalIdSchema,
} from './identifiers.ts';

/** 1,000,000 €: no till prints more; a larger figure is a fault of the till. */
const largestTotalCents = 100_000_000;
/** 10,000 litres: more than any car or truck takes. */
const largestFuelMillilitres = 10_000_000;

const cents = z.int().check(z.gte(-largestTotalCents), z.lte(largestTotalCents));
const millilitres = z.int().check(z.gte(-largestFuelMillilitres), z.lte(largestFuelMillilitres));

export const cardUses = ['shown', 'account', 'credit', 'webshop', 'numberGiven'] as const;

/** Where a receipt was printed: its identity, fixed when printed and resent unchanged. */
export const receiptIdentitySchema = z.strictObject({
  outletId: outletIdSchema,
  businessDay: localDateSchema,
  terminalId: terminalIdSchema,
  receiptId: receiptIdSchema,
});
export type ReceiptIdentity = z.infer<typeof receiptIdentitySchema>;

const lineSchema = z.strictObject({
  productId: z.string().check(z.maxLength(40)),
  productGroup: z.optional(z.string().check(z.maxLength(80))),
  department: z.optional(z.string().check(z.maxLength(80))),
  quantity: z.optional(z.number()),
  totalCents: cents,
});

/** The one identifier of a purchase, by the name of its kind. */
export const identifierRequestSchema = z.union([
  z.strictObject({ card: cardNumberSchema }),
  z.strictObject({ customerNumber: customerNumberSchema }),
  z.strictObject({ memberNumber: memberNumberSchema }),
]);

/** A receipt as a till sends it (design.md 5). Times are RFC 3339 with offset, money is integer cents. */
export const receiptRequestSchema = z.strictObject({
  outletId: outletIdSchema,
  terminalId: terminalIdSchema,
  receiptId: receiptIdSchema,
  businessDay: localDateSchema,
  purchasedAt: z.iso.datetime({ offset: true }),
  identifier: identifierRequestSchema,
  totalCents: cents,
  cardUse: z.enum(cardUses),
  bonusBaseCents: z.optional(cents),
  paymentBenefitBaseCents: z.optional(cents),
  fuel: z.optional(z.strictObject({ cents, millilitres })),
  campaignCents: z.optional(cents),
  returnOf: z.optional(receiptIdentitySchema),
  lines: z.optional(z.array(lineSchema).check(z.maxLength(1000))),
});
export type ReceiptRequest = z.infer<typeof receiptRequestSchema>;

/** A receipt inside the register and on its queue: defaults filled in, time as epoch milliseconds, lines dropped. */
export const receiptSchema = z.strictObject({
  ...receiptIdentitySchema.shape,
  purchasedAt: z.int(),
  identifier: z.strictObject({ kind: z.enum(identifierKinds), value: z.string().check(z.regex(/^\d{6,19}$/)) }),
  totalCents: cents,
  cardUse: z.enum(cardUses),
  bonusBaseCents: cents,
  paymentBenefitBaseCents: cents,
  fuelCents: cents,
  fuelMillilitres: millilitres,
  campaignCents: cents,
  returnOf: z.optional(receiptIdentitySchema),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Fills in the defaults of a till's receipt (`bonusBaseCents` = total, other bases 0) and drops its lines. */
export function receiptOf(request: ReceiptRequest): Receipt {
  const total = positiveZero(request.totalCents);
  return {
    outletId: request.outletId,
    businessDay: request.businessDay,
    terminalId: request.terminalId,
    receiptId: request.receiptId,
    purchasedAt: Date.parse(request.purchasedAt),
    identifier: identifierOf(request.identifier),
    totalCents: total,
    cardUse: request.cardUse,
    bonusBaseCents: positiveZero(request.bonusBaseCents ?? total),
    paymentBenefitBaseCents: positiveZero(request.paymentBenefitBaseCents ?? 0),
    fuelCents: positiveZero(request.fuel?.cents ?? 0),
    fuelMillilitres: positiveZero(request.fuel?.millilitres ?? 0),
    campaignCents: positiveZero(request.campaignCents ?? 0),
    ...(request.returnOf === undefined ? {} : { returnOf: request.returnOf }),
  };
}

/** JSON's -0 is a 0: it must not make two receipts of one. */
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** The one identifier of a request as kind and value. */
export function identifierOf(identifier: ReceiptRequest['identifier']): Receipt['identifier'] {
  if ('card' in identifier) return { kind: 'card', value: identifier.card };
  if ('customerNumber' in identifier) return { kind: 'customerNumber', value: identifier.customerNumber };
  return { kind: 'memberNumber', value: identifier.memberNumber };
}

/** How far from the clock a purchase may lie: settings of the stage. */
export type ReceiptWindow = { lateWindowDays: number; futureToleranceSeconds: number };

type Rule = {
  code: FieldIssue['code'];
  pointer: string;
  message: string;
  broken: (receipt: Receipt, at: RuleContext) => boolean;
};
type RuleContext = ReceiptWindow & { nowMs: number };

/** A part lies inside a whole if it has its sign and at most its size; inside 0 lies only 0. */
function outside(part: number, whole: number): boolean {
  return part !== 0 && (Math.sign(part) !== Math.sign(whole) || Math.abs(part) > Math.abs(whole));
}

/** What a well-formed receipt may still break, in the order in which it is reported (design.md 5, the issue's "Bad input"). */
const rules: readonly Rule[] = [
  {
    code: 'purchaseInFuture',
    pointer: '/purchasedAt',
    message: 'Set the clock of the till: the purchase lies in the future.',
    broken: (receipt, at) => receipt.purchasedAt > at.nowMs + at.futureToleranceSeconds * 1000,
  },
  {
    code: 'purchaseTooOld',
    pointer: '/purchasedAt',
    message: 'The purchase is older than the register takes; have it entered by the co-op.',
    broken: (receipt, at) => daysBetween(localDateOf(receipt.purchasedAt), localDateOf(at.nowMs)) > at.lateWindowDays,
  },
  {
    code: 'businessDayTooFar',
    pointer: '/businessDay',
    message: 'The business day must be the local date of the purchase or a day beside it.',
    broken: (receipt) => Math.abs(daysBetween(receipt.businessDay, localDateOf(receipt.purchasedAt))) > 1,
  },
  {
    code: 'baseOutsideTotal',
    pointer: '/bonusBaseCents',
    message: 'bonusBaseCents must have the sign of totalCents and be at most its size.',
    broken: (receipt) => outside(receipt.bonusBaseCents, receipt.totalCents),
  },
  {
    code: 'baseOutsideTotal',
    pointer: '/paymentBenefitBaseCents',
    message: 'paymentBenefitBaseCents must have the sign of totalCents and be at most its size.',
    broken: (receipt) => outside(receipt.paymentBenefitBaseCents, receipt.totalCents),
  },
  {
    code: 'baseOutsideTotal',
    pointer: '/fuel/cents',
    message: 'fuel.cents must have the sign of bonusBaseCents and be at most its size.',
    broken: (receipt) => outside(receipt.fuelCents, receipt.bonusBaseCents),
  },
  {
    code: 'baseOutsideTotal',
    pointer: '/fuel/millilitres',
    message: 'fuel.millilitres must have the sign of fuel.cents.',
    broken: (receipt) =>
      receipt.fuelMillilitres !== 0 && Math.sign(receipt.fuelMillilitres) !== Math.sign(receipt.fuelCents),
  },
  {
    code: 'baseOutsideTotal',
    pointer: '/campaignCents',
    message: 'campaignCents must have the sign of bonusBaseCents and be at most its size without fuel.',
    broken: (receipt) => outside(receipt.campaignCents, receipt.bonusBaseCents - receipt.fuelCents),
  },
];

/**
 * Checks a well-formed receipt against the rules that need the clock or more than one field.
 * @param nowMs epoch milliseconds
 * @returns the broken rules, empty if the receipt may be recorded
 */
export function issuesOfReceipt(receipt: Receipt, window: ReceiptWindow, nowMs: number): FieldIssue[] {
  const at = { ...window, nowMs };
  return rules
    .filter((rule) => rule.broken(receipt, at))
    .map(({ code, pointer, message }) => ({ code, pointer, message }));
}

/** The identity as one text: two receipts are the same receipt if these are equal. `#` is in no id. */
export function identityText(identity: ReceiptIdentity): string {
  return `${identity.outletId}#${identity.businessDay}#${identity.terminalId}#${identity.receiptId}`;
}

/** The identity in such a text; the inverse of {@link identityText}. */
export function identityOfText(text: string): ReceiptIdentity {
  const [outletId = '', businessDay = '', terminalId = '', receiptId = ''] = text.split('#');
  return { outletId, businessDay, terminalId, receiptId };
}

/**
 * What the till said, as one canonical text to be hashed: two deliveries of one receipt that differ in it are a conflict.
 * The household is not part of it, so a receipt that was moved and is then sent again is still the same receipt.
 */
export function contentText(receipt: Receipt): string {
  return JSON.stringify([
    identityText(receipt),
    receipt.purchasedAt,
    receipt.identifier.kind,
    receipt.identifier.value,
    receipt.totalCents,
    receipt.cardUse,
    receipt.bonusBaseCents,
    receipt.paymentBenefitBaseCents,
    receipt.fuelCents,
    receipt.fuelMillilitres,
    receipt.campaignCents,
    receipt.returnOf === undefined ? null : identityText(receipt.returnOf),
  ]);
}
