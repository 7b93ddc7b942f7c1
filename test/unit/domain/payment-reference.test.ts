import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  creditorReferenceOf,
  isCreditorReference,
  isPaymentReference,
  paymentReferenceOf,
  paymentReferenceSchema,
} from '../../../domain/payment-reference.ts';

const base = fc
  .string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 19 })
  .filter((digits) => !digits.startsWith('0'));
const takes = (text: unknown): boolean => z.safeParse(paymentReferenceSchema, text).success;

describe('payment references (domain.md 4.4)', () => {
  it.each([
    ['123', '1232', 'RF111232'],
    ['1234', '12344', 'RF0812344'],
    ['123456', '1234561', 'RF341234561'],
    ['1234567890', '12345678907', 'RF5112345678907'],
    ['20260100001', '202601000016', 'RF08202601000016'],
    ['2026013900001234', '20260139000012349', 'RF1320260139000012349'],
    ['1234567890123456789', '12345678901234567894', 'RF0912345678901234567894'],
  ])('%s is %s and %s', (number, national, creditor) => {
    expect(paymentReferenceOf(number)).toBe(national);
    expect(creditorReferenceOf(national)).toBe(creditor);
    expect([isPaymentReference(national), isCreditorReference(creditor)]).toEqual([true, true]);
    expect(z.parse(paymentReferenceSchema, national)).toBe(national);
    expect(z.parse(paymentReferenceSchema, creditor)).toBe(national);
  });

  it('of ISO 11649 may be of letters, which none of ours is', () => {
    expect(isCreditorReference('RF18539007547034')).toBe(true);
    expect(isCreditorReference('RF45G72UUR')).toBe(true);
    expect(takes('RF45G72UUR')).toBe(false);
  });

  it.each([
    ['a wrong check digit', '12345'],
    ['three digits', '123'],
    ['21 digits', '123456789012345678905'],
    ['nothing but zeros', '0000'],
    ['a letter', '123A'],
    ['a line break', '1232\n'],
    ['digits of another script', '١٢٣٢'],
    ['nothing', ''],
    ['wrong RF check digits', 'RF0812345'],
    ['RF check digits of no remainder', 'RF001232'],
    ['RF without a reference', 'RF11'],
    ['something before RF, mod 97 right', '5RF091232'],
    ['26 characters with RF, mod 97 right', `RF29${'1'.repeat(22)}`],
  ])('with %s are refused', (_name, text) => {
    expect([isPaymentReference(text), isCreditorReference(text), takes(text)]).toEqual([false, false, false]);
  });

  it.each(['00001232', '12 32', 'rf11 1232', 'RF11 0000 1232'])('%s is 1232 as people write it', (text) =>
    expect(z.parse(paymentReferenceSchema, text)).toBe('1232'),
  );

  it.each(['12', '12345678901234567890', '12x', '-123', '', '000012'])('none is made of %j', (number) =>
    expect(() => paymentReferenceOf(number)).toThrow(RangeError),
  );
  it('none is written as RF that is none', () =>
    expect(() => creditorReferenceOf('12345')).toThrow(
      new RangeError('Only a national payment reference is written as RF.'),
    ));
  it('say how many digits they are made of', () =>
    expect(() => paymentReferenceOf('12')).toThrow('A payment reference is made of 3 to 19 digits.'));

  it('are stored without leading zeros, at most 20 digits, and nothing of another form counts', () => {
    expect([isPaymentReference('1232'), isPaymentReference('01232')]).toEqual([true, false]);
    for (const last of '0123456789') expect(isPaymentReference(`12345678901234567890${last}`)).toBe(false);
    expect([isCreditorReference('RF461232a'), isCreditorReference('rf111232')]).toEqual([false, false]);
    const { error } = z.safeParse(paymentReferenceSchema, '12345');
    expect(error?.issues).toMatchObject([
      { params: { code: 'badCheckDigit' }, message: expect.stringContaining('its check digit is wrong') },
    ]);
  });

  it('show one wrong digit, in either form', () => {
    fc.assert(
      fc.property(base, fc.nat(19), fc.integer({ min: 1, max: 9 }), (number, at, step) => {
        const right = paymentReferenceOf(number);
        const place = at % right.length;
        const wrong = right.slice(0, place) + ((Number(right[place]) + step) % 10) + right.slice(place + 1);
        expect(isPaymentReference(wrong)).toBe(false);
        expect(isCreditorReference(creditorReferenceOf(right).slice(0, 4) + wrong)).toBe(false);
      }),
    );
  });

  it('read both forms as the one that is stored', () => {
    fc.assert(
      fc.property(base, (number) => {
        const right = paymentReferenceOf(number);
        expect(z.parse(paymentReferenceSchema, creditorReferenceOf(right))).toBe(right);
      }),
    );
  });
});
