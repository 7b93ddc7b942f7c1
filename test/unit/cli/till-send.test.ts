import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tillTokens } from '../../../cli/auth/till-tokens.ts';
import { tillPost } from '../../../cli/till/post.ts';
import { type SendOptions, type SendProgress, sendReceipts } from '../../../cli/till/send.ts';
import { receiptsAtHand } from '../../../cli/till/source.ts';
import {
  type Answer,
  clientId,
  clientSecret,
  freePort,
  problem,
  receiptKeeper,
  receiptsIn,
  type Seen,
  startRegister,
} from './fake-register.ts';
import { jsonLines, receipts, start, temporaryFolder, until, workplace } from './workplace.ts';

type RegisterOptions = Parameters<typeof startRegister>[1];

async function register(handle: (seen: Seen) => Answer | Promise<Answer>, options?: RegisterOptions) {
  const started = await startRegister(handle, options);
  onTestFinished(() => started.close());
  return started;
}

async function send(apiUrl: string, options: Partial<SendOptions> = {}) {
  const till = { tokenUrl: new URL('/oauth2/token', apiUrl).href, clientId, scope: 'pos/receipts' };
  return await sendReceipts({
    queueDir: options.queueDir ?? (await temporaryFolder()),
    target: apiUrl,
    post: tillPost({ apiUrl, tokens: tillTokens(till, clientSecret) }),
    random: () => 0.01,
    ...options,
  });
}

describe('sendReceipts', () => {
  it('sends all, in batches of the size asked for, and tells the figures', async () => {
    const keeper = receiptKeeper();
    const { apiUrl, seen } = await register(keeper.take);
    const figures = await send(apiUrl, { source: receiptsAtHand(receipts(103)), batch: 10 });
    expect(figures).toMatchObject({ queued: 103, posted: 103, accepted: 103, rejected: 0, pending: 0, retries: 0 });
    expect(seen.map((one) => receiptsIn(one).length).toSorted((a, b) => a - b)).toEqual([3, ...Array(10).fill(10)]);
    expect(keeper.kept.size).toBe(103);
  });

  it('never makes a body of more than 900,000 bytes', async () => {
    const sizes: number[] = [];
    const keeper = receiptKeeper();
    const { apiUrl } = await register((seen) => {
      sizes.push(Buffer.byteLength(JSON.stringify(seen.body)));
      return keeper.take(seen);
    });
    const large = receipts(40).map((receipt) => ({ ...receipt, filler: 'ä'.repeat(30_000) }));
    expect(await send(apiUrl, { source: receiptsAtHand(large), batch: 100 })).toMatchObject({ accepted: 40 });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(900_000);
    expect(sizes.length).toBe(3);
  });

  it('sends the text of a receipt unchanged', async () => {
    const { apiUrl } = await register((seen) => ({
      status: 202,
      body: { accepted: receiptsIn(seen).length, rejected: [] },
    }));
    const bodies: string[] = [];
    const post = tillPost({ apiUrl, tokens: { current: async () => 'staff-x', renew: async () => 'staff-x' } });
    const text = '{"b" : 1.50, "a":"\u2028é"}';
    await send(apiUrl, {
      source: () => [text],
      post: async (body, signal) => {
        bodies.push(body);
        return await post(body, signal);
      },
    });
    expect(bodies).toEqual([`{"receipts":[${text}]}`]);
  });

  it('keeps rejected receipts in rejected.jsonl with their faults, and does not send them again', async () => {
    const keeper = receiptKeeper(({ receiptId }) => receiptId === 'R3' || receiptId === 'R7');
    const { apiUrl } = await register(keeper.take);
    const queueDir = await temporaryFolder();
    const figures = await send(apiUrl, { queueDir, source: receiptsAtHand(receipts(10)), batch: 5 });
    expect(figures).toMatchObject({ posted: 10, accepted: 8, rejected: 2, pending: 0 });
    expect(figures.rejections.map(({ number, code }) => [number, code])).toEqual(
      expect.arrayContaining([
        [3, 'purchaseTooOld'],
        [7, 'purchaseTooOld'],
      ]),
    );
    const lines = (await readFile(figures.rejectedFile, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ receipt }) => receipt.receiptId).toSorted()).toEqual(['R3', 'R7']);
    expect(lines[0]?.errors[0]).toMatchObject({ code: 'purchaseTooOld', message: 'Too old.' });
    expect(await send(apiUrl, { queueDir })).toMatchObject({ posted: 0, pending: 0 });
  });

  it('takes a batch of which nothing is valid as rejected, each receipt with its own faults', async () => {
    const keeper = receiptKeeper(() => true);
    const { apiUrl, seen } = await register(keeper.take);
    const figures = await send(apiUrl, { source: receiptsAtHand(receipts(12)) });
    expect(figures).toMatchObject({ accepted: 0, rejected: 12, pending: 0 });
    expect(seen).toHaveLength(1);
    expect(figures.rejections[11]?.errors).toMatchObject([{ pointer: '/receipts/11/purchasedAt' }]);
  });

  it('finds the one receipt that spoils a request by halves, so that the others get through', async () => {
    const keeper = receiptKeeper();
    const { apiUrl } = await register((seen) =>
      receiptsIn(seen).some(({ receiptId }) => receiptId === 'R21')
        ? problem(400, 'invalidRequest')
        : keeper.take(seen),
    );
    const figures = await send(apiUrl, { source: receiptsAtHand(receipts(50)) });
    expect(figures).toMatchObject({ accepted: 49, rejected: 1, pending: 0 });
    expect(figures.rejections).toMatchObject([{ number: 21, code: 'invalidRequest' }]);
  });

  it('sends again after a lost answer, 429 and 5xx, and waits as long as it is asked to', async () => {
    const keeper = receiptKeeper();
    const bad: Answer[] = [
      'lost',
      { status: 500, body: { message: 'Internal Server Error' } },
      problem(503, 'busy', undefined, { 'retry-after': '1' }),
      { status: 429, body: {} },
    ];
    let askedAt = 0;
    let waitedMs = 0;
    const { apiUrl } = await register((seen) => {
      const taken = keeper.take(seen);
      if (askedAt > 0 && waitedMs === 0) waitedMs = performance.now() - askedAt;
      const next = bad.shift();
      if (typeof next === 'object' && next.status === 503) askedAt = performance.now();
      return next ?? taken;
    });
    const figures = await send(apiUrl, { source: receiptsAtHand(receipts(5)), parallel: 1 });
    expect(figures).toMatchObject({ accepted: 5, pending: 0, retries: 4, requests: 5 });
    expect(waitedMs).toBeGreaterThanOrEqual(950);
  });

  it('does not believe a friendly page that does not account for the receipts', async () => {
    const keeper = receiptKeeper();
    const pages: Answer[] = [
      { status: 200, body: '<html>Welcome to our network</html>' },
      { status: 202, body: '<html>Welcome</html>' },
      { status: 202, body: { accepted: 2, rejected: [] } },
      { status: 202, body: { accepted: 2, rejected: [{ index: 7, code: 'invalidReceipt', errors: [] }] } },
      { status: 302, body: '', headers: { location: '/elsewhere' } },
    ];
    const { apiUrl } = await register((seen) => pages.shift() ?? keeper.take(seen));
    const figures = await send(apiUrl, { source: receiptsAtHand(receipts(3)), parallel: 1 });
    expect(figures).toMatchObject({ accepted: 3, retries: 5 });
    expect(keeper.kept.size).toBe(3);
  });

  it('gets a new token when one is refused, once for all senders', async () => {
    const keeper = receiptKeeper();
    const { apiUrl, tokens } = await register(keeper.take, { acceptsToken: (token) => token !== 'till-1' });
    expect(await send(apiUrl, { source: receiptsAtHand(receipts(200)), batch: 10 })).toMatchObject({ accepted: 200 });
    expect(tokens).toEqual(['till-1', 'till-2']);
  });

  it.each([
    ['a token that is never accepted', { status: 401, body: { message: 'Unauthorized' } }],
    ['a client that is disabled', problem(403, 'clientNotActive')],
    ['an address where nothing is', { status: 404, body: { message: 'Not Found' } }],
  ])('stops at %s and keeps the receipts', async (_, answer) => {
    const keeper = receiptKeeper();
    let refuses = true;
    const { apiUrl } = await register((seen) => (refuses ? answer : keeper.take(seen)));
    const queueDir = await temporaryFolder();
    const source = receiptsAtHand(receipts(120));
    const { status } = answer as { status: number };
    await expect(send(apiUrl, { queueDir, source })).rejects.toMatchObject({ name: 'ApiError', status });
    refuses = false;
    await expect(send(apiUrl, { queueDir })).resolves.toMatchObject({ accepted: 120, pending: 0 });
  });

  it('goes on when the register was away: down when it begins, up later', async () => {
    const port = await freePort();
    const apiUrl = `http://127.0.0.1:${port}/api`;
    const progress: SendProgress[] = [];
    const sending = send(apiUrl, { source: receiptsAtHand(receipts(80)), onProgress: (one) => progress.push(one) });
    await until(() => progress.filter(({ waiting }) => waiting !== undefined).length > 6, 'several attempts failed');
    expect(progress[0]?.waiting?.reason).toContain('ECONNREFUSED');
    const keeper = receiptKeeper();
    await register(keeper.take, { port });
    expect(await sending).toMatchObject({ accepted: 80, pending: 0 });
    expect(keeper.kept.size).toBe(80);
  });

  it('gives up after the time that it was given, and the receipts stay queued', async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}/api`;
    const queueDir = await temporaryFolder();
    const source = receiptsAtHand(receipts(30));
    expect(await send(apiUrl, { queueDir, source, maxMinutes: 0.005 })).toMatchObject({ posted: 0, pending: 30 });
    const { port } = new URL(apiUrl);
    const keeper = receiptKeeper();
    await register(keeper.take, { port: Number(port) });
    expect(await send(apiUrl, { queueDir })).toMatchObject({ accepted: 30, pending: 0 });
  });

  it('does not send receipts of one register to another', async () => {
    const queueDir = await temporaryFolder();
    const away = `http://127.0.0.1:${await freePort()}/api`;
    await send(away, { queueDir, source: receiptsAtHand(receipts(3)), maxMinutes: 0.002 });
    const { apiUrl, seen } = await register(receiptKeeper().take);
    await expect(send(apiUrl, { queueDir })).rejects.toMatchObject({ exit: 'conflict' });
    expect(seen).toEqual([]);
  });

  it('may send what a former register had already to a new one, once nothing waits', async () => {
    const queueDir = await temporaryFolder();
    const [former, present] = [receiptKeeper(), receiptKeeper()];
    const source = receiptsAtHand(receipts(3));
    await send((await register(former.take)).apiUrl, { queueDir, source });
    expect(await send((await register(present.take)).apiUrl, { queueDir, source })).toMatchObject({ accepted: 3 });
    expect(present.kept.size).toBe(3);
  });
});

describe('omistaja till send', () => {
  it('ends with 0, and leaves no card number in the queue', async () => {
    const { apiUrl } = await register(receiptKeeper().take);
    const place = await workplace(apiUrl);
    await writeFile(join(place.folder, 'day.jsonl'), jsonLines(receipts(20)));
    const { code, stdout, stderr } = await start(place, ['till', 'send', 'day.jsonl', '--json']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ queued: 20, accepted: 20, pending: 0 });
    expect(await readFile(join(place.queueDir, 'queue.log'), 'utf8')).not.toContain('924600000000000013');
  }, 30_000);

  it('ends with 2 if receipts were rejected and says which, with 6 if the time was up', async () => {
    const { apiUrl } = await register(receiptKeeper(({ receiptId }) => receiptId === 'R1').take);
    const place = await workplace(apiUrl);
    const rejected = await start(place, ['till', 'send', '-'], jsonLines(receipts(3))).ended;
    expect(rejected.code).toBe(2);
    expect(rejected.stdout).toContain('purchaseTooOld');
    expect(rejected.stdout).toContain('rejected.jsonl');

    const away = await workplace(`http://127.0.0.1:${await freePort()}/api`);
    const late = await start(away, ['till', 'send', '-', '--max-minutes', '0.01', '--json'], jsonLines(receipts(3)))
      .ended;
    expect(late.code).toBe(6);
    expect(JSON.parse(late.stdout)).toMatchObject({ pending: 3 });
    const status = await start(away, ['till', 'status', '--json']).ended;
    expect(JSON.parse(status.stdout)).toMatchObject({
      queued: 3,
      acknowledged: 0,
      rejected: 0,
      pending: 3,
      workingProcess: null,
    });
  }, 30_000);

  it('ends with 130 at Ctrl-C, with its figures, and goes on when it is started again', async () => {
    const keeper = receiptKeeper();
    let hold = true;
    const { apiUrl, seen } = await register((one) =>
      hold && seen.length > 2 ? new Promise<never>(() => {}) : keeper.take(one),
    );
    const place = await workplace(apiUrl);
    const { child, ended } = start(place, ['till', 'send', '-', '--batch', '10', '--json'], jsonLines(receipts(100)));
    await until(() => seen.length > 4, 'some requests hang');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    const { accepted, pending } = JSON.parse(stdout);
    expect(accepted + pending).toBe(100);
    hold = false;
    expect((await start(place, ['till', 'send']).ended).code).toBe(0);
    expect(keeper.kept.size).toBe(100);
  }, 30_000);
});
