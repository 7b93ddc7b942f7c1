import { luhnCheckDigit } from './identifiers.ts';

/** What numbers are given to; each kind is a series of its own. */
export const numberedKinds = ['customer', 'member', 'card', 'household'] as const;
export type NumberedKind = (typeof numberedKinds)[number];

/** How the numbers of a kind look (domain.md 6 #19, #20: our own formats, not the real ones). */
const formats: Record<NumberedKind, { prefix: string; serialDigits: number; luhn: boolean }> = {
  customer: { prefix: '5', serialDigits: 10, luhn: true },
  member: { prefix: '6', serialDigits: 10, luhn: true },
  card: { prefix: '9246', serialDigits: 13, luhn: true },
  household: { prefix: 'H', serialDigits: 12, luhn: false },
};

/** How many numbers are tried before it is given up: with half of all serials given, one in a million would fail. */
export const mostNumberAttempts = 20;

/**
 * A new number from what is given once only, so that a request sent again finds what it made (docs/decisions.md).
 * @param digest SHA-256 of kind, attempt and idempotency key, hex: see `functions/runtime/idempotency.ts`
 */
export function numberFrom(kind: NumberedKind, digest: string): string {
  const { prefix, serialDigits, luhn } = formats[kind];
  const serial = String(BigInt(`0x${digest}`) % 10n ** BigInt(serialDigits)).padStart(serialDigits, '0');
  const digits = `${prefix}${serial}`;
  return luhn ? digits + luhnCheckDigit(digits) : digits;
}
