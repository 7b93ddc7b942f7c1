import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { CliError } from '../exit-codes.ts';
import { isFileError } from '../files.ts';

/** A row: its number as a spreadsheet counts (the header is row 1, empty rows count too), and its cells. */
export type Row = { number: number; cells: readonly string[] };

/** What a file holds. */
export type Inspected = {
  /** Of its bytes: the same bytes are the same file, whatever it is called. */
  sha256: string;
  header: readonly string[];
  /** Rows below the header that are not empty. */
  rows: number;
  delimiter: ',' | ';';
};

/** Longer than this is no row: a quote that is not closed would else take the rest of the file into memory. */
const longestRowBytes = 16 * 1024 * 1024;
const headerBytes = 64 * 1024;

/**
 * Reads a CSV file to its end: RFC 4180 in UTF-8, with or without a byte order mark, commas or semicolons, any line ends. So what is
 * wrong with the file as a whole is known before the first row is sent.
 * @param name what to call the file in an error
 * @throws CliError badInput if it cannot be read, is not UTF-8, has no header or a quote out of place; no cell stands in the text
 */
export async function inspect(path: string, name: string): Promise<Inspected> {
  const delimiter = await delimiterOf(path, name);
  const read = recordsOf(path, name, delimiter);
  let header: readonly string[] | undefined;
  let rows = 0;
  for await (const { number, cells } of read.records) {
    if (number === 1) header = cells;
    else if (!isEmpty(cells)) rows += 1;
  }
  if (header === undefined || isEmpty(header))
    throw new CliError('badInput', `${name} has no header in its first row.`);
  return { sha256: read.sha256(), header, rows, delimiter };
}

/**
 * The rows below the header, one after the other; memory holds a few.
 * @throws CliError badInput if the file is no longer the one that was inspected: at its end, since only then it is known
 */
export async function* rowsOf(path: string, name: string, { sha256, delimiter }: Inspected): AsyncGenerator<Row> {
  const read = recordsOf(path, name, delimiter);
  for await (const row of read.records) {
    if (row.number > 1 && !isEmpty(row.cells)) yield row;
  }
  if (read.sha256() !== sha256)
    throw new CliError('badInput', `${name} changed while it was read.`, 'Import a file that nobody writes to.');
}

const isEmpty = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

/** The first line decides: names of columns hold neither sign. */
async function delimiterOf(path: string, name: string): Promise<',' | ';'> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
      const [line = ''] = buffer.toString('latin1', 0, bytesRead).split(/[\r\n]/, 1);
      return line.includes(';') ? ';' : ',';
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!isFileError(error, 'ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR')) throw error;
    throw new CliError('badInput', `${name} cannot be read (${error.code}).`);
  }
}

function recordsOf(path: string, name: string, delimiter: ',' | ';') {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      check(() => decoder.decode(chunk, { stream: true }));
      yield chunk;
    }
    check(() => decoder.decode());
  }
  const check = (decode: () => string): void => {
    try {
      decode();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new CliError('badInput', `${name} is not UTF-8.`, 'Save it as "CSV UTF-8" and import that.');
    }
  };
  async function* records(): AsyncGenerator<Row> {
    const parser = parse({
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: longestRowBytes,
    });
    // Errors of the file destroy the parser, and so come out of its rows; the promise is only another way to learn of them.
    const piped = pipeline(Readable.from(bytes()), parser).catch(() => {});
    let number = 0;
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        number += 1;
        yield { number, cells };
      }
      await piped;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      // Its message holds what stands in the cell. Rows that were read before it may not have come out yet: it has counted them.
      throw new CliError(
        'badInput',
        `Row ${Number(error.records) + 1} of ${name}: ${faults[error.code] ?? 'it is no CSV.'}`,
      );
    }
  }
  return { records: records(), sha256: () => hash.copy().digest('hex') };
}

const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed.',
  CSV_INVALID_CLOSING_QUOTE: 'a quote stands inside a quoted cell; write it twice.',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell; quote the whole cell and write the quote twice.',
  CSV_MAX_RECORD_SIZE: 'it is longer than 16 MiB; is a quote not closed?',
};
