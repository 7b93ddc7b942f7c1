import * as z from 'zod/mini';

/** Pieces of ISO 20022 messages, as the reader hands them over: texts, under the elements' own names. */
const printable = /^[^\p{Cc}]*$/u;
export const isoText = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest), z.regex(printable));
export const id35 = isoText(35);
export const isoCode = z.string().check(z.regex(/^[A-Za-z0-9]{1,35}$/));
export const isoCount = z.string().check(z.regex(/^\d{1,15}$/));
/** `xs:decimal` without a sign, at most 18 digits and 5 of them decimals: see {@link centsOf}. */
export const isoAmount = z.strictObject({
  '@Ccy': z.string().check(z.regex(/^[A-Z]{3}$/)),
  '#': z.string().check(z.regex(/^\+?(?=[\d.]*\d)\d{0,18}(?:\.\d{0,5})?$/), z.maxLength(20)),
});
export type IsoAmount = z.infer<typeof isoAmount>;

/** A code of an external list, or one of the bank's own. */
export const codeOrOwn = z.strictObject({ Cd: z.optional(isoCode), Prtry: z.optional(isoText(35)) });
const isDay = (text: string): boolean => z.iso.date().safeParse(text.slice(0, 10)).success;
export const isoTime = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/), z.maxLength(40), z.refine(isDay));
const isoDay = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})?$/), z.refine(isDay));
/** A day, or a time whose day is the bank's. */
export const dayOrTime = z.strictObject({ Dt: z.optional(isoDay), DtTm: z.optional(isoTime) });

/** Money as the bank writes it: whole cents of a currency. */
export type Money = { currency: string; cents: number };

/**
 * An amount in whole cents, digit by digit and never by way of a floating-point number.
 * @returns undefined if it is not of whole cents, or more than a number holds exactly
 */
export function moneyOf({ '@Ccy': currency, '#': text }: IsoAmount): Money | undefined {
  const [euros = '', decimals = ''] = text.replace('+', '').split('.');
  if (/[1-9]/.test(decimals.slice(2))) return undefined;
  const cents = Number(`${euros}${decimals.slice(0, 2).padEnd(2, '0')}`);
  return Number.isSafeInteger(cents) ? { currency, cents } : undefined;
}

/** The day of a choice of day and time, yyyy-mm-dd. */
export const dayOf = (choice: z.infer<typeof dayOrTime> | undefined): string | undefined =>
  (choice?.Dt ?? choice?.DtTm)?.slice(0, 10);
