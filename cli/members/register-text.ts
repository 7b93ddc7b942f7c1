import { csvLine } from '../../domain/csv.ts';
import type { RegisterColumn, RegisterRow } from '../../domain/member-register.ts';

/** The rows of a list as they come. */
export type Rows = AsyncIterable<RegisterRow>;
export type RegisterHead = { coopId: string; on: string; view: string; columns: readonly RegisterColumn[] };

const cellText = (value: RegisterRow[RegisterColumn]): string =>
  value === null || value === undefined ? '' : String(value);
const cellsOf = (columns: readonly RegisterColumn[], row: RegisterRow): string[] =>
  columns.map((column) => cellText(row[column]));

/** RFC 4180, the first line the names of the columns. A list is never held: each row is a chunk. */
async function* csvText(rows: Rows, { columns }: RegisterHead): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(cellsOf(columns, row));
}

/** One JSON document, row by row. */
async function* jsonText(rows: Rows, { coopId, on, view }: RegisterHead): AsyncGenerator<string> {
  yield `${JSON.stringify({ coopId, on, view }).slice(0, -1)},"members":[`;
  let first = true;
  for await (const row of rows) {
    yield `${first ? '' : ','}\n${JSON.stringify(row)}`;
    first = false;
  }
  yield ']}\n';
}

/** Heads as people read them at the head office. */
const heads: Record<RegisterColumn, string> = {
  name: 'Nimi',
  standing: 'Tila',
  from: 'Jäsenyys alkoi',
  until: 'Jäsenyys päättyi',
  memberNumber: 'Jäsennumero',
  birthDate: 'Syntymäaika',
  homeMunicipality: 'Kotikunta',
  shares: 'Osuudet',
  nonDisclosure: 'Turvakielto',
};
const words: { readonly [C in RegisterColumn]?: Readonly<Record<string, string>> } = {
  standing: { PRESENT: 'jäsen', FORMER: 'entinen jäsen' },
  nonDisclosure: { true: 'kyllä', false: '' },
};
const views: Readonly<Record<string, string>> = {
  anyone: 'kenelle tahansa (OKL 4:16.1)',
  entitled: 'jäsenelle, velkojalle tai muulle, jonka oikeus sitä vaatii (OKL 4:16.1)',
  authority: 'viranomaiselle (OKL 4:16.4)',
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '');
const style =
  'body{font:10pt sans-serif}table{border-collapse:collapse;width:100%}th{text-align:left;border-bottom:1pt solid}' +
  'td,th{padding:1pt 6pt 1pt 0}thead{display:table-header-group}tr{break-inside:avoid}@page{size:A4;margin:15mm}';

/** A page to print, in Finnish; heads are repeated on each sheet. The last line says how many there are: without it the list is not whole. */
async function* htmlText(rows: Rows, { coopId, on, view, columns }: RegisterHead): AsyncGenerator<string> {
  const title = `Jäsenluettelo ${escaped(coopId)} ${escaped(on)}`;
  yield `<!doctype html>\n<html lang="fi"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>\n`;
  yield `<body><h1>${title}</h1><p>Nähtäväksi ${views[view] ?? ''}</p>\n<table><thead><tr>`;
  yield `${columns.map((column) => `<th>${heads[column]}</th>`).join('')}</tr></thead><tbody>\n`;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    // Each name stands by itself, in whatever direction it is written.
    const cells = columns.map((column) => {
      const text = cellText(row[column]);
      return `<td><bdi>${escaped(words[column]?.[text] ?? text)}</bdi></td>`;
    });
    yield `<tr>${cells.join('')}</tr>\n`;
  }
  yield `</tbody></table><p>Yhteensä ${count}</p></body></html>\n`;
}

export const registerFormats = ['csv', 'html', 'json'] as const;
export type RegisterFormat = (typeof registerFormats)[number];

/** A list as text, chunk by chunk as its rows come. */
export const registerText: Record<RegisterFormat, (rows: Rows, head: RegisterHead) => AsyncGenerator<string>> = {
  csv: csvText,
  html: htmlText,
  json: jsonText,
};
