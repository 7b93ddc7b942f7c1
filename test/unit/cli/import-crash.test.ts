import { randomUUID } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostRow } from '../../../cli/import/options.ts';
import { inspect, rowsOf } from '../../../cli/import/rows.ts';
import { type CustomerBody, customerKeeper, customersCsv, importPlace, nameOf, postTo } from './import-register.ts';
import { signedIn } from './signed-in.ts';
import { start } from './workplace.ts';

const count = 40;
const good = Array.from({ length: count }, (_, index) => nameOf(index)).filter((_, index) => index % 10 !== 3);
const content = customersCsv(count, { faulty: true });

class Crash extends Error {}

/** Takes the requests of a run that dies: after the register has taken the last one, before anybody noted its answer. */
function dyingAfter(requests: number, post: PostRow): PostRow {
  let left = requests;
  return async (...request) => {
    left -= 1;
    const answer = await post(...request);
    if (left <= 0) throw new Crash('The process ended.');
    return answer;
  };
}

/** How an import may be done: all that matters is what the register has after a crash and a second run. */
type Importer = (path: string, post: PostRow, resume: boolean) => Promise<unknown>;

/** No journal and a new key each time: what a loop over a file does. */
const naive: Importer = async (path, post) => {
  for await (const { cells } of rowsOf(path, 'naive.csv', await inspect(path, 'naive.csv'))) {
    const [firstNames, lastName] = cells;
    await post(
      '',
      JSON.stringify({ idempotencyKey: randomUUID(), set: { firstNames, lastName } }),
      new AbortController().signal,
    );
  }
};
/** A journal that is kept, but new keys: the row whose answer was lost is made twice. */
const journalOnly =
  (place: Awaited<ReturnType<typeof importPlace>>): Importer =>
  (_path, post, resume) =>
    place.importWith(
      (path, body, signal) => post(path, JSON.stringify({ ...JSON.parse(body), idempotencyKey: randomUUID() }), signal),
      { resume },
    );
const ours =
  (place: Awaited<ReturnType<typeof importPlace>>): Importer =>
  (_path, post, resume) =>
    place.importWith(post, { resume });

/** What the register has made after a run that died at some request and another to the end. */
async function madeAfterCrash(path: string, run: Importer, requests: number): Promise<string[]> {
  const keeper = customerKeeper();
  await expect(run(path, dyingAfter(requests, postTo(keeper.take)), false)).rejects.toThrow(Crash);
  await run(path, postTo(keeper.take), true);
  return keeper.made.toSorted();
}

describe('an import that dies between two rows and is resumed', () => {
  it('has made each row once, wherever it died', async () => {
    for (const requests of [1, 2, 9, 25, count]) {
      const place = await importPlace(content);
      expect(await madeAfterCrash(place.path, ours(place), requests)).toEqual(good);
    }
  });

  it('would have made rows twice without a journal, and one without keys of its rows', async () => {
    const place = await importPlace(content);
    expect((await madeAfterCrash(place.path, naive, 25)).length).toBeGreaterThan(good.length + 15);
    expect((await madeAfterCrash(place.path, journalOnly(place), 25)).length).toBeGreaterThan(good.length);
  });
});

describe('a journal that was cut off at any byte', () => {
  it('is resumed to the end: each row made once, each rejection listed once, the figures whole', async () => {
    const place = await importPlace(content);
    const first = customerKeeper();
    await place.importWith(postTo(first.take));
    const journal = await readFile(`${place.path}.import.jsonl`);
    await fc.assert(
      fc.asyncProperty(fc.nat(journal.length), async (cut) => {
        await writeFile(`${place.path}.import.jsonl`, journal.subarray(0, cut));
        const sent: string[] = [];
        const post = postTo((body: CustomerBody) => {
          sent.push(body.set.lastName ?? '');
          return first.take(body);
        });
        const { made, already, rejected, pending } = await place.importWith(post, { resume: true });
        expect([made + already, rejected, pending]).toEqual([good.length, count - good.length, 0]);
        expect(sent.length).toBe(count - journal.subarray(0, cut).toString().split('\n').slice(1, -1).length);
        expect(first.made).toHaveLength(good.length);
        expect((await place.errors()).length).toBe(1 + count - good.length);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is refused if a line in its middle is damaged: then the disk has lost something', async () => {
    const place = await importPlace(content);
    const keeper = customerKeeper();
    await place.importWith(postTo(keeper.take));
    const path = `${place.path}.import.jsonl`;
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(7, '{"row":').join('\n'));
    await expect(place.importWith(postTo(keeper.take), { resume: true })).rejects.toThrow(/damaged in line 8/);
    await writeFile(path, lines.with(0, '{}').join('\n'));
    await expect(place.importWith(postTo(keeper.take), { resume: true })).rejects.toThrow(/damaged in line 1/);
  });

  it('counts a row once that two processes have noted', async () => {
    const place = await importPlace(content);
    const keeper = customerKeeper();
    await place.importWith(postTo(keeper.take));
    const lines = (await place.journal()).split('\n');
    await appendFile(`${place.path}.import.jsonl`, `${lines[1]}\n${lines[2]}\n`);
    const figures = await place.importWith(postTo(keeper.take), { resume: true });
    expect(figures).toMatchObject({ already: good.length, rejected: count - good.length, pending: 0 });
  });
});

describe('omistaja import killed with SIGKILL', () => {
  it('again and again: every row arrives, none twice', async () => {
    const rows = 400;
    const keeper = customerKeeper();
    let left = 0;
    let kill = (): void => {};
    const { place } = await signedIn(async ({ body }) => {
      const answer = keeper.take(body as CustomerBody);
      left -= 1;
      if (left === 0) kill();
      await new Promise((resolve) => setTimeout(resolve, 4));
      return answer;
    });
    await writeFile(join(place.folder, 'all.csv'), customersCsv(rows, { faulty: true }));
    const argv = ['import', 'customers', 'all.csv', '--coop', 'demo', '--source', 'other', '--resume', '--json'];
    for (const requests of [1, 30, 75, 8, 120]) {
      left = requests;
      const { child, ended } = start(place, argv);
      kill = () => child.kill('SIGKILL');
      expect((await ended).code).toBeNull();
    }
    const { code, stdout } = await start(place, argv).ended;
    expect(code).toBe(2);
    const { made, already, rejected, pending } = JSON.parse(stdout);
    expect([made + already, already > 0, rejected, pending]).toEqual([rows * 0.9, true, rows * 0.1, 0]);
    expect(keeper.made).toHaveLength(rows * 0.9);
    expect(new Set(keeper.made).size).toBe(rows * 0.9);
  }, 60_000);
});
