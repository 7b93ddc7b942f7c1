import * as z from 'zod/mini';
import { atMost } from './at-most.ts';

/** E.164: plus, country code without a leading zero, at most 15 digits in all; no zero after Finland's (domain.md 4.5). */
const stored = /^\+(?!3580)[1-9]\d{6,14}$/;

/** `040 123 4567` and `+358 (0)40-1234567` as E.164; what cannot be one is left as it is, for the schema to refuse. */
export function toInternational(text: string): string {
  const dialled = text.replace(/[ \u00A0()./\p{Pd}]/gu, '').replace(/^00/, '+');
  if (dialled.startsWith('+3580')) return `+358${dialled.slice(5)}`;
  return /^0[1-9]\d{3,}$/.test(dialled) ? `+358${dialled.slice(1)}` : dialled;
}

/** A phone number, stored as E.164; Finnish ones may be sent as people write them. */
export const phoneNumberSchema = z.string().check(
  ...atMost(30),
  z.overwrite(toInternational),
  z.refine((number) => stored.test(number), {
    params: { code: 'badFormat' },
    message: 'Send the number with its country code, as +358401234567.',
  }),
);
