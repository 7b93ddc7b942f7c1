import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunView } from '../../../contract/runs.ts';
import { problem } from './fake-register.ts';
import { ok, posted, runsOf } from './fake-runs.ts';
import { hash, runView } from './run-views.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const differences = [
  { payeeId: 'H000042', amountCents: 10_000, beforeCents: 2_500 },
  { payeeId: 'H000043', amountCents: 1_200, beforeCents: null },
];

describe('which run is meant', () => {
  it.each([
    [['2026-10'], 'BONUS/2026-10/1'],
    [['2026-10', '--kind', 'refund'], 'REFUND/2026-10/1'],
    [['2026-11-28'], 'CORRECTION/2026-11-28/1'],
    [['2025', '--kind', 'interest'], 'INTEREST/2025/1'],
    [['2025', '3', '--kind', 'surplus'], 'SURPLUS/2025/3'],
  ])('%j is %s', async (argv, path) => {
    const [kind, period, attempt] = path.split('/') as [RunView['kind'], string, string];
    const { place, seen } = await signedIn(runsOf([runView({ kind, period, attempt })]));
    expect((await run(place, ['run', 'show', 'demo', ...argv])).code).toBe(0);
    expect(seen.at(-1)?.path).toBe(`/v1/staff/runs/demo/${path}`);
  });

  it.each([
    ['a year of which kind?', ['2025']],
    ['a month of interest', ['2026-10', '--kind', 'interest']],
    ['a day of bonus', ['2026-10-01', '--kind', 'bonus']],
    ['no kind of run', ['2026-10', '--kind', 'salary']],
    ['no period', ['2026-13']],
  ])('is refused before anything is asked: %s', async (_, argv) => {
    const { place, seen } = await signedIn(runsOf([runView()]));
    const { code, stderr } = await run(place, ['run', 'start', 'demo', ...argv]);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(seen).toEqual([]);
  });

  it('starts a run of the kind', async () => {
    const interest = runView({ kind: 'INTEREST', period: '2025' });
    const { place, seen } = await signedIn(() => ({ status: 202, body: interest }));
    expect((await run(place, ['run', 'start', 'demo', '2025', '--kind', 'interest'])).code).toBe(0);
    expect(posted(seen)[0]?.body).toEqual({ coopId: 'demo', kind: 'INTEREST', period: '2025', dryRun: false });
  });

  it('lists all kinds, or one', async () => {
    const runs = [runView(), runView({ kind: 'REFUND', period: '2026-12' })];
    const { place } = await signedIn(runsOf(runs));
    expect((await run(place, ['run', 'list', 'demo'])).stdout).toMatch(/BONUS.*\n.*REFUND/s);
    const { stdout } = await run(place, ['run', 'list', 'demo', '--kind', 'refund', '--json']);
    expect(JSON.parse(stdout).runs).toHaveLength(1);
  });
});

describe('before a signature', () => {
  const review = {
    exceptions: [{ reason: 'NO_ACCOUNT' as const, payees: 4, cents: 1_234 }],
    newPayees: 7,
    gonePayees: 2,
  };
  const shown = () =>
    signedIn(
      runsOf([runView({ state: 'SUBMITTED', review })], ({ method, path }) => {
        if (path.endsWith('/differences')) return ok({ differences });
        return method === 'POST' ? ok(runView({ state: 'APPROVED' })) : undefined;
      }),
    );

  it('approve shows what is not paid, who is new and gone, and the greatest differences, and then asks', async () => {
    const { place, seen } = await shown();
    const { code, stderr } = await run(place, ['run', 'approve', 'demo', '2026-10'], { tty: true, input: 'n\n' });
    expect(code).toBe(130);
    const places = ['7 new, 2 gone', 'NO_ACCOUNT', 'Greatest differences', 'H000042', 'H000043', '[y/N]'].map((part) =>
      stderr.replaceAll('\u00a0', ' ').indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(posted(seen)).toEqual([]);
  });

  it('with a hash that was looked at before, nothing is looked up again', async () => {
    const { place, seen } = await shown();
    expect((await run(place, ['run', 'approve', 'demo', '2026-10', '--hash', hash])).code).toBe(0);
    expect(seen.filter(({ path }) => path.endsWith('/differences'))).toEqual([]);
  });

  it('a run that has gone stale is a conflict, and says what to do', async () => {
    const { place } = await signedIn(
      runsOf([runView({ state: 'SUBMITTED' })], ({ method }) =>
        method === 'POST' ? problem(409, 'runStale') : undefined,
      ),
    );
    const { code, stderr } = await run(place, ['run', 'approve', 'demo', '2026-10', '--yes']);
    expect(code).toBe(5);
    expect(stderr).toContain('start it again');
  });
});

describe('release and close', () => {
  it('releases what was signed, and waits until all is booked', async () => {
    const released = runView({ state: 'RELEASED' });
    const booked = runView({ state: 'RELEASED', postedAt: '2026-11-10T10:00:00+02:00' });
    let looks = 0;
    const { place, seen } = await signedIn(
      runsOf([runView({ state: 'FILES_WRITTEN' })], ({ method, path }) => {
        if (method === 'POST') return ok(released);
        if (!path.endsWith('/2026-10/1') || posted(seen).length === 0) return undefined;
        looks += 1;
        return ok(looks < 2 ? released : booked);
      }),
    );
    const { code, stdout } = await run(place, ['run', 'release', 'demo', '2026-10', '--yes', '--wait', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).postedAt).toBe(booked.postedAt);
    expect(posted(seen)).toMatchObject([{ path: '/v1/staff/runs/demo/BONUS/2026-10/1/releases', body: { hash } }]);
  });

  it('closes, and says of how many payments the bank has not answered', async () => {
    const { place, seen } = await signedIn(
      runsOf([runView({ state: 'RELEASED' })], ({ method, path }) => {
        if (path.includes('/payment-states')) return ok({ states: { CONFIRMED: 3, SENT: 2 }, files: [] });
        return method === 'POST' ? ok(runView({ state: 'CLOSED' })) : undefined;
      }),
    );
    const { code, stderr } = await run(place, ['run', 'close', 'demo', '2026-10']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing final of 2 payments')]);
    expect(posted(seen)[0]?.path).toBe('/v1/staff/runs/demo/BONUS/2026-10/1/closings');
  });
});

describe.each([
  ['reject', 'rejections'],
  ['cancel', 'cancellations'],
])('%s', (name, path) => {
  it('needs a reason, and sends it', async () => {
    const { place, seen } = await signedIn(
      runsOf([runView({ state: 'SUBMITTED' })], ({ method }) =>
        method === 'POST' ? ok(runView({ state: 'CANCELLED' })) : undefined,
      ),
    );
    expect((await run(place, ['run', name, 'demo', '2026-10'])).code).toBe(2);
    expect((await run(place, ['run', name, 'demo', '2026-10', '--reason', 'x'])).code).toBe(2);
    expect(seen).toEqual([]);
    expect((await run(place, ['run', name, 'demo', '2026-10', '--reason', 'The table was wrong'])).code).toBe(0);
    expect(posted(seen)[0]).toMatchObject({
      path: `/v1/staff/runs/demo/BONUS/2026-10/1/${path}`,
      body: { reason: 'The table was wrong' },
    });
  });
});

it('run differences lists who gets most more or less', async () => {
  const { place } = await signedIn(
    runsOf([runView()], ({ path }) => (path.endsWith('/differences') ? ok({ differences }) : undefined)),
  );
  const { stdout } = await run(place, ['run', 'differences', 'demo', '2026-10']);
  expect(stdout.replaceAll('\u00a0', ' ')).toMatch(
    /H000042 +100,00 € +25,00 € +\+75,00 €\n.*H000043 +12,00 € +new +\+12,00 €/,
  );
});

it('run journal fetches the CSV and checks it', async () => {
  const content = 'tosite;päivä\r\n';
  const bucket = createServer((_, response) => response.end(content));
  await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void bucket.close());
  const journal = {
    name: 'JOURNAL-BONUS-demo-202610-1.csv',
    lines: 6,
    sumCents: 123_456,
    sha256: createHash('sha256').update(content).digest('hex'),
    url: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/j?X-Amz-Signature=1`,
  };
  const { place } = await signedIn(
    runsOf([runView()], ({ path }) => (path.endsWith('/journal') ? ok(journal) : undefined)),
  );
  const { code, stdout } = await run(place, ['run', 'journal', 'demo', '2026-10', '--download', 'books']);
  expect(code).toBe(0);
  expect(stdout.replaceAll('\u00a0', ' ')).toContain('1 234,56 €');
  expect(stdout).not.toContain('X-Amz');
  expect(await readFile(join(place.folder, 'books', journal.name), 'utf8')).toBe(content);
});

it('bank journal says what a file of the bank moved in the books, or that it moved nothing', async () => {
  const fileId = 'ab'.repeat(32);
  const journal = { name: 'JOURNAL-BANK-demo-abab.csv', lines: 2, sumCents: 500, sha256: hash, url: 'https://x' };
  const some = await signedIn(() => ok({ journal }));
  const { stdout } = await run(some.place, ['bank', 'journal', 'demo', fileId]);
  expect(stdout.replaceAll('\u00a0', ' ')).toContain('5,00 €');
  expect(some.seen[0]?.path).toBe(`/v1/staff/bank/files/demo/${fileId}/journal`);
  const none = await signedIn(() => ok({ journal: null }));
  expect((await run(none.place, ['bank', 'journal', 'demo', fileId])).stdout).toContain('moved nothing');
  expect((await run(none.place, ['bank', 'journal', 'demo', 'x'])).code).toBe(2);
});
