import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finnishSortKey } from '../../../domain/finnish-collation.ts';

/** The runtime's own collation, of which U+FFFE tells the parts of a merged key apart (UTS #35, 1.8). It is the oracle only. */
const collator = new Intl.Collator('fi');
const oracle = (a: readonly string[], b: readonly string[]): number =>
  collator.compare(a.join('\uFFFE'), b.join('\uFFFE'));

const byUtf16 = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byKey = (a: readonly string[], b: readonly string[]): number => byUtf16(finnishSortKey(a), finnishSortKey(b));

/** Letters of Latin-1, Latin Extended-A, Romanian, Vietnamese, Sámi, Azeri and Welsh names, and the signs that names have. */
const composed = Array.from({ length: 0x1f00 }, (_, code) => String.fromCharCode(code)).filter(
  (letter) =>
    /^[\p{Lu}\p{Ll}]$/u.test(letter) &&
    /\p{Script=Latin}/u.test(letter) &&
    letter.normalize('NFKC') === letter &&
    (letter.normalize('NFD') !== letter || letter < '\u0180' || /[əǝɛɔɓɖɗƙƴŋɣƐƆƁƊƘƳƏẞ]/.test(letter)),
);
const letter = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abdosuvwyzåäöAÅÄÖVWüéèæøđŋß') },
  { weight: 1, arbitrary: fc.constantFrom(...composed) },
  { weight: 1, arbitrary: fc.constantFrom(...` -.',&1`, '\u0301', '\u0323', '\u030A', '\u0308') },
);
const name = fc.string({ unit: letter, maxLength: 8 });
const person = fc.tuple(name, name);

describe('finnishSortKey', () => {
  it('knows the alphabet', () => {
    const names = [
      ...['Aho', 'Aho-Salo', 'Ahola', 'Dahl', 'Đahl', 'Eskola', 'Hyvä', 'Hüvä', 'Hyvää', 'Vaara', 'Virta', 'Virtanen'],
      ...[
        'von Wright',
        'Wirta',
        'Yli',
        'Zeta',
        'Þórsson',
        'Åberg',
        'Äijä',
        'Æbel',
        'Äijälä',
        'Öhman',
        'Øster',
        'Östman',
      ],
    ];
    const sorted = [...names].toSorted((a, b) => byKey([a], [b]));
    expect(sorted).toEqual([...names].toSorted(collator.compare));
    const place = (of: string): number => sorted.indexOf(of);
    expect(place('Zeta')).toBeLessThan(place('Åberg'));
    expect(place('Åberg')).toBeLessThan(place('Äijä'));
    expect(place('Äijälä')).toBeLessThan(place('Öhman'));
    expect(place('Virtanen')).toBeLessThan(place('von Wright'));
    expect(place('von Wright')).toBeLessThan(place('Wirta'));
  });

  it('takes first names after the whole last name', () => {
    expect(byKey(['Aho', 'Ville'], ['Ahola', 'Aino'])).toBe(-1);
    expect(byKey(['Aho', 'Aino'], ['Aho', 'Ville'])).toBe(-1);
    expect(byKey(['Aho', ''], ['Aho', 'Aino'])).toBe(-1);
    // One last name of two spellings is one in the list.
    expect(byKey(['Müller', 'Aino'], ['Myller', 'Ville'])).toBe(-1);
  });

  it('puts every letter of names where Finnish puts it', () => {
    const keys = composed.map((one) => ({ one, key: finnishSortKey([one]) }));
    const elsewhere = keys.flatMap((a) =>
      keys.filter((b) => byUtf16(a.key, b.key) !== collator.compare(a.one, b.one)).map((b) => `${a.one} ${b.one}`),
    );
    expect(elsewhere).toEqual([]);
  });

  it('orders names as Finnish does', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        expect(byKey(a, b)).toBe(oracle(a, b));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is the same for the same text, composed or not', () => {
    fc.assert(
      fc.property(person, ([last, first]) => {
        const key = finnishSortKey([last, first]);
        expect(finnishSortKey([last.normalize('NFD'), first.normalize('NFC')])).toBe(key);
      }),
    );
  });

  it('is printable ASCII without the sign that separates key parts, of a length that an index takes, whatever the text', () => {
    const anything = fc.oneof(
      fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points)),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc.constantFrom(
        'x'.repeat(10_000_000),
        'ǖ'.repeat(100),
        'ß'.repeat(100),
        '\u0301'.repeat(200),
        '__proto__',
        'constructor',
      ),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 3 }), (parts) => {
        expect(finnishSortKey(parts)).toMatch(/^[$-~]{0,600}$/);
      }),
    );
  });

  it('stays as it is stored', () => {
    expect(finnishSortKey(['Meikäläinen', 'Matti Åke'])).toBe('YIQUwWwQ[I[%YAggQ(uUI$%$)%)((((()');
    expect(finnishSortKey(['Ærø & Łuk-Çelik Oy'])).toBe('wcy(4(WiU)EIWQU(]q$(F((F((((9((((4$)((((()((()((((()');
  });
});
