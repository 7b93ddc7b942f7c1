import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../domain/canonical-json.ts';

const { tie: values } = fc.letrec<{ tie: unknown }>((tie) => ({
  tie: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.array(tie('tie'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), tie('tie'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, turned(field)]),
  );
};

describe('canonical JSON', () => {
  it('sorts names by their UTF-16 units, as RFC 8785 has it in its example', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    expect(canonicalJson(Object.fromEntries(names.map((name) => [name, true])))).toBe(
      '{"\\r":true,"1":true,"\u0080":true,"\u00f6":true,"\u20ac":true,"\u{1f600}":true,"\ufb33":true}',
    );
  });

  it('keeps what looks the same apart: composed and decomposed letters, and half a pair', () => {
    const texts = ['\u00e9', 'e\u0301', '\ud800', '\udc00', '\u200b', ''].map(canonicalJson);
    expect(new Set(texts).size).toBe(6);
  });

  it('does not depend on the order of names, and is read back as it was', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([1.5, 2 ** 53, Number.NaN, Infinity, null, undefined, { a: undefined }, [() => 1], 1n])(
    'refuses %s',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(RangeError);
    },
  );
});
