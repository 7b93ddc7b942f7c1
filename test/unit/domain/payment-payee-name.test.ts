import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estateName, payeeName, sepaText } from '../../../domain/payee-name.ts';

const fallback = 'ASIAKASOMISTAJA';
const ring = '\u030A';
const diaeresis = '\u0308';

/** Any UTF-16 at all: whole code points of every script, and units alone, so lone surrogates too. */
const unit = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 1 }),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.integer({ min: 0x80, max: 0x36f }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(
    'a',
    'A',
    'o',
    'Å',
    'ä',
    'ø',
    ' ',
    '/',
    '//',
    '-',
    "'",
    '’',
    '–',
    ring,
    diaeresis,
    '\u0323',
    '😀',
    '\u202E',
    '\u200D',
  ),
);
const hostileText = fc.array(unit, { maxLength: 120 }).map((units) => units.join(''));

describe('payeeName', () => {
  it.each([
    ['Mallikas Maija', 'Mallikas Maija'],
    ['Äijälä Åke Öhman', 'Äijälä Åke Öhman'],
    [`A${diaeresis}ija${diaeresis}la${diaeresis} A${ring}ke O${diaeresis}hman`, 'Äijälä Åke Öhman'],
    ['\u212Bke (the ångström sign)', 'Åke (the ångström sign)'],
    [`a\u0323${ring} with a dot below`, 'å with a dot below'],
    ['ǟ ǻ ȫ', 'ä å ö'],
    ["D'Angelo-Smith, J. (Jr.)/Oy: 1+1?", "D'Angelo-Smith, J. (Jr.)/Oy: 1+1?"],
    ['Žofia Łukaszewicz-Çelik', 'Zofia Lukaszewicz-Celik'],
    ['Đorđe Bjørn Ærø Œuvre Straße STRAẞE', 'Dorde Bjorn AEro OEuvre Strasse STRASSE'],
    ['Þóra Sigurðardóttir', 'THora Sigurdardottir'],
    ['İbrahim Yıldız Əliyev', 'Ibrahim Yildiz Aliyev'],
    ['Nguyễn Thị Ước', 'Nguyen Thi Uoc'],
    ['Áŋŋel Ŧuoŧŧar ǥ ǯ ʒ Säʹmmlaž', "Annel Tuottar g z z Sä'mmlaz"],
    ['ĸ ŀ ŉ ſ ħ', "k l 'n s h"],
    ['Õun Müller', 'Oun Muller'],
    ['Ｆｕｌｌ－Ｗｉｄｔｈ　Ｎａｍｅ！', 'Full-Width Name'],
    ['（Ｏｙ）１２３＜＆＞', '(Oy)123'],
    [`a€${diaeresis} b😀${ring}`, 'a b'],
    ['oﬃce ﬁ Ĳssel Ǆ Ⅷ', 'office fi IJssel DZ VIII'],
    ['O’Brien O‘Neill O´Hara O`Dea', "O'Brien O'Neill O'Hara O'Dea"],
    ['Virta–Koski—Aho‑Salo−Maa', 'Virta-Koski-Aho-Salo-Maa'],
    ['  Maija\u00A0\u2003\t\r\n  Mallikas  ', 'Maija Mallikas'],
    ['Maija \u200B\uFEFF\u202E\u0007Mallikas', 'Maija Mallikas'],
    ['Maija & <Matti> "Oy" ; ½ € @ # _ * \\ 100%', 'Maija Matti Oy 100'],
    ['Maija 😀 Мария 王 Mallikas', 'Maija Mallikas'],
    ['\uD83DMaija\uDE00', 'Maija'],
    ['//Maija///Mallikas/ / ', 'Maija/Mallikas'],
  ])('%j becomes %j', (name, expected) => {
    expect(payeeName(name, fallback)).toBe(expected);
  });

  it.each(['', ' ', '😀😀', 'Мария', '王小明', '&<>"', '///', '- . -', '\u202E\u200B', '\uD83D'])(
    '%j has no letter or digit to write: the fallback stands there',
    (name) => {
      expect(payeeName(name, fallback)).toBe(fallback);
    },
  );

  it('refuses a fallback of which nothing remains', () => {
    expect(() => payeeName('😀', '王')).toThrow(RangeError);
  });

  it('is cut to 70 characters, and never ends in a space or a slash by that', () => {
    expect(payeeName('Ä'.repeat(200), fallback)).toBe('Ä'.repeat(70));
    expect(payeeName(`${'a'.repeat(69)} b`, fallback)).toBe('a'.repeat(69));
    expect(payeeName(`${'a'.repeat(68)} /b`, fallback)).toBe('a'.repeat(68));
    expect(payeeName(`${'a'.repeat(69)}😀b`, fallback)).toBe(`${'a'.repeat(69)}b`);
    expect(payeeName(`${'a'.repeat(69)}ß`, fallback)).toBe(`${'a'.repeat(69)}s`);
  });

  it('is always a name that SEPA carries', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const written = payeeName(name, fallback);
        expect(written).toMatch(/^[A-Za-z0-9ÅÄÖåäö/?:().,'+ -]{1,70}$/);
        expect(written).not.toMatch(/^[/ ]|[/ ]$|\/\/| {2}/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of its own result is that result', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, other) => {
        const written = payeeName(name, `x${other}`);
        expect(payeeName(written, `x${other}`)).toBe(written);
        expect(sepaText(sepaText(name, 140), 140)).toBe(sepaText(name, 140));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on how the letters were composed', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        expect(payeeName(name.normalize('NFD'), fallback)).toBe(payeeName(name.normalize('NFC'), fallback));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of an estate says so, however long the name is', () => {
    expect(estateName('Maija Mallikas', 'kuolinpesä')).toBe('Maija Mallikas kuolinpesä');
    expect(estateName('a'.repeat(200), 'kuolinpesä')).toBe(`${'a'.repeat(59)} kuolinpesä`);
    expect(estateName('', 'kuolinpesä')).toBe('kuolinpesä');
    fc.assert(
      fc.property(hostileText, (name) => {
        const written = payeeName(estateName(name, 'kuolinpesä'), fallback);
        expect(written.length).toBeLessThanOrEqual(70);
        expect(written.endsWith('kuolinpesä')).toBe(true);
      }),
    );
  });

  it('leaves every name of Finnish letters as it is', () => {
    const finnish = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ'),
      minLength: 1,
      maxLength: 70,
    });
    fc.assert(
      fc.property(finnish, (name) => {
        expect(payeeName(name, fallback)).toBe(name);
      }),
    );
  });

  it('needs time in proportion to the length, also for a name made to be slow', () => {
    for (const piece of ['/ ', ' ', '/', `a${ring}`, '\u0301', '😀']) {
      const started = performance.now();
      sepaText(`x${piece.repeat(200_000)}x`, 70);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});
