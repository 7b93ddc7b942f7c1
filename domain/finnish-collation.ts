/**
 * The alphabetical order of names in Finnish (R49: the member register is alphabetical; CLDR `fi`, standard): å ä ö after z, v and w
 * apart, ü as y, æ as ä, ø as ö, đ ŋ ŧ as d n t. The order is data of ours and not asked of the runtime, for keys made of it are stored in an
 * index: a change of a table below is a change of every stored key.
 *
 * As in the Unicode Collation Algorithm a key has three levels: which letters, then which marks on them, then which are capitals.
 */

/** Each with its own place, in order, before the letters. */
const signs = ` -,;:!.'"()/&ʹ+0123456789`;

/** A letter of the alphabet, and the letters of other alphabets that have a place of their own between it and the next. */
const alphabet = (
  'aⱥɐɑɒ bƀɓƃ cȼƈↄ dɖɗƌ eɇǝəɛ fƒⅎ gɠɣƣ hƕⱨⱶ iıɨɩ jɉ kƙⱪ lỻƚⱡɫ mɱ nɲƞ oɔɵȣ pᵽƥ qɋĸ rʀɍɽ sȿʃ tⱦƭʈ uʉɯʊ vʋỽʌ wⱳ x yɏƴỿȝ ' +
  'zƶȥɀⱬƹþƿƨƽƅɂ å ä ö'
).split(' ');

/** In sortedAs: a bar through the letter, and whatever else sets it apart. */
const bar = '\u0335';
const other = '\u0362';

/** The marks of letters in the order in which they tell equal letters apart. */
const marks = [
  ...['\u0301', '\u0300', '\u0306', '\u0302', '\u030C', '\u030A', '\u0308', '\u030B', '\u0303', '\u0307', '\u0338'],
  ...['\u0327', '\u0328', '\u0304', '\u030D', '\u0329', bar, '\u0309', '\u030F', '\u0311', '\u031B', '\u0323'],
  ...['\u0324', '\u0325', '\u0326', '\u032D', '\u032E', '\u0330', '\u0331', other],
];

/** Letters and signs that are sorted as others with a mark. */
const sortedAs: Readonly<Record<string, string>> = {
  ...{ đ: `d${bar}`, ǥ: `g${bar}`, ħ: `h${bar}`, ł: `l${bar}`, ŋ: `n${bar}`, ŧ: `t${bar}`, ʒ: `z${bar}` },
  ...{ ð: `d${other}`, ü: `y${other}`, æ: `ä${other}`, ø: `ö${other}`, œ: `o${other}e`, ß: `s${other}s` },
  ...{ '’': `'${other}`, ʻ: `'${other}`, ʼ: `'${other}` },
};

/** Both are below every weight, so that whatever is shorter comes first; `#`, which separates parts of table keys, is below both. */
const levelEnd = '$';
const partEnd = '%';
const least = '('.charCodeAt(0);
const weight = (place: number): string => String.fromCharCode(least + place);
const common = weight(0);
const capital = weight(1);
const beyondAll = '~';

/** Of what stands in no table: after everything that does, by its code point. */
const unknown = (character: string): string =>
  `${beyondAll}${(character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`;

const primaryWeights: ReadonlyMap<string, string> = new Map([
  ...[...signs].map((sign, index): [string, string] => [sign, weight(index)]),
  // Two places for each: the letter itself, and one before whose second character says which of its followers it is.
  ...alphabet.flatMap((letters, index) =>
    [...letters].map((letter, follower): [string, string] => [
      letter,
      follower === 0
        ? weight(signs.length + 2 * index)
        : `${weight(signs.length + 2 * index + 1)}${weight(follower - 1)}`,
    ]),
  ),
]);
const markWeights: ReadonlyMap<string, string> = new Map([...marks].map((mark, index) => [mark, weight(index + 1)]));

/** A name is at most this long (person-name.ts, organisation-name.ts); of anything longer the beginning is sorted. */
const mostCharacters = 100;
/** DynamoDB takes 1,024 bytes of a sort key; what is cut off could only tell apart names that are as good as equal. */
const mostKeyCharacters = 600;

/**
 * The key of a name: keys compared as bytes or as UTF-16 are in the Finnish order of the names. The letters of all parts come first, then
 * the marks of all, then the capitals, so people whose last name is spelt `von Wright` or `Von Wright` are one alphabet of first names.
 * @param parts the last name, then the first names; or a company's name. Any text has a key, lone surrogates too
 * @returns printable ASCII without `#`, at most 600 characters. Equal names have equal keys: append `#` and an id to tell people apart
 */
export function finnishSortKey(parts: readonly string[]): string {
  const levels = parts.map(levelsOf);
  return (['letters', 'marks', 'capitals'] as const)
    .map((level) => levels.map((part) => part[level]).join(partEnd))
    .join(levelEnd)
    .slice(0, mostKeyCharacters);
}

type Levels = { letters: string; marks: string; capitals: string };

function levelsOf(part: string): Levels {
  const levels: Levels = { letters: '', marks: '', capitals: '' };
  for (const character of decomposed(part)) {
    const small = character.toLowerCase();
    for (const element of sortedAs[small] ?? small) append(levels, element, small !== character);
  }
  // Trailing commons tell nothing once the level above is equal.
  return { ...levels, marks: trimmed(levels.marks), capitals: trimmed(levels.capitals) };
}

function append(levels: Levels, element: string, isCapital: boolean): void {
  if (/\p{M}/u.test(element)) {
    levels.marks += markWeights.get(element) ?? unknown(element);
    return;
  }
  levels.letters += primaryWeights.get(element) ?? unknown(element);
  levels.marks += common;
  levels.capitals += isCapital ? capital : common;
}

/** Marks that may stand between a letter and its ring or dots: those of other places than above. */
const nearer = '[\u031B\u0321-\u0329\u032D\u032E\u0330\u0331\u0335-\u0338]*';
const wholeLetter = new RegExp(`([Aa](?=${nearer}[\u0308\u030A])|[OoUu](?=${nearer}\u0308))(${nearer})(.)`, 'gu');

/** Letters and marks apart, but å ä ö ü whole: they are letters of their own, whatever other marks they have. */
const decomposed = (text: string): string =>
  text
    .slice(0, mostCharacters)
    .normalize('NFKD')
    .replace(wholeLetter, (_, letter, near, mark) => `${letter}${mark}`.normalize('NFC') + near);

const trimmed = (weights: string): string => weights.replace(new RegExp(`\\${common}+$`), '');
