import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEuros, formatEurosFi, roundHalfUp } from '../../../domain/money.ts';

describe('roundHalfUp', () => {
  it.each([
    [0, 2, 0],
    [1, 2, 1],
    [-1, 2, -1],
    [3, 2, 2],
    [-3, 2, -2],
    [49, 100, 0],
    [50, 100, 1],
    [-49, 100, 0],
    [-50, 100, -1],
    [149, 100, 1],
    [1, 3, 0],
    [2, 3, 1],
    [1, -2, -1],
    [-1, -2, 1],
    [1, 1, 1],
    [Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, 2, 4_503_599_627_370_496],
    [Number.MIN_SAFE_INTEGER, 2, -4_503_599_627_370_496],
    [1, Number.MAX_SAFE_INTEGER, 0],
    [4_503_599_627_370_496, Number.MAX_SAFE_INTEGER, 1],
    [4_503_599_627_370_495, Number.MAX_SAFE_INTEGER, 0],
  ])('%d / %d = %d', (numerator, denominator, expected) => {
    expect(roundHalfUp(numerator, denominator)).toBe(expected);
  });

  it.each([
    [0.5, 1],
    [1, 1.5],
    [2 ** 53, 1],
    [1, 2 ** 53],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
    [1, 0],
  ])('refuses %d / %d', (numerator, denominator) => {
    expect(() => roundHalfUp(numerator, denominator)).toThrow(RangeError);
  });

  it('says what is wrong, since the sentence is all that a log shows of it', () => {
    expect(() => roundHalfUp(1, 0)).toThrow('cannot divide by 0');
    expect(() => roundHalfUp(0.5, 1)).toThrow('not a whole number that a double holds exactly');
  });

  it('equals exact rational arithmetic over the whole range and is never -0', () => {
    const denominators = fc.oneof(
      fc.constantFrom(2, 10_000, 100_000, -3),
      fc.maxSafeInteger().filter((value) => value !== 0),
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), denominators, (numerator, denominator) => {
        const [n, d] =
          denominator < 0 ? [-BigInt(numerator), -BigInt(denominator)] : [BigInt(numerator), BigInt(denominator)];
        const size = (2n * (n < 0n ? -n : n) + d) / (2n * d);
        expect(BigInt(roundHalfUp(numerator, denominator))).toBe(n < 0n ? -size : size);
        expect(roundHalfUp(numerator, denominator)).not.toBe(-0);
      }),
    );
  });
});

describe('formatEuros', () => {
  it.each([
    [0, '0.00'],
    [-0, '0.00'],
    [1, '0.01'],
    [-5, '-0.05'],
    [99, '0.99'],
    [100, '1.00'],
    [123456, '1234.56'],
    [-123456, '-1234.56'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('%d cents is %s', (cents, expected) => {
    expect(formatEuros(cents)).toBe(expected);
  });

  it('is read back as the same cents', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        expect(formatEuros(cents)).toMatch(/^-?(0|[1-9]\d*)\.\d{2}$/);
        expect(BigInt(formatEuros(cents).replace('.', ''))).toBe(BigInt(cents));
      }),
    );
  });

  it('refuses fractions of a cent', () => {
    expect(() => formatEuros(0.5)).toThrow(RangeError);
    expect(() => formatEurosFi(2 ** 53)).toThrow(RangeError);
  });
});

describe('formatEurosFi', () => {
  it.each([
    [0, '0,00\u00a0€'],
    [123456, '1\u00a0234,56\u00a0€'],
    [-5, '\u22120,05\u00a0€'],
    [-123456789, '\u22121\u00a0234\u00a0567,89\u00a0€'],
    [99999, '999,99\u00a0€'],
  ])('%d cents is %s', (cents, expected) => {
    expect(formatEurosFi(cents)).toBe(expected);
  });

  it("is what ICU's fi-FI writes", () => {
    const icu = new Intl.NumberFormat('fi-FI', { style: 'currency', currency: 'EUR' });
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        expect(formatEurosFi(cents)).toBe(icu.format(formatEuros(cents) as `${number}`));
      }),
    );
  });
});
