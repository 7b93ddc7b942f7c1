/**
 * Letters of the Latin script that Unicode does not decompose into a basic letter and marks: the Nordic, Sámi, Baltic,
 * Turkic, Slavic and West African ones. What is not here and does not decompose is dropped.
 */
const basicLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', þ: 'th', Þ: 'TH', ð: 'd', Ð: 'D' },
  ...{ đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ĸ: 'k', ł: 'l', Ł: 'L', ŋ: 'n', Ŋ: 'N', ŧ: 't', Ŧ: 'T' },
  ...{ ə: 'a', Ə: 'A', ǝ: 'a', Ǝ: 'A', ǥ: 'g', Ǥ: 'G', ʒ: 'z', Ʒ: 'Z', ƶ: 'z', Ƶ: 'Z', ƣ: 'g', Ƣ: 'G' },
  ...{ ɓ: 'b', Ɓ: 'B', ɗ: 'd', Ɗ: 'D', ɖ: 'd', Ɖ: 'D', ɛ: 'e', Ɛ: 'E', ƒ: 'f', Ƒ: 'F', ɣ: 'g', Ɣ: 'G' },
  ...{ ɨ: 'i', Ɨ: 'I', ɩ: 'i', Ɩ: 'I', ƙ: 'k', Ƙ: 'K', ƚ: 'l', Ƚ: 'L', ɲ: 'n', Ɲ: 'N', ɔ: 'o', Ɔ: 'O' },
  ...{ ɵ: 'o', Ɵ: 'O', ʉ: 'u', Ʉ: 'U', ʊ: 'u', Ʊ: 'U', ʋ: 'v', Ʋ: 'V', ƴ: 'y', Ƴ: 'Y', ƀ: 'b', Ƀ: 'B' },
  // U+02BC, an apostrophe that is a letter: what ŉ decomposes into.
  ʼ: "'",
};

const longestNameCharacters = 70;

/**
 * Text as it may stand in a SEPA credit transfer between Finnish banks (domain.md 5.1): basic Latin, å ä ö Å Ä Ö, digits,
 * `/ - ? : ( ) . , ' +` and single spaces; no `/` at either end and no `//`. Other letters of the Latin script become basic
 * ones, everything else is dropped.
 * @param text anything, also with lone surrogates
 * @param longest the most characters to keep; all that remain are one UTF-16 unit long, so a cut never halves one
 * @returns the text, possibly empty. The same function of its own result is that result.
 */
export function sepaText(text: string, longest: number): string {
  return (
    text
      .normalize('NFC')
      .replace(/[‘’‛ʹʻʼʽ`´′]/g, "'")
      .replace(/[\p{Pd}\u2212]/gu, '-')
      .replace(/[\p{Z}\t\n\v\f\r\u0085]/gu, ' ')
      // Before decomposing, for a spacing mark would fall apart into a space and a mark, and ½ into 12.
      .replace(/[^\p{ASCII}\p{L}\p{M}\p{Script=Latin}\uFF01-\uFF5E]\p{M}*/gu, '')
      .normalize('NFKD')
      .replace(/([AaOo])\p{M}*?([\u0308\u030A])/gu, (_, letter, mark) => `${letter}${mark}`.normalize('NFC'))
      .replace(/[^A-Za-z0-9ÅÄÖåäö/?:().,'+ -]/gu, (character) => basicLetters[character] ?? '')
      .replace(/ {2,}/g, ' ')
      .replace(/\/{2,}/g, '/')
      .replace(/^[/ ]+/, '')
      .slice(0, longest)
      .replace(/[/ ]+$/, '')
  );
}

/**
 * Whom a payment to an estate names: the deceased and that it is the estate, of which the latter is never cut off.
 * @param estate what says so, such as `kuolinpesä`
 */
export function estateName(deceased: string, estate: string): string {
  const says = sepaText(estate, longestNameCharacters);
  return sepaText(`${sepaText(deceased, longestNameCharacters - says.length - 1)} ${says}`, longestNameCharacters);
}

const hasLetterOrDigit = /[A-Za-z0-9ÅÄÖåäö]/;

/**
 * A name as it may stand in a SEPA credit transfer: {@link sepaText} of at most 70 characters (R102).
 * @param fallback what stands there when no letter or digit of `name` remains
 * @throws RangeError if none of the fallback remains either
 */
export function payeeName(name: string, fallback: string): string {
  for (const candidate of [name, fallback]) {
    const text = sepaText(candidate, longestNameCharacters);
    if (hasLetterOrDigit.test(text)) return text;
  }
  throw new RangeError('The fallback of a payee name needs a letter or a digit that a payment can carry.');
}
