import * as z from 'zod/mini';
import { textOf } from './clean-text.ts';

const line = (most: number) =>
  textOf({
    least: 1,
    most,
    may: /^[\p{Script=Latin}\d](?:[\p{Script=Latin}\p{M}\d]|[ .,'’&+()/:;#-])*$/u,
    advice: 'Send Latin letters, digits and the usual signs of addresses only.',
  });

/** An address; a Finnish one has a postal code of five digits (domain.md 4.5), those of other countries vary. */
export const postalAddressSchema = z
  .strictObject({
    lines: z.array(line(70)).check(z.minLength(1), z.maxLength(3)),
    postalCode: z.string().check(z.maxLength(12, { abort: true }), z.regex(/^[A-Z0-9][A-Z0-9 -]{1,11}$/)),
    town: line(50),
    /** ISO 3166-1 alpha-2. */
    country: z.string().check(z.maxLength(2, { abort: true }), z.regex(/^[A-Z]{2}$/)),
  })
  .check(
    z.refine(({ country, postalCode }) => country !== 'FI' || /^\d{5}$/.test(postalCode), {
      path: ['postalCode'],
      params: { code: 'badFormat' },
      message: 'Send the five digits of the Finnish postal code, as 00100.',
    }),
  );
export type PostalAddress = z.infer<typeof postalAddressSchema>;
