/**
 * What a spreadsheet may take for a formula, also after blanks, and in full width, which some read as the plain signs. A member can call
 * themselves `=HYPERLINK(…)`, and whoever opens the list would run it.
 */
const formula = /^(?:[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u;

/** A cell by RFC 4180, safe against formulas: what could be one begins with an apostrophe, which spreadsheets read as "this is text". */
function csvCell(text: string, separator: ',' | ';'): string {
  const safe = formula.test(text) ? `'${text}` : text;
  const quoted = /["\r\n']/u.test(safe) || safe.includes(separator) || safe !== safe.trim();
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const lineOf =
  (separator: ',' | ';') =>
  (cells: readonly string[]): string =>
    `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;

/** A line by RFC 4180, with its end. */
export const csvLine = lineOf(',');

/** The same with semicolons, as spreadsheets in Finnish and Swedish read it: there the comma is the decimal sign. */
export const semicolonLine = lineOf(';');
