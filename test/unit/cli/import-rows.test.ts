import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect, type Row, rowsOf } from '../../../cli/import/rows.ts';
import { type CustomerBody, customerKeeper, importPlace, postTo } from './import-register.ts';
import { signedIn } from './signed-in.ts';
import { run, temporaryFolder } from './workplace.ts';

async function read(content: string | Uint8Array) {
  const path = join(await temporaryFolder(), 'a.csv');
  await writeFile(path, content);
  const inspected = await inspect(path, 'a.csv');
  const rows: Row[] = [];
  for await (const row of rowsOf(path, 'a.csv', inspected)) rows.push(row);
  return { ...inspected, rows, said: inspected.rows };
}

describe('a CSV file', () => {
  it.each([
    ['commas', 'a,b\n1,2\n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['a byte order mark', '\ufeffa;b\n1;2\n'],
    ['line ends of Windows', 'a,b\r\n1,2\r\n'],
    ['no last line end', 'a,b\n1,2'],
    ['quotes around everything', '"a","b"\r\n"1","2"\r\n'],
    ['a byte order mark before a quote', '\ufeff"a";"b"\r\n"1";"2"\r\n'],
    ['mixed line ends', 'a,b\r\n1,2\n'],
  ])('with %s is read', async (_name, content) => {
    expect(await read(content)).toMatchObject({
      header: ['a', 'b'],
      said: 1,
      rows: [{ number: 2, cells: ['1', '2'] }],
    });
  });

  it('may have quotes, signs and line ends in a cell; rows are numbered as a spreadsheet does, empty ones too', async () => {
    const content = 'a;b\r\n"x;y";"two\r\nlines"\r\n\r\n;\r\n"say ""hei""";,\r\n';
    expect((await read(content)).rows).toEqual([
      { number: 2, cells: ['x;y', 'two\r\nlines'] },
      { number: 5, cells: ['say "hei"', ','] },
    ]);
  });

  it('gives any cells as they were written', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 20 }),
        fc.constantFrom(',', ';'),
        async (cells, sign) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const lines = cells.map((row) => row.map(quoted).join(sign));
          const { rows } = await read(`a${sign}b\r\n${lines.join('\r\n')}`);
          expect(rows.map((row) => row.cells)).toEqual(cells.filter((row) => row.join('') !== ''));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['that is empty', '', 'has no header'],
    ['with an empty header', ';\nAino;Esimerkki', 'has no header'],
    ['in Latin-1', Buffer.from('a,b\nP\u00e4ivi,1\n', 'latin1'), 'is not UTF-8'],
    ['in UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), 'is not UTF-8'],
    ['cut in the middle of a letter', Buffer.from('a,b\n1,ä').subarray(0, -1), 'is not UTF-8'],
    ['with a quote that is not closed', 'a,b\n1,2\n"Salainen,3\n4,5\n', 'Row 3 of a.csv: a quote is not closed'],
    ['with a quote inside a cell', 'a,b\n1,Salai"nen\n', 'Row 2 of a.csv: a quote stands inside a cell'],
    ['with text after a quote', 'a,b\n1,"Salai"nen\n', 'Row 2 of a.csv: a quote stands inside a quoted cell'],
  ])('%s is refused as a whole, without what stands in it', async (_name, content, text) => {
    const refused = read(content);
    await expect(refused).rejects.toMatchObject({ exit: 'badInput', message: expect.stringContaining(text) });
    await expect(refused).rejects.not.toThrow(/Salai|ivi/);
  });

  it('that somebody writes to meanwhile is noticed', async () => {
    const path = join(await temporaryFolder(), 'a.csv');
    await writeFile(path, 'a,b\n1,2\n');
    const rows = rowsOf(path, 'a.csv', await inspect(path, 'a.csv'));
    await writeFile(path, 'a,b\n1,3\n');
    const readOn = async (): Promise<void> => {
      for await (const _row of rows);
    };
    await expect(readOn()).rejects.toThrow('changed while it was read');
  });
});

describe('hostile cells', () => {
  it('reach the register as they are, or are refused alone: formulas, megabytes, too many cells', async () => {
    const formula = '=HYPERLINK("http://evil.example";"Aino")';
    const content = [
      'firstNames,lastName',
      `"${formula.replaceAll('"', '""')}",Yksi`,
      `${'x'.repeat(10_000_000)},Kaksi`,
      'Aino,Kolme,Salainen',
      'Aino',
      '__proto__,constructor',
      'Aino,Viisi',
    ].join('\r\n');
    const { importWith, errors } = await importPlace(content);
    const sent: CustomerBody[] = [];
    const keeper = customerKeeper();
    const post = postTo((body) => {
      sent.push(body);
      return keeper.take(body);
    });
    expect(await importWith(post)).toMatchObject({ rows: 6, made: 3, rejected: 3 });
    expect(sent.map(({ set }) => set.firstNames)).toEqual([formula, '__proto__', 'Aino']);
    const lines = (await errors()).slice(1).toSorted();
    expect(lines.map((line) => line.split('","').slice(0, 2).join(' '))).toEqual([
      '"3 bodyTooLarge',
      '"4 columnCount',
      '"5 columnCount',
    ]);
    expect(lines.join('')).not.toMatch(/Aino|Salainen|xxx/);
  }, 30_000);

  it('of a register that answers with a formula stay text in the file of errors', async () => {
    const { importWith, errors } = await importPlace('lastName\nYksi\n');
    const fault = { pointer: '=1+1', code: 'badFormat', message: '@SUM("a")' };
    const refusing = postTo(() => ({
      status: 400,
      body: {
        type: 'x',
        title: 'x',
        status: 400,
        code: 'invalidRequest',
        detail: 'x',
        requestId: 'x',
        errors: [fault],
      },
    }));
    await importWith(refusing);
    expect((await errors())[1]).toBe(`"2","badFormat","'=1+1","'@SUM(""a"")"`);
  });
});

describe('omistaja import', () => {
  const argv = ['import', 'customers', 'all.csv', '--coop', 'demo', '--source', 'other'];
  const at = async (content: string) => {
    const keeper = customerKeeper();
    const { place, seen } = await signedIn(({ body }) => keeper.take(body as CustomerBody));
    await writeFile(join(place.folder, 'all.csv'), content);
    return { place, seen };
  };

  it('tells made and rejected and where, ends with 2, and nothing of a cell stands on the terminal', async () => {
    const { place } = await at('firstNames,lastName\nAino,Yksi\nAino,Faulty Salainen\nAino,Kolme\n');
    const { code, stdout, stderr } = await run(place, argv, { tty: true });
    expect(code).toBe(2);
    expect(stripVTControlCharacters(stdout)).toMatch(/Rows +3\nMade +2\nRejected +1/);
    expect(stdout).toContain('all.csv.errors.csv');
    expect(stderr).toContain('█');
    expect(stderr).toContain('of 3 rows');
    expect(`${stdout}${stderr}`).not.toMatch(/Aino|Yksi|Salainen/);
    const again = await run(place, argv);
    expect([again.code, again.stdout]).toEqual([5, '']);
    expect(again.stderr).toContain('--resume');
    const resumed = await run(place, [...argv, '--resume', '--json']);
    expect([resumed.code, resumed.stderr]).toEqual([2, '']);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ made: 0, already: 2, rejected: 1 });
  });

  it('ends with 0 if all were made, and a dry run makes none', async () => {
    const { place, seen } = await at('firstNames,lastName\nAino,Yksi\n');
    const dry = await run(place, [...argv, '--dry-run']);
    expect([dry.code, dry.stdout.includes('A dry run')]).toEqual([0, true]);
    expect((await run(place, argv)).code).toBe(0);
    expect(seen.map(({ body }) => (body as CustomerBody).dryRun)).toEqual([true, undefined]);
  });

  it.each([
    ['a header that is none', 'Aino,Esimerkki\n', 'Column 1 of the header is no field'],
    ['an unknown column', 'lastName,shoeSize\n1,2\n', 'Column 2 of the header is no field'],
    ['a column of Object', 'lastName,__proto__\n1,2\n', 'Column 2 of the header is no field'],
    ['a column twice', 'lastName,lastName\n1,2\n', 'Column 2 of the header is there twice'],
  ])('refuses a file with %s, and repeats nothing of it', async (_name, content, text) => {
    const { place, seen } = await at(content);
    const { code, stderr } = await run(place, argv);
    expect([code, seen]).toEqual([2, []]);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/Aino|Esimerkki|shoeSize|__proto__/);
  });

  it('refuses what is not there', async () => {
    const { place } = await at('lastName\n');
    expect((await run(place, argv.with(2, 'none.csv'))).stderr).toContain('none.csv cannot be read (ENOENT)');
    expect((await run(place, argv.with(1, 'shoes'))).code).toBe(2);
  });
});
