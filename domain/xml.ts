declare const markup: unique symbol;

/** Finished XML. Only this file makes it, so no text can get into a document unescaped. */
export type Xml = string & { readonly [markup]: true };

/** White space other than the space is written as a reference, since a parser would otherwise turn it into something else. */
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML 1.0 cannot hold at all, not even as a reference: most controls, lone surrogates, U+FFFE and U+FFFF. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Text as it stands in an element or in an attribute in double quotes.
 * @throws RangeError if XML 1.0 cannot hold a character of it
 */
export function xmlText(text: string): Xml {
  if (unwritable.test(text)) throw new RangeError('XML cannot hold a control character or a lone surrogate.');
  return text.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character) as Xml;
}

/**
 * An element: a string is its text (escaped here), a list its children (those that are undefined are left out).
 * @throws RangeError as {@link xmlText}
 */
export function xmlElement(
  name: string,
  content: string | readonly (Xml | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): Xml {
  let tag = name;
  for (const [key, value] of Object.entries(attributes)) tag += ` ${key}="${xmlText(value)}"`;
  return `<${tag}>${typeof content === 'string' ? xmlText(content) : content.join('')}</${name}>` as Xml;
}

/** Children on a line each, so that a long document can be read and compared by line. */
export function xmlLines(children: readonly Xml[]): Xml {
  return `\n${children.join('\n')}\n` as Xml;
}

/**
 * What stands before and after the children of a document that is too long to be put together: elements one in the other, then the children
 * as {@link xmlLines} has them.
 */
export function xmlFrame(
  names: readonly string[],
  attributesOfTheFirst: Readonly<Record<string, string>>,
): { before: string; after: string } {
  const nested = names.reduceRight<Xml>(
    (inner, name, index) => xmlElement(name, [inner], index === 0 ? attributesOfTheFirst : {}),
    place,
  );
  const [before = '', after = ''] = xmlDocument(nested).split(place);
  return { before: `${before}\n`, after };
}

/** Where the children go: no character of it can stand in a document. */
const place = '\u0000' as Xml;

/** A whole document in UTF-8. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}
