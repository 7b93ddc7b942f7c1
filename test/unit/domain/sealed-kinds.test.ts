import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { freeTextSchema } from '../../../domain/free-text.ts';
import { organisationNameSchema } from '../../../domain/organisation-name.ts';
import { holdsSealedKind } from '../../../domain/sealed-kinds.ts';
import { demoCard, demoNumber, finnishIban } from '../../../scripts/demo/numbers.ts';
import { madeUpIdentityCode } from '../../fixtures/identity-codes.ts';

describe('a text that is stored in the clear', () => {
  it.each([
    '010190-900P',
    '010190Y900P',
    '010100a9002',
    'FI4950009420028730',
    'FI49 5000 9420 0287 30',
    'GB29NWBK60161331926819',
    'aino@esimerkki.example',
    '+358401234567',
    '+358 40 123 4567',
  ])('may not hold %s', (sealed) => {
    for (const text of [sealed, `Asked about ${sealed}, by phone`, `(${sealed})`]) {
      expect(holdsSealedKind(text), text).toBe(true);
      expect(z.safeParse(freeTextSchema, text).success, text).toBe(false);
    }
  });

  it('may not hold any made-up one', () => {
    const serial = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(serial, fc.constantFrom('-', 'Y', 'X', 'W', 'V', 'U'), (number, sign) => {
        for (const sealed of [madeUpIdentityCode(sign as '-'), finnishIban('36', number)])
          expect(holdsSealedKind(`the ${sealed}`)).toBe(true);
      }),
    );
  });

  it.each([
    'The customer has moved',
    `The wrong card ${demoCard(17)} was read`,
    `Entered twice, see ${demoNumber('51', 42)}`,
    'Receipt 26012400017 of 24.1.2026 at 16.42, 84,50 €',
    'Kokous 1/2026, §12; liite A-900',
    'As agreed with member service @ Halli',
    'RUN BONUS-2026-01-1',
    '+20 % on 2026-01-10',
  ])('may be: %s', (text) => {
    expect(z.safeParse(freeTextSchema, text).success).toBe(true);
  });

  it('is refused as a company’s name as well', () => {
    expect(z.safeParse(organisationNameSchema, '010190-900P').success).toBe(false);
    expect(z.safeParse(organisationNameSchema, 'Firma 24 Oy').success).toBe(true);
  });
});
