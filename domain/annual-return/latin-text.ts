import { sepaText } from '../payee-name.ts';

/** What tax files may be written in; the old specification asks for the first (domain.md 4.8). */
export const fileEncodings = ['ISO-8859-1', 'UTF-8'] as const;
export type FileEncoding = (typeof fileEncodings)[number];

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Signs that ISO-8859-1 lacks and that have a plain form. */
const plainSigns: readonly (readonly [RegExp, string])[] = [
  [/[‘’‛ʹʻʼʽ`′]/g, "'"],
  [/[“”„‟″]/g, '"'],
  [/[\p{Pd}\u2212]/gu, '-'],
  [/\p{Zs}/gu, ' '],
];
const lastOfLatin1 = 0xff;
/** Most values of a file: nothing has to be done with them. */
const plainWords = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/**
 * Text as a line of a file can carry it: composed, without line breaks and what is invisible, so that nobody's name begins a line of its own. In
 * ISO-8859-1 letters that it lacks become their basic ones (š → s, ő → o, ŋ → n); what has none is left out.
 * @returns text whose every character is one of the encoding's; the same function of its own result is that result
 */
export function lineText(text: string, encoding: FileEncoding): string {
  if (plainWords.test(text)) return text;
  const visible = text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ')
    .replace(invisible, '');
  return tidy(encoding === 'UTF-8' ? visible : latin1(visible));
}

const tidy = (text: string): string => text.replace(/ {2,}/g, ' ').trim();

function latin1(text: string): string {
  const plain = plainSigns.reduce((rest, [signs, sign]) => rest.replace(signs, sign), text);
  // A letter with the marks that follow it is replaced as a whole.
  return plain.replace(/\P{M}\p{M}*|\p{M}+/gu, (letter) => {
    const isLatin1 = [...letter].every((character) => (character.codePointAt(0) ?? 0) <= lastOfLatin1);
    return isLatin1 ? letter : sepaText(letter, letter.length + 2);
  });
}

/**
 * Text as bytes.
 * @throws RangeError if a character is not of the encoding: it went around {@link lineText}
 */
export function encoded(text: string, encoding: FileEncoding): Uint8Array {
  if (encoding === 'UTF-8') return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > lastOfLatin1) throw new RangeError('a character is not of ISO-8859-1');
    bytes[index] = code;
  }
  return bytes;
}
