import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../domain/csv.ts';
import {
  columnsOf,
  type RegisterPerson,
  registerRow,
  registerRowSchema,
  registerViews,
  standingOn,
} from '../../../domain/member-register.ts';

const entry = { name: 'Mäkinen Åsa', memberNumber: '60000001', from: '2020-05-01' };
const person: RegisterPerson = { birthDate: '1980-02-29', homeMunicipality: '091', nonDisclosure: false };
const protectedPerson = { ...person, nonDisclosure: true };
const on = '2026-01-01';

describe('a line of the member register', () => {
  it('shows anyone names and days only, even under an order of non-disclosure (R51, R53)', () => {
    const expected = { name: 'Mäkinen Åsa', standing: 'PRESENT', from: '2020-05-01', until: null };
    for (const known of [person, protectedPerson, undefined])
      expect(registerRow('anyone', entry, known, on)).toStrictEqual(expected);
  });

  it('shows the entitled the rest, but of the protected no home municipality, nor that there is an order', () => {
    const expected = {
      name: 'Mäkinen Åsa',
      standing: 'PRESENT',
      from: '2020-05-01',
      until: null,
      memberNumber: '60000001',
      birthDate: '1980-02-29',
      homeMunicipality: '091',
      shares: 1,
    };
    expect(registerRow('entitled', entry, person, on)).toStrictEqual(expected);
    const hidden = { ...expected, homeMunicipality: null };
    expect(registerRow('entitled', entry, protectedPerson, on)).toStrictEqual(hidden);
    expect(registerRow('entitled', entry, undefined, on)).toStrictEqual({ ...hidden, birthDate: null });
  });

  it('shows an authority the home municipality of the protected, and that there is an order', () => {
    expect(registerRow('authority', entry, protectedPerson, on)).toMatchObject({
      homeMunicipality: '091',
      nonDisclosure: true,
    });
  });

  it('never has a column for identity code, account, tax or payment (R52)', () => {
    for (const column of Object.keys(registerRowSchema.shape))
      expect(column).not.toMatch(/identity|code|iban|account|tax|paid|cents|phone|mail/i);
  });

  it('is the same set of columns for every member of a view', () => {
    for (const view of registerViews)
      for (const known of [person, protectedPerson, undefined])
        expect(Object.keys(registerRow(view, entry, known, on) ?? {})).toEqual(columnsOf(view));
  });

  it('is of a day: from the first day present, from the end former, before that none', () => {
    const left = { ...entry, until: '2025-06-30' };
    expect(standingOn(left, '2020-04-30')).toBeUndefined();
    expect(registerRow('anyone', left, person, '2020-04-30')).toBeUndefined();
    expect(registerRow('anyone', left, person, '2020-05-01')).toMatchObject({ standing: 'PRESENT', until: null });
    expect(registerRow('anyone', left, person, '2025-06-29')).toMatchObject({ standing: 'PRESENT', until: null });
    expect(registerRow('anyone', left, person, '2025-06-30')).toMatchObject({
      standing: 'FORMER',
      until: '2025-06-30',
    });
  });
});

/** RFC 4180, read by the book. */
function parsed(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (let at = 0; at < text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += text[at] === '"' ? 2 : 1) cell += text[at];
      at += 1;
    } else for (; at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at); at += 1) cell += text[at];
    cells.push(cell);
    if (text[at] === ',') at += 1;
    else {
      rows.push(cells);
      cells = [];
      at += 2;
    }
  }
  return rows;
}

describe('a line of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+358401234567', "'+358401234567"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    [' =1', "' =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['＝1', "'＝1"],
    ['\uFEFF=1', "'\uFEFF=1"],
  ])('makes text of %j', (given, expected) => {
    expect(csvLine([given])).toBe(`"${expected}"\r\n`);
  });

  it('leaves what is no formula as it is', () => {
    expect(csvLine(['Mäkinen-Åberg', '2020-05-01', '', 'a=b'])).toBe('Mäkinen-Åberg,2020-05-01,,a=b\r\n');
    expect(csvLine(['O"Hara', 'a,b', 'x\r\ny'])).toBe('"O""Hara","a,b","x\r\ny"\r\n');
  });

  it('is read back as it was written, with an apostrophe before what could be a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[\t\r\n =+\-@",'a]{0,6}$/),
      fc.constantFrom('=cmd|x', '＋1', '"', '""', '\r\n'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        const back = parsed(rows.map(csvLine).join(''));
        expect(back.map((row) => row.length)).toEqual(rows.map((row) => row.length));
        for (const [y, row] of rows.entries())
          for (const [x, written] of row.entries()) {
            const read = back[y]?.[x] ?? '';
            expect([written, `'${written}`]).toContain(read);
            // What a spreadsheet sees is never a formula.
            expect(read).not.toMatch(/^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u);
            expect(read).not.toMatch(/^[\t\r\n]/);
          }
      }),
      { numRuns: 150 },
    );
  });
});
