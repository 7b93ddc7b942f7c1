import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedAddress, maskedEmail, maskedIban, maskedIdentityCode, maskedPhone } from '../../../domain/masking.ts';

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
/** What a mask lets through. */
const kept = (mask: string): string => mask.replace(/[• ]/gu, '');

describe('masks', () => {
  it('of identity codes are all the same', () => expect(maskedIdentityCode()).toBe('••••••-••••'));

  it('of accounts keep the country and the last four, and do not tell the length', () => {
    fc.assert(
      fc.property(fc.constantFrom('FI', 'SE', 'NO'), digits(13, 30), (country, rest) => {
        expect(kept(maskedIban(country + rest))).toBe(country + rest.slice(-4));
        expect(maskedIban(country + rest)).toHaveLength(maskedIban('FI2112345600000785').length);
      }),
    );
  });

  it('of phone numbers keep the last three, and do not tell the length', () => {
    fc.assert(
      fc.property(digits(7, 15), (number) => {
        expect(kept(maskedPhone(`+${number}`))).toBe(number.slice(-3));
        expect(maskedPhone(`+${number}`)).toHaveLength(maskedPhone('+358401234567').length);
      }),
    );
  });

  it('of e-mail addresses keep one character and the end of the domain', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const mask = maskedEmail(address);
        expect(mask.startsWith(address.charAt(0))).toBe(true);
        expect(kept(mask.slice(1))).toBe(`@${address.slice(address.lastIndexOf('.'))}`);
      }),
    );
  });

  it('of addresses keep the postal code and the town', () => {
    const line = fc.string({ minLength: 1, maxLength: 70 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const mask = maskedAddress({ lines, postalCode: '00100', town: 'Helsinki', country: 'FI' });
        expect(kept(mask)).toBe(',00100Helsinki');
      }),
    );
  });
});
