import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { emailAddressSchema, emailSearchForm } from '../../../domain/email-address.ts';
import { freeTextSchema } from '../../../domain/free-text.ts';
import { organisationNameSchema } from '../../../domain/organisation-name.ts';
import { personNameSchema } from '../../../domain/person-name.ts';
import { phoneNumberSchema, toInternational } from '../../../domain/phone-number.ts';

const takes = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;

describe('the names of people', () => {
  it.each([
    ['Dutch', '’t Hooft'],
    ['Dutch, typed', "'t Hooft"],
    ['Skolt Sámi', 'Sääʹmmlaž'],
    ['North Sámi', 'Ŋáŋggu Ŧuoŧŧar'],
    ['Hawaiian', 'Kamakaʻehu'],
    ['Azeri', 'Əliyev'],
    ['Turkish', 'İpek Yıldız'],
    ['German', 'Strauẞ'],
    ['Guaraní, whose g̃ has no composed form', 'Ag\u0303e'],
    ['Yoruba, with two marks', 'Ade\u0323\u0301'.normalize('NFC')],
    ['of one letter', 'Y'],
    ['of 100 letters', 'ä'.repeat(100)],
  ])('may be %s', (_kind, name) => expect(z.parse(personNameSchema, name)).toBe(name));

  it('count letters, however they were typed', () => {
    expect(takes(personNameSchema, 'a\u0308'.repeat(100))).toBe(true);
    expect(takes(personNameSchema, 'a\u0308'.repeat(101))).toBe(false);
    expect(takes(personNameSchema, 'ä'.repeat(101))).toBe(false);
  });

  it.each([
    ['letters with a tower of marks', 'A\u0316\u0317\u0318'],
    ['marks of another script', 'A\u05B0sa'],
    ['letters of full width', 'Ａｓａ'],
    ['ligatures of type', 'ﬁna'],
    ['numbers of Rome', 'Henrik Ⅷ'],
    ['ordinals', 'Mª'],
    ['a hyphen first', '-Asa'],
    ['apostrophes only', "''"],
    ['a no-break space', 'Anna\u00A0Liisa'],
    ['a tabulator', 'Anna\tLiisa'],
    ['Greek that looks Latin', 'Αnna'],
    ['Arabic', 'ليلى'],
    ['Hebrew', 'שרה'],
    ['Chinese', '李'],
    ['a flag', 'Asa🇫🇮'],
    ['a sign', 'Asa & Co'],
    ['a formula', '=Asa'],
  ])('have no %s', (_kind, name) => expect(takes(personNameSchema, name)).toBe(false));
});

describe('the names of organisations', () => {
  it.each(['K-kauppa 24/7 Oy (entinen)', "O'Neill & Sons, Ltd.", '3 Sepät +1', 'S:t Karins rf'])('may be %s', (name) =>
    expect(z.parse(organisationNameSchema, name)).toBe(name),
  );
  it.each(['@firma', '+358', '-1', '<script>', 'a;b', 'a"b', 'a#b', 'Ⅷ Oy', '٣ Oy'])('are never %s', (name) =>
    expect(takes(organisationNameSchema, name)).toBe(false),
  );
});

describe('reasons', () => {
  it('are composed before they are counted', () => {
    expect(takes(freeTextSchema, 'a\u0308b')).toBe(false);
    expect(z.parse(freeTextSchema, 'a\u0308bc')).toBe('äbc');
    expect(takes(freeTextSchema, 'a\u0308'.repeat(200))).toBe(true);
    // Each of these is three characters composed.
    expect(takes(freeTextSchema, '\uFB2C'.repeat(100))).toBe(false);
  });
});

describe('phone numbers', () => {
  it.each([
    ['00358 (0)40 123 4567', '+358401234567'],
    ['+358\u00A040–123 4567', '+358401234567'],
    ['(09) 123 4567', '+35891234567'],
    ['+1 (212) 555.0100', '+12125550100'],
    ['+358 0401234567', '+358401234567'],
  ])('sent as %s are stored as %s', (sent, stored) => expect(z.parse(phoneNumberSchema, sent)).toBe(stored));

  it.each([
    '+3580012345',
    '+358 00 123 4567',
    '112',
    '+358',
    '40 123 4567',
    '+35840123456789012',
    '++358401234567',
    '0401234567 ext 2',
  ])('%s is none', (sent) => expect(takes(phoneNumberSchema, sent)).toBe(false));

  it('of Finland are one number in all the ways that people write them', () => {
    const digits = fc.integer({ min: 10_000_000, max: 999_999_999 }).map(String);
    const spaced = (text: string) => text.replace(/(\d{3})(?=\d)/g, '$1 ');
    fc.assert(
      fc.property(digits, (number) => {
        const stored = `+358${number}`;
        for (const sent of [`0${number}`, stored, `00358${number}`, `+358 (0)${number}`, spaced(`0${number}`)])
          expect(z.parse(phoneNumberSchema, sent)).toBe(stored);
        expect(toInternational(stored)).toBe(stored);
      }),
    );
  });
});

describe('e-mail addresses', () => {
  it('keep the name as it is written and have one form of the domain', () => {
    expect(z.parse(emailAddressSchema, 'Aino.E@Posti.EXAMPLE')).toBe('Aino.E@posti.example');
    expect(emailSearchForm('Aino.E@posti.example')).toBe('aino.e@posti.example');
  });

  it.each([
    '.a@b.fi',
    'a.@b.fi',
    'a..b@c.fi',
    'a@b@c.fi',
    'a@b..fi',
    'a@b.f',
    'a@127.0.0.1',
    '"a b"@c.fi',
    'a@[::1]',
    'a@pörssi.fi',
  ])('%s is none', (sent) => expect(takes(emailAddressSchema, sent)).toBe(false));

  it('have at most 254 characters', () => {
    const domain = `${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(63)}.fi`;
    const longest = 254 - domain.length - 1;
    expect(takes(emailAddressSchema, `${'a'.repeat(longest)}@${domain}`)).toBe(true);
    expect(takes(emailAddressSchema, `${'a'.repeat(longest + 1)}@${domain}`)).toBe(false);
  });
});
