import * as z from 'zod/mini';
import { atMost } from './at-most.ts';
import { latinLetter, textOf } from './clean-text.ts';
import { countryCodeSchema } from './country-code.ts';

const line = (most: number) =>
  textOf({
    least: 1,
    most,
    may: new RegExp(String.raw`^['’]?(?:${latinLetter}|\d)(?:${latinLetter}|[\dªº .,'’ʻʼʹ&+\(\)\/:;#\-])*$`, 'v'),
    advice: 'Send Latin letters, digits and the usual signs of addresses only.',
  });

/** An address; a Finnish one has a postal code of five digits (domain.md 4.5), those of other countries vary. */
export const postalAddressSchema = z
  .strictObject({
    lines: z.array(line(70)).check(z.minLength(1), z.maxLength(3)),
    postalCode: z.string().check(...atMost(12), z.regex(/^[A-Z0-9][A-Z0-9 -]{1,11}$/, { abort: true })),
    town: line(50),
    country: countryCodeSchema,
  })
  .check(
    z.refine(({ country, postalCode }) => country !== 'FI' || /^\d{5}$/.test(postalCode), {
      path: ['postalCode'],
      params: { code: 'badFormat' },
      message: 'Send the five digits of the Finnish postal code, as 00100.',
    }),
  );
export type PostalAddress = z.infer<typeof postalAddressSchema>;
