import { describe, expect, it } from 'vitest';
import { dollars, figure, markdown, printed, type Section } from '../../../bench/report.ts';

const section: Section = {
  title: 'A title',
  text: ['Some text.'],
  tables: [{ title: 'A table', head: ['what', 'much'], rows: [['a | b', figure(12_345.678, 1)]] }],
  aims: [{ what: 'an aim', measured: dollars(1.5, 2), met: false }],
};

describe('report', () => {
  it('as Markdown has every table, and a bar in a cell does not end it', () => {
    expect(markdown(section)).toBe(
      [
        '## A title',
        'Some text.',
        '### A table',
        '| what | much |\n| --- | --- |\n| a \\| b | 12,345.7 |',
        '### Aims',
        '| aim | measured | met |\n| --- | --- | --- |\n| an aim | $1.50 | no |',
      ].join('\n\n'),
    );
  });

  it('printed has the same cells', () => {
    expect(printed(section)).toMatch(/A title[\s\S]*a \| b[\s\S]*12,345\.7[\s\S]*an aim[\s\S]*\$1\.50/);
  });
});
