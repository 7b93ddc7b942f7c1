import * as z from 'zod/mini';

/** E.164: plus, country code without a leading zero, at most 15 digits in all (domain.md 4.5). */
const stored = /^\+[1-9]\d{6,14}$/;

/** `040 123 4567` and `+358 (0)40-1234567` as E.164; what cannot be one is left as it is, for the schema to refuse. */
export function toInternational(text: string): string {
  const digits = text.replace(/[\s()./-]/g, '');
  if (/^0[1-9]\d{3,12}$/.test(digits)) return `+358${digits.slice(1)}`;
  if (/^00[1-9]/.test(digits)) return `+${digits.slice(2)}`;
  return digits.startsWith('+3580') ? `+358${digits.slice(5)}` : digits;
}

/** A phone number, stored as E.164; Finnish ones may be sent as people write them. */
export const phoneNumberSchema = z.string().check(
  z.maxLength(30, { abort: true }),
  z.overwrite(toInternational),
  z.refine((number) => stored.test(number), {
    params: { code: 'badFormat' },
    message: 'Send the number with its country code, as +358401234567.',
  }),
);
