import Table from 'cli-table3';

export type ReportTable = { title: string; head: readonly string[]; rows: readonly (readonly string[])[] };
/** A goal of the issue and what was measured. */
export type Aim = { what: string; measured: string; met: boolean };
export type Section = { title: string; text: readonly string[]; tables: readonly ReportTable[]; aims: readonly Aim[] };

/** A figure with so many decimals, thousands apart. */
export const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

export const dollars = (value: number, decimals = 4): string => `$${figure(value, decimals)}`;

const aimsTable = (aims: readonly Aim[]): ReportTable => ({
  title: 'Aims',
  head: ['aim', 'measured', 'met'],
  rows: aims.map(({ what, measured, met }) => [what, measured, met ? 'yes' : 'no']),
});

const tablesOf = ({ tables, aims }: Section): readonly ReportTable[] =>
  aims.length === 0 ? tables : [...tables, aimsTable(aims)];

/** A section for the terminal. */
export function printed(section: Section): string {
  const tables = tablesOf(section).map(({ title, head, rows }) => {
    const table = new Table({ head: [...head], style: { head: [], border: [] } });
    table.push(...rows.map((row) => [...row]));
    return `${title}\n${table.toString()}`;
  });
  return [`\n${section.title}\n${'='.repeat(section.title.length)}`, ...section.text, ...tables].join('\n\n');
}

/** A section as Markdown. */
export function markdown(section: Section): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const tables = tablesOf(section).flatMap(({ title, head, rows }) => [
    `### ${title}`,
    [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n'),
  ]);
  return [`## ${section.title}`, ...section.text, ...tables].join('\n\n');
}

/** A document with a section (as {@link markdown} gives it) in the place of the one with the same title, or at its end. */
export function withSection(document: string, section: string): string {
  const title = section.split('\n')[0] ?? '';
  const parts = document.trimEnd().split(/\n(?=## )/);
  const place = parts.findIndex((part) => part.split('\n')[0] === title);
  const text = `${section.trimEnd()}\n`;
  const all = place < 0 ? [...parts, text] : parts.with(place, text);
  return `${all.map((part) => part.trimEnd()).join('\n\n')}\n`;
}
