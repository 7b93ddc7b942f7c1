import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayTotals } from '../../../cli/till/day-totals.ts';
import { linesOf } from '../../../cli/till/lines.ts';
import { identify, type ReceiptSource, receiptFile, receiptStream, receiptsAtHand } from '../../../cli/till/source.ts';
import { jsonLines, receipts, temporaryFolder } from './workplace.ts';

async function textsOf(source: ReceiptSource): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of source()) texts.push(text);
  return texts;
}

async function file(content: string | Buffer, name = 'receipts.jsonl'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

describe('linesOf', () => {
  it('gives the same lines however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', '\n', '\u2028', 'ä') }),
        fc.integer({ min: 1, max: 5 }),
        async (text, size) => {
          const bytes = Buffer.from(text);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
            bytes.subarray(at * size, (at + 1) * size),
          );
          const lines: string[] = [];
          let end = 0;
          for await (const line of linesOf(Readable.from(chunks))) {
            lines.push(line.bytes.toString() + (line.terminated ? '\n' : ''));
            end = line.end;
          }
          expect(lines.join('')).toBe(text);
          expect(end).toBe(bytes.length);
        },
      ),
    );
  });
});

describe('receiptFile', () => {
  const texts = receipts(3).map((receipt) => JSON.stringify(receipt));

  it.each([
    ['plain', Buffer.from(`${texts.join('\n')}\n`)],
    ['without a last newline', Buffer.from(texts.join('\n'))],
    ['with empty lines, Windows line ends and a byte order mark', Buffer.from(`\ufeff${texts.join('\r\n\r\n')}\r\n`)],
    ['gzip, whatever its name', gzipSync(`${texts.join('\n')}\n`)],
  ])('reads a file: %s', async (_, content) => {
    const path = await file(content);
    expect(await textsOf(receiptFile(path))).toEqual(texts);
    expect(await identify(receiptFile(path))).toEqual(await identify(() => texts));
  });

  it('does not cut a line at U+2028, which JSON may hold', async () => {
    const text = '{"productGroup":"a\u2028b"}';
    expect(await textsOf(receiptFile(await file(`${text}\n`)))).toEqual([text]);
  });

  it.each([
    ['half a line', `${texts[0]}\n{"outletId":"DEM`, 'Line 2'],
    ['a list', '[]\n', 'Line 1'],
    ['a number', '17\n', 'Line 1'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d, 0x0a]), 'Line 1'],
    ['a receipt that fits no request', `{"a":"${'x'.repeat(900_000)}"}`, 'Line 1'],
    ['a gzip file that was cut', gzipSync(jsonLines(receipts(500))).subarray(0, 500), 'gzip'],
  ])('refuses %s before anything is queued, without repeating it', async (_, content, sentence) => {
    const path = await file(content);
    const reading = identify(receiptFile(path, 'day.jsonl'));
    await expect(reading).rejects.toMatchObject({ exit: 'badInput', message: expect.stringContaining(sentence) });
    await expect(reading).rejects.toThrow('day.jsonl');
    await expect(reading).rejects.not.toThrow('DEM');
  });

  it('says it if there is no such file', async () => {
    const path = join(await temporaryFolder(), 'none');
    await expect(identify(receiptFile(path))).rejects.toMatchObject({ exit: 'badInput' });
  });
});

describe('receiptStream', () => {
  it('can be read twice, though the pipe gives it once', async () => {
    const spool = join(await temporaryFolder(), 'incoming');
    const source = receiptStream(
      Readable.from([Buffer.from('{"a":1}\n{"a"'), Buffer.from(':2}\n')]),
      spool,
      'standard input',
    );
    expect(await identify(source)).toMatchObject({ receipts: 2 });
    expect(await textsOf(source)).toEqual(['{"a":1}', '{"a":2}']);
  });
});

describe('dayTotals', () => {
  it('counts one terminal and day; of a receipt that stands twice the first', async () => {
    const [first, second, third] = receipts(3);
    const all = [
      { ...first, totalCents: 100 },
      { ...first, totalCents: 999 },
      { ...second, totalCents: -30 },
      { ...third, terminalId: '2' },
      { ...third, businessDay: '2026-10-16' },
      { ...third, outletId: 'DEMO2' },
    ];
    const day = { outletId: 'DEMO1', terminalId: '1', businessDay: '2026-10-15' };
    expect(await dayTotals(receiptsAtHand(all), day)).toEqual({
      count: 2,
      totalCents: 70,
      receipts: [
        { receiptId: 'R0', totalCents: 100 },
        { receiptId: 'R1', totalCents: -30 },
      ],
    });
    await expect(dayTotals(receiptsAtHand([{ receiptId: 'R0' }]), day)).rejects.toMatchObject({ exit: 'badInput' });
  });
});
