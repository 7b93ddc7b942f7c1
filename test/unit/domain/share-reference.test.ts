import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCreditorReference, isPaymentReference } from '../../../domain/payment-reference.ts';
import { memberNumberOfReference, shareReferenceOf } from '../../../domain/share-reference.ts';

const memberNumber = fc.stringMatching(/^\d{6,12}$/);

describe('the reference of a share', () => {
  it('is one of domain.md 4.4, in both forms', () => {
    expect(shareReferenceOf('600000042')).toEqual({
      reference: '76000000429',
      creditorReference: 'RF3676000000429',
    });
  });

  it('names its member, in either form, however it is printed, and nobody else', () => {
    fc.assert(
      fc.property(memberNumber, memberNumber, (number, other) => {
        const { reference, creditorReference } = shareReferenceOf(number);
        expect([isPaymentReference(reference), isCreditorReference(creditorReference)]).toEqual([true, true]);
        const printed = [
          reference,
          creditorReference,
          creditorReference.toLowerCase().replace(/(.{4})/g, '$1 '),
          `000${reference}`,
          reference.replace(/\B(?=(\d{5})+$)/g, ' '),
        ];
        for (const text of printed) expect(memberNumberOfReference(text), text).toBe(number);
        if (other !== number) expect(shareReferenceOf(other).reference).not.toBe(reference);
      }),
    );
  });

  it('with any one digit wrong names nobody', () => {
    fc.assert(
      fc.property(memberNumber, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, add) => {
        const { reference } = shareReferenceOf(number);
        const at = place % reference.length;
        const wrong = (Number(reference[at]) + add) % 10;
        expect(memberNumberOfReference(reference.slice(0, at) + wrong + reference.slice(at + 1))).toBeUndefined();
      }),
    );
  });

  it.each(['', '1232', 'RF111232', '12345', 'RF0812345', 'RF18539007547034', 'invoice 12', '7', '71'])(
    'is not %s',
    (text) => {
      expect(memberNumberOfReference(text)).toBeUndefined();
    },
  );
});
