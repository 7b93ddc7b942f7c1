import * as z from 'zod/mini';
import { atMost } from './at-most.ts';
import { remainderBy97 } from './iban.ts';

/**
 * References by which an incoming payment finds what it pays (domain.md 4.4). The national one (viitenumero) is the form that is stored
 * and compared; the RF reference of ISO 11649 is the same one written for payments from abroad.
 */
const nationalPattern = /^[1-9]\d{3,19}$/;
const creditorPattern = /^RF(?:0[2-9]|[1-8]\d|9[0-8])[A-Z0-9]{1,21}$/;
const weights = [7, 3, 1] as const;

/** The check digit of a national reference: weights 7, 3, 1 from the right, filled up to ten. */
function checkDigit(base: string): string {
  const sum = [...base]
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (weights[index % weights.length] ?? 0), 0);
  return String((10 - (sum % 10)) % 10);
}

/** True for a national reference as it is stored: 4–20 digits without leading zeros, the last one the check digit. */
export const isPaymentReference = (text: string): boolean =>
  nationalPattern.test(text) && checkDigit(text.slice(0, -1)) === text.slice(-1);

/**
 * The national reference of a number, as `1232` of `123`.
 * @param base 3–19 digits; leading zeros say nothing and are dropped
 * @throws RangeError if there are fewer or more, or something else
 */
export function paymentReferenceOf(base: string): string {
  const digits = withoutLeadingZeros(base);
  if (!/^\d{3,19}$/.test(digits)) throw new RangeError('A payment reference is made of 3 to 19 digits.');
  return `${digits}${checkDigit(digits)}`;
}

/** True for any RF reference in its electronic form: ISO 7064 mod 97 = 1, at most 25 characters. */
export const isCreditorReference = (text: string): boolean =>
  creditorPattern.test(text) && remainderBy97(text.slice(4) + text.slice(0, 4)) === 1;

/**
 * A national reference as RF reference, as `RF111232` of `1232`.
 * @throws RangeError if it is no national reference
 */
export function creditorReferenceOf(reference: string): string {
  if (!isPaymentReference(reference)) throw new RangeError('Only a national payment reference is written as RF.');
  return `RF${String(98 - remainderBy97(`${reference}RF00`)).padStart(2, '0')}${reference}`;
}

/** Spaces, small letters and leading zeros are how references are printed; an RF reference becomes the national one within. */
function toNational(text: string): string {
  const electronic = text.replaceAll(' ', '').toUpperCase();
  return withoutLeadingZeros(isCreditorReference(electronic) ? electronic.slice(4) : electronic);
}

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '');

/** A reference in either form, brought to the national one. RF references that others made, of no national one, are refused. */
export const paymentReferenceSchema = z.string().check(
  ...atMost(40),
  z.overwrite(toNational),
  z.refine(isPaymentReference, {
    params: { code: 'badCheckDigit' },
    message: 'Read the reference again: it is none, or its check digit is wrong.',
  }),
);
