import * as z from 'zod/mini';
import { atMost } from './at-most.ts';

const weights = [7, 9, 10, 5, 8, 4, 2] as const;

/** The check digit of a serial of seven digits; `undefined` if the serial is one that is not issued (domain.md 4.2). */
export function businessIdCheckDigit(serial: string): string | undefined {
  const remainder = weights.reduce((sum, weight, index) => sum + weight * Number(serial[index]), 0) % 11;
  if (remainder === 1) return undefined;
  return String(remainder === 0 ? 0 : 11 - remainder);
}

/** A Finnish business id, `1234567-1` (domain.md 4.2). */
export const businessIdSchema = z.string().check(
  ...atMost(9),
  z.regex(/^\d{7}-\d$/, { abort: true }),
  z.refine((id) => businessIdCheckDigit(id.slice(0, 7)) === id.slice(8), {
    params: { code: 'badCheckDigit' },
    message: 'Read the business id again: its check digit is wrong.',
  }),
);
