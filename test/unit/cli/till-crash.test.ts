import { copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encode, readJournal } from '../../../cli/till/journal.ts';
import type { PostBatch } from '../../../cli/till/post.ts';
import { type SendOptions, sendReceipts } from '../../../cli/till/send.ts';
import { receiptsAtHand } from '../../../cli/till/source.ts';
import { receiptKeeper, type Seen, startRegister } from './fake-register.ts';
import { jsonLines, receipts, start, temporaryFolder, until, workplace } from './workplace.ts';

const target = 'https://register.example';

/** The register without a network: for crashes that are made by cutting files. */
function register(isFaulty?: (receipt: { receiptId: string }) => boolean) {
  const keeper = receiptKeeper(isFaulty);
  const post: PostBatch = async (body) => {
    const { status, body: answer } = keeper.take({ body: JSON.parse(body) } as Seen) as {
      status: number;
      body: unknown;
    };
    return { status, retryAfter: null, body: answer };
  };
  return { kept: keeper.kept, post };
}

const isFaulty = ({ receiptId }: { receiptId: string }) => Number(receiptId.slice(1)) % 7 === 3;
const idsOf = (list: { receiptId: string }[]) => list.map(({ receiptId }) => receiptId).toSorted();

async function rejectedIds(queueDir: string): Promise<string[]> {
  const text = await readFile(join(queueDir, 'rejected.jsonl'), 'utf8').catch(() => '');
  return idsOf(
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).receipt),
  );
}

/** A queue as it is just before the last answer is noted, so that all receipts are still in it. */
async function unfinishedQueue(count: number): Promise<{ queueDir: string; source: SendOptions['source'] }> {
  const queueDir = await temporaryFolder();
  const source = receiptsAtHand(receipts(count));
  const { post } = register(isFaulty);
  const end = new AbortController();
  await sendReceipts({
    queueDir,
    target,
    source,
    batch: 5,
    parallel: 2,
    random: () => 0,
    signal: end.signal,
    onProgress: ({ accepted, rejected }) => {
      if (accepted + rejected >= count - 5) end.abort();
    },
    post: async (body, signal) =>
      body.includes('"R0"') ? { status: 503, retryAfter: null, body: '' } : await post(body, signal),
  });
  return { queueDir, source };
}

describe('a queue that was cut off at any byte', () => {
  it('is sent to its end: no receipt lost, none queued twice, each rejection listed once', async () => {
    const all = receipts(60);
    const { queueDir: original, source } = await unfinishedQueue(all.length);
    const journal = await readFile(join(original, 'queue.log'));
    const rejected = await readFile(join(original, 'rejected.jsonl'));
    const headEnds = journal.indexOf('\n') + 1;
    expect(journal.toString()).toContain(' S {');

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: headEnds, max: journal.length }),
        fc.nat(rejected.length),
        async (cut, rejectedCut) => {
          const queueDir = await temporaryFolder();
          await writeFile(join(queueDir, 'queue.log'), journal.subarray(0, cut));
          const settled = await settledIn(queueDir);
          // Rejections are on the disk before the answer is noted: at least those, at most all and half a line.
          const atLeast =
            lineEnds(rejected)
              .filter((end, index) => settled.has(numberIn(rejected, index, end)))
              .at(-1) ?? 0;
          await writeFile(join(queueDir, 'rejected.jsonl'), rejected.subarray(0, Math.max(atLeast, rejectedCut)));

          const { kept, post } = register(isFaulty);
          const figures = await sendReceipts({ queueDir, target, source, post, batch: 5 });
          expect(figures.queued + figures.alreadyQueued).toBe(all.length);
          expect(figures.pending).toBe(0);
          const state = await readJournal(join(queueDir, 'queue.log'));
          expect(state).toMatchObject({
            nextNumber: 60,
            accepted: 60 - all.filter(isFaulty).length,
            rejected: all.filter(isFaulty).length,
          });
          expect(await rejectedIds(queueDir)).toEqual(idsOf(all.filter(isFaulty)));
          // What the cut journal had not settled was sent, exactly once, and nothing else.
          const unsettled = all.filter((receipt, number) => !settled.has(number) && !isFaulty(receipt));
          expect([...kept.keys()].toSorted()).toEqual(idsOf(unsettled));
          expect([...kept.values()].every((times) => times === 1)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  async function settledIn(queueDir: string): Promise<Set<number>> {
    const path = join(queueDir, 'queue.log');
    const { settled } = await readJournal(path);
    return new Set(settled.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)));
  }

  const lineEnds = (bytes: Buffer): number[] =>
    [...bytes.toString('latin1').matchAll(/\n/g)].map(({ index }) => index + 1);
  const numberIn = (bytes: Buffer, _index: number, end: number): number =>
    JSON.parse(bytes.subarray(bytes.lastIndexOf('\n', end - 2) + 1, end).toString()).number;

  it('does not count a torn last line as a receipt, and does not glue the next one to it', async () => {
    const { queueDir, source } = await unfinishedQueue(20);
    const path = join(queueDir, 'queue.log');
    const { bytes } = await readJournal(path);
    await truncate(path, bytes);
    await writeFile(path, encode({ kind: 'R', text: '{"receiptId":"torn"}' }).slice(0, 15), { flag: 'a' });
    const { kept, post } = register(isFaulty);
    expect(await sendReceipts({ queueDir, target, source, post })).toMatchObject({ queued: 0, pending: 0 });
    expect(kept.has('torn')).toBe(false);
    expect(kept.has('R0')).toBe(true);
  });

  it('is refused if a record in its middle is damaged: then the disk has lost something', async () => {
    const { queueDir, source } = await unfinishedQueue(20);
    const path = join(queueDir, 'queue.log');
    const journal = await readFile(path);
    const at = journal.indexOf('"R9"');
    journal[at + 1] = 'X'.charCodeAt(0);
    await writeFile(path, journal);
    const { kept, post } = register();
    await expect(sendReceipts({ queueDir, target, source, post })).rejects.toThrow(/damaged at byte \d+/);
    expect(kept.size).toBe(0);
    expect(await readFile(path)).toEqual(journal);
  });

  it('survives a crash while it was being tidied: before and after the new file took its name', async () => {
    const { queueDir, source } = await unfinishedQueue(20);
    await writeFile(join(queueDir, 'queue.log.0b0c.new'), 'half a summ');
    const { post } = register(isFaulty);
    expect(await sendReceipts({ queueDir, target, source, post })).toMatchObject({
      queued: 0,
      alreadyQueued: 20,
      pending: 0,
    });
    const { kept, post: later } = register(isFaulty);
    expect(await sendReceipts({ queueDir, target, source, post: later })).toMatchObject({
      queued: 0,
      alreadyQueued: 20,
      posted: 0,
    });
    expect(kept.size).toBe(0);
    expect((await readdir(queueDir)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });
});

describe('the same file given again', () => {
  it('is not queued twice, also when another was queued between and the first was cut', async () => {
    const queueDir = await temporaryFolder();
    const day = receiptsAtHand(receipts(50));
    const other = receiptsAtHand(receipts(10, 1000));
    const away: PostBatch = async () => ({ status: 503, retryAfter: null, body: '' });
    const options = { queueDir, target, random: () => 0, maxMinutes: 0.0005 };
    await sendReceipts({ ...options, source: day, post: away });
    // Cut in the middle of the import, as a kill between two writes leaves it.
    const path = join(queueDir, 'queue.log');
    const journal = await readFile(path);
    await truncate(path, journal.indexOf('\n', journal.indexOf('"R30"')) + 1);
    await sendReceipts({ ...options, source: other, post: away });

    const { kept, post } = register();
    expect(await sendReceipts({ queueDir, target, source: day, post })).toMatchObject({
      queued: 19,
      alreadyQueued: 31,
      accepted: 60,
    });
    expect(kept.size).toBe(60);
    expect([...kept.values()].every((times) => times === 1)).toBe(true);
  });

  it('is sent once more if that is asked for', async () => {
    const queueDir = await temporaryFolder();
    const source = receiptsAtHand(receipts(5));
    const { kept, post } = register();
    await sendReceipts({ queueDir, target, source, post });
    expect(await sendReceipts({ queueDir, target, source, post, again: true })).toMatchObject({
      queued: 5,
      accepted: 5,
    });
    expect([...kept.values()]).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('omistaja till send killed with SIGKILL', () => {
  it('at any moment, again and again: every receipt arrives, and none is acknowledged that did not', async () => {
    const all = receipts(3_000);
    const keeper = receiptKeeper(isFaulty);
    /** What to do at the next request: kill before or after the register has taken it, answered or not. */
    let onRequest: (when: 'before' | 'after') => void = () => {};
    const fake = await startRegister(async (seen) => {
      onRequest('before');
      const answer = keeper.take(seen);
      onRequest('after');
      await new Promise((resolve) => setTimeout(resolve, 12));
      return answer;
    });
    onTestFinished(() => fake.close());
    const place = await workplace(fake.apiUrl);
    await writeFile(join(place.folder, 'month.jsonl'), jsonLines(all));
    const argv = ['till', 'send', 'month.jsonl', '--batch', '5', '--json'];
    let unfinished = 0;

    for (let round = 0; round < 10; round += 1) {
      const { child, ended } = start(place, argv);
      if (round % 2 === 0) setTimeout(() => child.kill('SIGKILL'), 150 + Math.random() * 250);
      else
        killAtRequest(1 + Math.floor(Math.random() * 12), round % 4 === 1 ? 'before' : 'after', () =>
          child.kill('SIGKILL'),
        );
      await ended;
      onRequest = () => {};
      if (await expectAcknowledgedWereTaken(place.queueDir, all, keeper.kept)) unfinished += 1;
    }
    // Else this has shown nothing.
    expect(unfinished).toBeGreaterThan(6);
    expect(Math.max(...keeper.kept.values())).toBeGreaterThan(1);

    const { code, stdout, stderr } = await start(place, argv).ended;
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout).pending).toBe(0);
    const good = all.filter((receipt) => !isFaulty(receipt));
    expect([...keeper.kept.keys()].toSorted()).toEqual(idsOf(good));
    expect(await rejectedIds(place.queueDir)).toEqual(idsOf(all.filter(isFaulty)));
    const status = JSON.parse((await start(place, ['till', 'status', '--json']).ended).stdout);
    expect(status).toMatchObject({
      queued: all.length,
      acknowledged: good.length,
      rejected: all.length - good.length,
      pending: 0,
    });

    function killAtRequest(count: number, when: 'before' | 'after', kill: () => void): void {
      let left = count;
      onRequest = (now) => {
        if (now !== when) return;
        left -= 1;
        if (left === 0) kill();
      };
    }
  }, 180_000);

  /** The queue's own books, read from a copy as a crash left them, against what the register took; true if it had books. */
  async function expectAcknowledgedWereTaken(
    queueDir: string,
    all: { receiptId: string }[],
    kept: ReadonlyMap<string, number>,
  ): Promise<boolean> {
    const copy = await temporaryFolder();
    await mkdir(copy, { recursive: true });
    const path = join(copy, 'queue.log');
    try {
      await copyFile(join(queueDir, 'queue.log'), path);
    } catch {
      return false; // Killed before there was a queue.
    }
    const state = await readJournal(path);
    if (state.firstNumber > 0) return false; // Finished before the kill: nothing waits any more.
    for (const [from, to] of state.settled) {
      for (let number = from; number <= to; number += 1) {
        const receipt = all[number];
        expect(receipt !== undefined && (isFaulty(receipt) || kept.has(receipt.receiptId))).toBe(true);
      }
    }
    return true;
  }

  it('leaves a lock that the next one sees through; a living one it respects', async () => {
    const fake = await startRegister(() => new Promise<never>(() => {}));
    onTestFinished(() => fake.close());
    const place = await workplace(fake.apiUrl);
    const first = start(place, ['till', 'send', '-'], jsonLines(receipts(5)));
    await until(() => fake.seen.length > 0, 'the first one sends');

    const second = await start(place, ['till', 'send', '-', '--json'], jsonLines(receipts(5, 100))).ended;
    expect(second.code).toBe(5);
    expect(JSON.parse(second.stdout).title).toContain(`process ${first.child.pid}`);
    const status = JSON.parse((await start(place, ['till', 'status', '--json']).ended).stdout);
    expect(status).toMatchObject({ queued: 5, workingProcess: first.child.pid });

    first.child.kill('SIGKILL');
    await first.ended;
    const third = await start(place, ['till', 'send', '--max-minutes', '0.01', '--json']).ended;
    expect(third.code).toBe(6);
    expect(JSON.parse(third.stdout)).toMatchObject({ pending: 5 });
  }, 60_000);
});
