import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessIdCheckDigit, businessIdSchema } from '../../../domain/business-id.ts';
import { emailAddressSchema } from '../../../domain/email-address.ts';
import { freeTextSchema } from '../../../domain/free-text.ts';
import { ibanSchema } from '../../../domain/iban.ts';
import { maskedAddress, maskedEmail, maskedIban, maskedPhone } from '../../../domain/masking.ts';
import { organisationNameSchema } from '../../../domain/organisation-name.ts';
import { personNameSchema } from '../../../domain/person-name.ts';
import {
  birthDateOfIdentityCode,
  personalIdentityCodeSchema,
  sexOfIdentityCode,
} from '../../../domain/personal-identity-code.ts';
import { phoneNumberSchema } from '../../../domain/phone-number.ts';
import { postalAddressSchema } from '../../../domain/postal-address.ts';

const takes = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;

describe('personal identity codes (domain.md 4.1)', () => {
  it.each([
    ['010190-900P', 'female', '1990-01-01'],
    ['010190-901R', 'male', '1990-01-01'],
    ['010190Y900P', 'female', '1990-01-01'],
    ['010190X901R', 'male', '1990-01-01'],
    ['311299U998D', 'female', '1999-12-31'],
    ['290200A902D', 'female', '2000-02-29'],
    ['290204B903F', 'male', '2004-02-29'],
    ['150610C911F', 'male', '2010-06-15'],
    ['010199+9001', 'female', '1899-01-01'],
    ['070775V9505', 'female', '1975-07-07'],
    ['241285W945K', 'male', '1985-12-24'],
    ['010101D9168', 'female', '2001-01-01'],
    ['010102E9996', 'male', '2002-01-01'],
    ['310123F905X', 'male', '2023-01-31'],
    ['010181-999K', 'male', '1981-01-01'],
    ['060118A999J', 'male', '2018-01-06'],
  ])('%s is of a %s born %s', (code, sex, birthDate) => {
    expect(z.parse(personalIdentityCodeSchema, code)).toBe(code);
    expect([sexOfIdentityCode(code), birthDateOfIdentityCode(code)]).toEqual([sex, birthDate]);
  });

  it.each([
    ['a wrong check character', '010190-9000'],
    ['30 February', '300290-9007'],
    ['the sign G', '010190G900P'],
    ['a number under 002', '010190-001P'],
    ['29 February of no leap year', '290201A902N'],
    ['no sign', '010190900P'],
    ['small letters', '010190-900p'],
    ['a space', ' 010190-900P'],
    ['digits of another script', '٠١٠١٩٠-900P'],
  ])('with %s are refused', (_name, code) => expect(takes(personalIdentityCodeSchema, code)).toBe(false));

  it('of one digit more or less or another are refused', () => {
    const alphabet = '0123456789ABCDEFHJKLMNPRSTUVWXY';
    fc.assert(
      fc.property(fc.nat(10), fc.constantFrom(...alphabet), (place, other) => {
        const code = '010190-900P';
        const changed = code.slice(0, place) + other + code.slice(place + 1);
        // Another sign is another person with the same check character.
        const otherSign = place === 6 && 'YXWVUABCDEF'.includes(other);
        expect(takes(personalIdentityCodeSchema, changed)).toBe(changed === code || otherSign);
      }),
    );
  });
});

describe('business ids (domain.md 4.2)', () => {
  it.each([
    '2077474-0',
    '0116323-1',
    '0245437-2',
    '2557308-3',
    '1448245-0',
    '0838105-5',
    '0000001-9',
    '1234567-1',
    '9999999-2',
  ])('%s is one', (id) => expect(z.parse(businessIdSchema, id)).toBe(id));
  it.each(['0000006', '0000014', '0000022'])('the serial %s is never issued', (serial) => {
    expect(businessIdCheckDigit(serial)).toBeUndefined();
    for (let digit = 0; digit < 10; digit += 1) expect(takes(businessIdSchema, `${serial}-${digit}`)).toBe(false);
  });
  it.each(['2077474-1', '20774740', '2077474-', '٢077474-0'])('%s is none', (id) =>
    expect(takes(businessIdSchema, id)).toBe(false),
  );
});

describe('phone numbers and addresses (domain.md 4.5)', () => {
  it.each([
    ['040 123 4567', '+358401234567'],
    ['+358 (0)40-1234567', '+358401234567'],
    ['+358401234567', '+358401234567'],
    ['0046701234567', '+46701234567'],
    ['+46 70 123 45 67', '+46701234567'],
    ['09 1234567', '+35891234567'],
  ])('%s is %s', (sent, stored) => expect(z.parse(phoneNumberSchema, sent)).toBe(stored));
  it.each(['12345', '+0401234567', 'call me', '+3584012345678901', '040x1234567', '+358401234567'.padEnd(40, '0')])(
    '%s is no number',
    (sent) => expect(takes(phoneNumberSchema, sent)).toBe(false),
  );
  it.each(['a@b.fi', "o'brien+x@Sub.Example.COM"])('%s is an e-mail address', (sent) =>
    expect(takes(emailAddressSchema, sent)).toBe(true),
  );
  it.each(['a@b', '@b.fi', 'a b@c.fi', 'a@-b.fi', `${'a'.repeat(65)}@b.fi`, 'ä@b.fi', 'a@b.fi\n'])(
    '%s is none',
    (sent) => expect(takes(emailAddressSchema, sent)).toBe(false),
  );
  it('keep leading zeros of a postal code and ask a Finnish one for five digits', () => {
    const address = { lines: ['Katu 1'], postalCode: '00100', town: 'Helsinki', country: 'FI' };
    expect(z.parse(postalAddressSchema, address)).toEqual(address);
    expect(takes(postalAddressSchema, { ...address, postalCode: '0010' })).toBe(false);
    expect(takes(postalAddressSchema, { ...address, postalCode: 'SW1A 1AA', country: 'GB' })).toBe(true);
    expect(takes(postalAddressSchema, { ...address, country: 'fi' })).toBe(false);
  });
  it('take an IBAN as people write it', () => {
    expect(z.parse(ibanSchema, 'fi21 1234 5600 0007 85')).toBe('FI2112345600000785');
    for (const wrong of ['FI2112345600000786', 'FI1239390010000016', 'FI723939001000001', 'SE7239390010000016'])
      expect(takes(ibanSchema, wrong)).toBe(false);
  });
});

describe('names', () => {
  it.each(['Åsa', 'Þórður', "O'Neill-Åkerman", 'Čáppa', 'Anna-Liisa', 'af Ström', 'J. R.', 'Nguyễn'])(
    '%s is one',
    (name) => expect(z.parse(personNameSchema, name)).toBe(name),
  );
  it('are kept composed, however they were typed', () =>
    expect(z.parse(personNameSchema, 'A\u030asa')).toBe('\u00c5sa'));
  it.each([
    ['an emoji', 'Ilona 🎉'],
    ['another script', 'Ольга'],
    ['letters of two scripts that look alike', 'Mаria'],
    ['right to left', '\u202easa'],
    ['a zero-width space', 'A\u200bsa'],
    ['a zero-width joiner', 'A\u200dsa'],
    ['a control character', 'A\u0007sa'],
    ['a line break', 'A\nsa'],
    ['markup', '<b>Matti</b>'],
    ['a lone surrogate', 'A\ud800'],
    ['a space at its end', 'Asa '],
    ['two spaces', 'A  B'],
    ['nothing', ''],
    ['digits', 'R2D2'],
    ['101 characters', 'a'.repeat(101)],
    ['a mark without a letter', '\u0301a'],
  ])('with %s are refused', (_name, text) => expect(takes(personNameSchema, text)).toBe(false));
  it('of firms may have digits and signs', () => {
    for (const name of ['Rakennus & Remontti 2000 Oy', 'Särmä Ky (konkurssissa)'])
      expect(takes(organisationNameSchema, name)).toBe(true);
    for (const name of ['<Oy>', '=1+1', '🎉 Oy']) expect(takes(organisationNameSchema, name)).toBe(false);
  });
  it('and reasons are one line of visible text', () => {
    expect(takes(freeTextSchema, 'Muutto – soitti 3.3.')).toBe(true);
    for (const text of ['ab', 'a\nb c', 'x'.repeat(201), 'a\u202eb c']) expect(takes(freeTextSchema, text)).toBe(false);
  });
});

it('ten megabytes are refused at once, by every format', () => {
  const schemas = [
    personalIdentityCodeSchema,
    businessIdSchema,
    phoneNumberSchema,
    emailAddressSchema,
    ibanSchema,
    personNameSchema,
    organisationNameSchema,
    freeTextSchema,
  ];
  for (const unit of ['a', '0', ' ', 'ä', '\u0301', '-']) {
    const huge = unit.repeat(10_000_000);
    for (const schema of schemas) {
      const began = performance.now();
      expect(takes(schema, huge)).toBe(false);
      expect(performance.now() - began).toBeLessThan(200);
    }
  }
});

describe('masks', () => {
  it('show no more than they say', () => {
    expect(maskedIban('FI2112345600000785')).toBe('FI•• •••• 0785');
    expect(maskedPhone('+358401234567')).toBe('••••••567');
    expect(maskedEmail('aino@esimerkki.example')).toBe('a•••@•••.example');
    expect(maskedAddress({ lines: ['Katu 1'], postalCode: '00100', town: 'Helsinki', country: 'FI' })).toBe(
      '••••••, 00100 Helsinki',
    );
  });
  it('of an e-mail address keep one character and the end of its domain, whatever it is', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const masked = maskedEmail(address);
        const kept = masked.replaceAll('•', '');
        expect(kept).toBe(`${[...address][0]}@.${address.split('.').at(-1)}`);
      }),
    );
  });
});
