import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { businessIdSchema } from '../../../domain/business-id.ts';
import { countryCodeSchema } from '../../../domain/country-code.ts';
import { emailAddressSchema } from '../../../domain/email-address.ts';
import { issueCodes } from '../../../domain/errors.ts';
import { freeTextSchema } from '../../../domain/free-text.ts';
import { ibanSchema } from '../../../domain/iban.ts';
import { languageSchema } from '../../../domain/language.ts';
import { municipalityCodeSchema } from '../../../domain/municipality-code.ts';
import { organisationNameSchema } from '../../../domain/organisation-name.ts';
import { paymentReferenceSchema } from '../../../domain/payment-reference.ts';
import { personNameSchema } from '../../../domain/person-name.ts';
import { personalIdentityCodeSchema } from '../../../domain/personal-identity-code.ts';
import { phoneNumberSchema } from '../../../domain/phone-number.ts';
import { postalAddressSchema } from '../../../domain/postal-address.ts';
import { titleSchema } from '../../../domain/title.ts';
import { fieldIssues } from '../../../functions/runtime/field-issues.ts';

/** Every format of one text, with one that it takes. */
const formats: readonly [string, z.ZodMiniType<string>, string][] = [
  ['identity code', personalIdentityCodeSchema, '010190-900P'],
  ['business id', businessIdSchema, '2077474-0'],
  ['IBAN', ibanSchema, 'FI2112345600000785'],
  ['payment reference', paymentReferenceSchema, 'RF111232'],
  ['phone number', phoneNumberSchema, '040 123 4567'],
  ['e-mail address', emailAddressSchema, 'Aino.Esimerkki@Posti.Example'],
  ['person name', personNameSchema, 'A\u0308ssa\u0308'],
  ['organisation name', organisationNameSchema, 'Oy A & B'],
  ['title', titleSchema, 'Myyjä'],
  ['free text', freeTextSchema, 'soitti itse'],
  ['municipality code', municipalityCodeSchema, '091'],
  ['country code', countryCodeSchema, 'FI'],
  ['language', languageSchema, 'se'],
];

const millisecondsAtMost = 100;
const tenMegabytes = 10_000_000;
/** Each is one or more UTF-16 units that some step of a careless schema is slow or wrong with. */
const units = [
  'a',
  '0',
  ' ',
  '-',
  '.',
  '@',
  '\u0301',
  'ä',
  'a\u0308',
  '\uD800',
  '\u202E',
  '\u200B',
  '😀',
  '\uFDFA',
  "'",
];

const issuesOf = (schema: z.ZodMiniType, value: unknown) => {
  const { success, error } = z.safeParse(schema, value, { reportInput: true });
  return success ? undefined : fieldIssues(error, '/field');
};

/** Of all planes, and lone surrogates. */
const codePoints = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.nat(0x24f), fc.nat(0xffff), fc.nat(0x10ffff)), { maxLength })
    .map((points) => String.fromCodePoint(...points));

describe.each(formats)('the format of a %s', (_name, schema, example) => {
  it('gives what it takes again unchanged', () => {
    const stored = z.parse(schema, example);
    expect(z.parse(schema, stored)).toBe(stored);
  });

  it('refuses ten megabytes of anything at once', () => {
    for (const unit of units) {
      const huge = unit.repeat(tenMegabytes / unit.length);
      const began = performance.now();
      expect(issuesOf(schema, huge)).toHaveLength(1);
      expect(performance.now() - began).toBeLessThan(millisecondsAtMost);
    }
  });

  it.each([
    ['nothing at all', undefined],
    ['null', null],
    ['a number', 1_234_561],
    ['true', true],
    ['a list', [example]],
    ['a thing', { value: example }],
    ['a thing that says it is a text', JSON.parse('{"__proto__":"x","length":3,"toString":"y"}')],
  ])('refuses %s', (_kind, value) =>
    expect(issuesOf(schema, value)?.[0]?.code).toMatch(/^(?:required|wrongType|notOneOf)$/),
  );

  it.each([
    ['empty text', ''],
    ['a lone surrogate', '\uD83D'],
    ['a text with a lone surrogate', `${example}\uDC00`],
    ['a text in a direction of its own', `\u202E${example}`],
    ['a text with a mark of direction', `${example}\u200F`],
    ['a zero-width space', `${example.slice(0, 1)}\u200B${example.slice(1)}`],
    ['a zero-width joiner', `${example.slice(0, 1)}\u200D${example.slice(1)}`],
    ['a joiner of graphemes', `${example.slice(0, 1)}\u034F${example.slice(1)}`],
    ['a selector of variants', `${example}\uFE0F`],
    ['a filler', `${example}\u3164`],
    ['a soft hyphen', `${example.slice(0, 1)}\u00AD${example.slice(1)}`],
    ['a byte order mark', `\uFEFF${example}`],
    ['a null character', `${example}\0`],
    ['a line break', `${example}\n`],
    ['a line separator', `${example}\u2028x`],
    ['what stands for nothing', `${example}\uFFFF`],
    ['a tag', `${example}\u{E0041}`],
  ])('refuses %s with a code and advice', (_kind, text) => {
    const issues = issuesOf(schema, text) ?? [];
    expect(issues).toHaveLength(1);
    expect(issueCodes).toContain(issues[0]?.code);
    expect(issues[0]?.message).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('refuses without repeating, and takes only what it takes again unchanged', () => {
    const near = fc.tuple(fc.nat(example.length), codePoints(4));
    const text = fc.oneof(
      near.map(([at, inserted]) => example.slice(0, at) + inserted + example.slice(at)),
      codePoints(300),
      fc.string({ maxLength: 50 }),
    );
    fc.assert(
      fc.property(text, (sent) => {
        const { success, data, error } = z.safeParse(schema, sent, { reportInput: true });
        if (success) {
          expect(z.parse(schema, data)).toBe(data);
          expect(data.isWellFormed()).toBe(true);
          expect(data.normalize('NFC')).toBe(data);
          return;
        }
        const told = JSON.stringify([fieldIssues(error), error.issues.map(({ message }) => message)]);
        if (sent.trim().length > 6) expect(told).not.toContain(JSON.stringify(sent).slice(1, -1));
      }),
    );
  });
});

describe('the format of an address', () => {
  const address = {
    lines: ['Esimerkkikatu 1 A 2', 'c/o Virtanen'],
    postalCode: '00100',
    town: 'Helsinki',
    country: 'FI',
  };

  it.each([
    ['Finnish', {}],
    ['of a box', { lines: ['PL 1'] }],
    ['of a country with letters in its codes', { postalCode: 'SW1A 1AA', town: 'London', country: 'GB' }],
    ['in Spanish', { lines: ['Calle d’Ús 1, 3º 2ª'], postalCode: '08001', town: 'L’Hospitalet', country: 'ES' }],
  ])('takes one %s', (_kind, change) =>
    expect(z.parse(postalAddressSchema, { ...address, ...change })).toEqual({ ...address, ...change }),
  );

  it.each([
    ['of four digits', { postalCode: '0010' }, '/postalCode badFormat'],
    ['of digits of another script', { postalCode: '٠٠١٠٠' }, '/postalCode badFormat'],
    ['of no country', { country: 'AA' }, '/country notOneOf'],
    ['of small letters', { country: 'fi' }, '/country badFormat'],
    ['without lines', { lines: [] }, '/lines outOfRange'],
    ['of too many lines', { lines: ['a', 'b', 'c', 'd'] }, '/lines outOfRange'],
    ['with an empty line', { lines: [''] }, '/lines/0 outOfRange'],
    ['that a spreadsheet would reckon', { lines: ['=1+1'] }, '/lines/0 badFormat'],
    ['with a long town', { town: 'a'.repeat(51) }, '/town outOfRange'],
    ['with markup', { town: '<b>' }, '/town badFormat'],
    ['with a field more', { floor: '3' }, '/floor unknownField'],
  ])('refuses one %s', (_kind, change, told) => {
    const issues = issuesOf(postalAddressSchema, { ...address, ...change }) ?? [];
    expect(issues.map(({ pointer, code }) => `${pointer.replace('/field', '')} ${code}`)).toEqual([told]);
  });

  it('refuses ten megabytes in any field, and prototypes that come along', () => {
    for (const unit of units) {
      const huge = unit.repeat(tenMegabytes / unit.length);
      for (const change of [{ lines: [huge] }, { postalCode: huge }, { town: huge }, { country: huge }]) {
        const began = performance.now();
        expect(issuesOf(postalAddressSchema, { ...address, ...change })).toHaveLength(1);
        expect(performance.now() - began).toBeLessThan(millisecondsAtMost);
      }
    }
    const parsed: unknown = JSON.parse(JSON.stringify(address).replace('{', '{"__proto__":{"admin":true},'));
    expect(issuesOf(postalAddressSchema, parsed)).toMatchObject([{ code: 'unknownField' }]);
  });
});
