import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { bicOfFinnishIban, ibanSchema, isIban } from '../../../domain/iban.ts';
import { luhnCheckDigit } from '../../../domain/identifiers.ts';

/** Check digits by BigInt: another road to mod 97 than the one that is tested. */
function ibanOf(country: string, bban: string): string {
  const digits = [...`${bban}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bban}`;
}

const finnishIbanOf = (thirteenDigits: string): string =>
  ibanOf('FI', `${thirteenDigits}${luhnCheckDigit(thirteenDigits)}`);
const thirteenDigits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 13, maxLength: 13 });

describe('isIban', () => {
  // Published ones, made ones in S-Pankki's range, and those of other countries from their own registries' examples.
  it.each([
    'FI2112345600000785',
    'FI5542345670000081',
    'FI4950009420028730',
    'FI3439390000000000',
    'FI7239390010000016',
    'FI6439000000000013',
    'FI5636000000000016',
    'FI8136363000000125',
    'SE4550000000058398257466',
    'EE382200221020145685',
    'GB29NWBK60161331926819',
    'NO9386011117947',
  ])('%s is one', (iban) => {
    expect(isIban(iban)).toBe(true);
  });

  it.each([
    ['a wrong digit', 'FI2112345600000786'],
    ['wrong check digits', 'FI1239390010000016'],
    ['17 characters', 'FI723939001000001'],
    ["another country's check digits", 'SE7239390010000016'],
    ['spaces', 'FI21 1234 5600 0007 85'],
    ['small letters', 'fi2112345600000785'],
    ['a line break', 'FI2112345600000785\n'],
    ['nothing', ''],
    ['mod 97 right, the Luhn digit wrong', ibanOf('FI', '12345600000786')],
    ['mod 97 right, 20 characters', ibanOf('FI', '1234560000078500')],
    ['mod 97 right, a letter in a Finnish BBAN', ibanOf('FI', '1234560000078A')],
    ['mod 97 right, something before the country', '0NO7386011117947'],
    ['mod 97 right, a small letter at the end', 'NO8086011117947a'],
    ['mod 97 right, 35 characters', `NO3386011117947${'0'.repeat(20)}`],
    ['mod 97 and the Luhn digit right, a Finnish IBAN within', 'FI85FI0000000000000007'],
    ['mod 97 right, check digits 00 instead of 97', 'NO0086011117002'],
    ['mod 97 right, check digits 01 instead of 98', 'NO0186011117081'],
    ['mod 97 right, check digits 99 instead of 02', 'NO9986011117063'],
  ])('%s: %j is none', (_, text) => {
    expect(isIban(text)).toBe(false);
  });

  it('takes every Finnish account number with both check digits', () => {
    fc.assert(
      fc.property(thirteenDigits, (digits) => {
        expect(isIban(finnishIbanOf(digits))).toBe(true);
      }),
    );
  });

  it('notices one wrong digit and two neighbours that changed places', () => {
    const place = fc.integer({ min: 2, max: 17 });
    fc.assert(
      fc.property(thirteenDigits, place, fc.integer({ min: 1, max: 9 }), (digits, index, step) => {
        const iban = finnishIbanOf(digits);
        const wrong = (Number(iban[index]) + step) % 10;
        expect(isIban(`${iban.slice(0, index)}${wrong}${iban.slice(index + 1)}`)).toBe(false);
        const [first, second] = [iban.charAt(index), iban.charAt(index + 1)];
        const swapped = `${iban.slice(0, index)}${second}${first}${iban.slice(index + 2)}`;
        expect(isIban(swapped)).toBe(first === second || second === '');
      }),
    );
  });
});

describe('ibanSchema', () => {
  it('takes what people write and stores the electronic form', () =>
    expect(z.parse(ibanSchema, 'fi21 1234 5600 0007 85')).toBe('FI2112345600000785'));

  it('says that the check digits are wrong', () => {
    const { error } = z.safeParse(ibanSchema, 'FI2112345600000786');
    expect(error?.issues).toMatchObject([
      { params: { code: 'badCheckDigit' }, message: expect.stringContaining('check digits are wrong') },
    ]);
  });
});

describe('bicOfFinnishIban', () => {
  it.each([
    ['36', 'SBANFIHH'],
    ['363', 'SBANFIHH'],
    ['39', 'SBANFIHH'],
    ['399', 'SBANFIHH'],
    ['1', 'NDEAFIHH'],
    ['2', 'NDEAFIHH'],
    ['5', 'OKOYFIHH'],
    ['8', 'DABAFIHH'],
    ['34', 'DABAFIHH'],
    ['400', 'ITELFIHH'],
    ['49', 'ITELFIHH'],
    ['405', 'HELSFIHH'],
    ['497', 'HELSFIHH'],
    ['470', 'POPFFI22'],
    ['479', 'POPFFI22'],
    ['6', 'AABAFI22'],
    ['31', 'HANDFIHH'],
    ['799', 'HOLVFIHH'],
    ['798', undefined],
    ['30', undefined],
    ['0', undefined],
    ['9', undefined],
  ])('bank code %s is %s', (prefix, bic) => {
    expect(bicOfFinnishIban(finnishIbanOf(prefix.padEnd(13, '0')))).toBe(bic);
  });

  it("knows no bank of another country's or a wrong IBAN", () => {
    expect(bicOfFinnishIban('SE4550000000058398257466')).toBeUndefined();
    expect(bicOfFinnishIban('FI2112345600000786')).toBeUndefined();
    expect(bicOfFinnishIban('')).toBeUndefined();
  });
});
