import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../../scripts/start/arguments.ts';

/** The afternoon of 23 November 2026 in Helsinki. */
const at = { nowMs: Date.parse('2026-11-23T14:00:00+02:00'), lateWindowDays: 400 };
const refusal = (...args: string[]) => expect(parseArguments(args, at)).rejects;

let folder = '';
const inFolder = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'omistaja-arguments-'));
  await Promise.all(['r.jsonl', 'c.csv'].map((name) => writeFile(inFolder(name), '')));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the arguments of npm start', () => {
  it('are none: the last month that has ended, stays up', async () => {
    expect(await parseArguments([], at)).toEqual({
      once: false,
      port: undefined,
      seed: 1,
      month: '2026-10',
      files: undefined,
      resultFile: undefined,
    });
  });

  it('are all', async () => {
    const files = { receipts: inFolder('r.jsonl'), cards: inFolder('c.csv') };
    const args = [
      '--once',
      '--port',
      '0',
      '--seed',
      '7',
      '--month',
      '2026-09',
      '--receipts',
      files.receipts,
      '--cards',
      files.cards,
    ];
    expect(await parseArguments([...args, '--result', inFolder('new.json')], at)).toEqual({
      ...{ once: true, port: 0, seed: 7, month: '2026-09', files },
      resultFile: inFolder('new.json'),
    });
  });

  it('take the month by the calendar of Finland', async () => {
    const firstOfDecember = { ...at, nowMs: Date.parse('2026-11-30T22:00:00Z') };
    expect((await parseArguments([], firstOfDecember))?.month).toBe('2026-11');
    await expect(parseArguments(['--month', '2026-11'], { ...at, nowMs: firstOfDecember.nowMs - 1 })).rejects.toThrow(
      'has not ended',
    );
  });

  it('refuse a month that some of whose receipts would be too late', async () => {
    const lastDay = { ...at, nowMs: Date.parse('2026-11-05T12:00:00+02:00') };
    expect((await parseArguments(['--month', '2025-10'], lastDay))?.month).toBe('2025-10');
    await expect(parseArguments(['--month', '2025-10'], { ...at, nowMs: lastDay.nowMs + 86_400_000 })).rejects.toThrow(
      'too old',
    );
  });

  it.each([
    [['--month', '2026-11'], /has not ended/],
    [['--month', '2025-09'], /too old.*400 days/],
    [['--month', '2026-13'], /no month/],
    [['--month', 'october'], /no month/],
    [['--port', '65536'], /--port.*whole number from 0 to 65535/],
    [['--port', '4566x'], /--port/],
    [['--seed', '-1'], /--seed/],
    [['--bogus'], /--bogus/],
    [['more'], /[Tt]oo many arguments/],
    [['--month'], /--month.*missing/],
  ])('refuse %j in one sentence, with exit code 2', async (args, sentence) => {
    await refusal(...args).toMatchObject({ name: 'StartError', exitCode: 2 });
    await refusal(...args).toThrow(sentence);
    await refusal(...args).toThrow(/^[^\n]+[^.\s]\.$/);
  });

  it('refuse only one of the two files, a file that is not there, and a folder', async () => {
    await refusal('--receipts', inFolder('r.jsonl')).toThrow(/together/);
    await refusal('--cards', inFolder('c.csv')).toThrow(/together/);
    await refusal('--receipts', inFolder('r.jsonl'), '--cards', inFolder('none.csv')).toThrow(/--cards is not there/);
    await refusal('--receipts', folder, '--cards', inFolder('c.csv')).toThrow(/--receipts is a folder/);
    await refusal('--result', inFolder('none/result.json')).toThrow(/--result cannot be written/);
    await refusal('--result', folder).toThrow(/--result is a folder/);
  });
});
