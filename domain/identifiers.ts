import * as z from 'zod/mini';

/**
 * The ids of the register. None of them may hold `#`, which separates the parts of a table key, so a key can be read in
 * one way only.
 */
export const outletIdSchema = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,12}$/));
export const terminalIdSchema = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,8}$/));
export const receiptIdSchema = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,24}$/));
export const coopIdSchema = z.string().check(z.regex(/^[a-z0-9]{1,8}$/));
export const householdIdSchema = z.string().check(z.regex(/^[A-Za-z0-9]{1,14}$/));
export const customerNumberSchema = z.string().check(z.regex(/^\d{6,12}$/));
export const memberNumberSchema = z.string().check(z.regex(/^\d{6,12}$/));
export const retailerIdSchema = z.string().check(z.regex(/^[A-Za-z0-9-]{1,24}$/));

/** ISO/IEC 7812-1 Luhn: true if the last digit of `digits` (decimal digits only) is the check digit of the rest. */
export function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index -= 1, double = !double) {
    const digit = digits.charCodeAt(index) - 48;
    sum += double ? ((digit * 2) % 10) + Math.floor(digit / 5) : digit;
  }
  return sum % 10 === 0;
}

/** The digit that makes `digits` + it pass {@link hasLuhnCheckDigit}. */
export function luhnCheckDigit(digits: string): string {
  for (let digit = 0; digit < 10; digit += 1) {
    if (hasLuhnCheckDigit(`${digits}${digit}`)) return String(digit);
  }
  throw new RangeError('digits only');
}

/** A card: 12–19 digits with a Luhn check digit; the issuer's prefix is never a reason to refuse (domain.md 6 #19). */
export const cardNumberSchema = z.string().check(
  z.regex(/^\d{12,19}$/, { abort: true }),
  z.refine(hasLuhnCheckDigit, {
    params: { code: 'badCheckDigit' },
    message: 'Read the card again: its check digit is wrong.',
  }),
);

/** How a purchase names its customer (R7): by card, or by the number that a partner that bills was given. */
export const identifierKinds = ['card', 'customerNumber', 'memberNumber'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];
export type Identifier = { kind: IdentifierKind; value: string };
