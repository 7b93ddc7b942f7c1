import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { saveStaffTokens, tokenFilePath } from '../../../cli/auth/token-file.ts';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { type Answer, freePort, problem, type Seen } from './fake-register.ts';
import { ok, posted, runsOf } from './fake-runs.ts';
import { explanation, hash, runView } from './run-views.ts';
import { signedIn } from './signed-in.ts';
import { jsonLines, receipts, run, start, workplace } from './workplace.ts';

describe('exit codes', () => {
  it.each<[string, Answer, keyof typeof exitCodes]>([
    [
      'invalidRequest',
      problem(400, 'invalidRequest', [{ pointer: '/path/period', code: 'badFormat', message: 'Give a month.' }]),
      'badInput',
    ],
    ['the gateway refuses the token', { status: 401, body: { message: 'Unauthorized' } }, 'notAllowed'],
    ['permissionMissing', problem(403, 'permissionMissing'), 'notAllowed'],
    ['unknownRun', problem(404, 'unknownRun'), 'notFound'],
    ['runNotInState', problem(409, 'runNotInState'), 'conflict'],
    ['bodyTooLarge', problem(413, 'bodyTooLarge'), 'badInput'],
    ['too many requests', { status: 429, body: { message: 'Too Many Requests' } }, 'unavailable'],
    ['internal', problem(500, 'internal'), 'unavailable'],
    ['busy', problem(503, 'busy'), 'unavailable'],
    ['an answer that is not the endpoint’s', ok({ runs: 'none' }), 'unexpected'],
    ['a lost line', 'lost', 'unavailable'],
  ])('%s', async (_, answer, exit) => {
    const { place } = await signedIn(() => answer);
    const { code, stdout, stderr } = await run(place, ['run', 'list', 'demo']);
    expect(code).toBe(exitCodes[exit].code);
    expect(stdout).toBe('');
    expect(stderr).toContain('omistaja: ');
  });

  it('0 for a result, 4 before signing in, 6 for a register that is away', async () => {
    const { place } = await signedIn(runsOf([runView()]));
    expect((await run(place, ['run', 'list', 'demo'])).code).toBe(0);
    expect((await run(place, ['run', 'list', 'demo', '--profile', 'nobody'])).code).toBe(4);
    const away = await workplace(`http://127.0.0.1:${await freePort()}/api`);
    await saveStaffTokens(
      tokenFilePath(away.config, 'default', away.env),
      { accessToken: 'x', expiresAtMs: 9e12 },
      away.env,
    );
    const { code, stderr } = await run(away, ['run', 'list', 'demo']);
    expect(code).toBe(6);
    expect(stderr).toContain('ECONNREFUSED');
  });

  it.each([
    [[]],
    [['run']],
    [['fly']],
    [['run', 'show', 'demo']],
    [['run', 'show', 'demo', '2026-13']],
    [['run', 'show', 'Demo!', '2026-10']],
    [['run', 'show', 'demo', '2026-10', 'x1']],
    [['run', 'approve', 'demo', '2026-10', '--hash', 'abc']],
    [['explain', 'H1', '2026-10', '--purpose', 'curiosity']],
    [['till', 'send', '--batch', '101']],
    [['till', 'send', '--parallel', '0']],
    [['till', 'send', '--max-minutes', 'soon']],
    [['till', 'send', '--unknown']],
    [['till', 'send', 'no-such-file.jsonl']],
    [['till', 'day-end', '--outlet', 'A', '--terminal', '1', '--day', '2026-02-30']],
    [['till', 'day-end', '--outlet', 'A', '--terminal', '1', '--day', '2026-02-03', '--count', '1']],
    [['whoami', '--profile', '../other']],
    [['whoami', '--config', 'none.json']],
  ])('2 for %j, and nothing is sent', async (argv) => {
    const { place, seen } = await signedIn(() => 'lost');
    const { code, stdout } = await run(place, argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(seen).toEqual([]);
  });

  it('are told in --help, which is no failure', async () => {
    const { place } = await signedIn(() => 'lost');
    const { code, stdout } = await run(place, ['--help']);
    expect(code).toBe(0);
    for (const { code: listed, meaning } of Object.values(exitCodes))
      expect(stdout).toContain(`${String(listed).padEnd(4)} ${meaning}`);
    expect((await run(place, ['till', 'send', '--help'])).stdout).toContain('--json');
  });
});

describe('--json', () => {
  const commands: [string[], string?][] = [
    [['run', 'list', 'demo']],
    [['run', 'show', 'demo', '2026-10']],
    [['run', 'submit', 'demo', '2026-10', '--yes']],
    [['run', 'files', 'demo', '2026-10']],
    [['run', 'payees', 'demo', '2026-10']],
    [['run', 'differences', 'demo', '2026-10']],
    [['run', 'journal', 'demo', '2026-10']],
    [['explain', 'H000042', '2026-10']],
    [['whoami']],
    [['logout']],
    [['till', 'send', '-'], jsonLines(receipts(3))],
    [['till', 'status']],
    [['till', 'accrual'], '924600000000000013\n'],
    [['run', 'show', 'demo', '2020-01']],
    [['run', 'show', 'demo']],
    [['fly']],
    [['whoami', '--config', 'none.json']],
  ];
  it.each(commands)('%j: one JSON value on stdout and nothing else, also on a terminal', async (argv, input) => {
    const { place } = await signedIn(everything);
    for (const tty of [false, true]) {
      const { stdout } = await run(place, [...argv, '--json'], { tty, ...(input === undefined ? {} : { input }) });
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(typeof JSON.parse(stdout)).toBe('object');
    }
  });

  it('prints the problem itself', async () => {
    const errors = [{ pointer: '/receipts/0/receiptId', code: 'badFormat', message: 'Give an id.' }];
    const { place } = await signedIn(() => problem(400, 'invalidRequest', errors));
    const { stdout, stderr } = await run(place, ['run', 'list', 'demo', '--json']);
    expect(JSON.parse(stdout)).toEqual((problem(400, 'invalidRequest', errors) as { body: unknown }).body);
    expect(stderr).toBe('');
  });

  const everything = (seen: Seen): Answer => {
    if (seen.path === '/v1/receipts') return { status: 202, body: { accepted: 3, rejected: [] } };
    if (seen.path === '/v1/accruals') {
      return ok({ month: '2026-11', purchasesCents: 1, rateBasisPoints: 0, benefitsCents: 0, discountRight: true });
    }
    if (seen.path === '/v1/staff/explanations') return ok(explanation());
    if (seen.path.endsWith('/files')) return ok({ files: [] });
    if (seen.path.endsWith('/payees')) return ok({ payees: [] });
    if (seen.path.endsWith('/journal'))
      return ok({ name: 'a.csv', lines: 4, sumCents: 5, sha256: hash, url: 'https://x' });
    return runsOf([runView()], ({ method }) => (method === 'POST' ? ok(runView({ state: 'SUBMITTED' })) : undefined))(
      seen,
    );
  };
});

describe('a problem as text', () => {
  it('has title, detail, advice and each fault with its place', async () => {
    const { place } = await signedIn(() =>
      problem(400, 'invalidRequest', [{ pointer: '/path/period', code: 'badFormat', message: 'Give a month.' }]),
    );
    const { stderr } = await run(place, ['run', 'list', 'demo']);
    for (const part of [
      'Title of invalidRequest',
      'Detail of invalidRequest.',
      'Mend the fields',
      '/path/period',
      'Give a month.',
      'request-1',
    ]) {
      expect(stderr).toContain(part);
    }
  });
});

describe('omistaja run', () => {
  it('starts a run and waits until it is calculated', async () => {
    const { hash: _h, totals: _t, ...draft } = runView({ state: 'DRAFT' });
    let looks = 0;
    const { place, seen } = await signedIn(({ method }) => {
      if (method === 'POST') return { status: 202, body: draft };
      looks += 1;
      return looks === 1 ? problem(503, 'busy') : ok(looks < 3 ? draft : runView());
    });
    const { code, stdout } = await run(place, ['run', 'start', 'demo', '2026-10', '--wait', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).state).toBe('CALCULATED');
    expect(posted(seen)[0]?.body).toEqual({ coopId: 'demo', kind: 'BONUS', period: '2026-10', dryRun: false });
    expect(looks).toBe(3);
  });

  it('ends with 5 if the run stopped for a person, with 6 if the wait was too long', async () => {
    const draft = runView({ state: 'DRAFT' });
    const stopped = await signedIn(({ method }) => ({
      status: method === 'POST' ? 202 : 200,
      body: method === 'POST' ? draft : { ...draft, problem: 'SUMS_DIFFER' },
    }));
    const result = await run(stopped.place, ['run', 'start', 'demo', '2026-10', '--wait']);
    expect(result.code).toBe(5);
    expect(result.stdout).toContain('SUMS_DIFFER');
    const slow = await signedIn(({ method }) => ({ status: method === 'POST' ? 202 : 200, body: draft }));
    expect((await run(slow.place, ['run', 'start', 'demo', '2026-10', '--wait', '--max-minutes', '0.001'])).code).toBe(
      6,
    );
  });

  it('means the latest attempt: also a dry run to look at, but not to sign', async () => {
    const at = (time: string) => ({ by: 'x', at: `2026-11-10T${time}:00+02:00` });
    const runs = [
      runView({ attempt: '9', opened: at('06:00'), state: 'CANCELLED' }),
      runView({ attempt: '10', opened: at('07:00') }),
      runView({ attempt: 'D1', dryRun: true, opened: at('08:00') }),
      runView({ attempt: '1', period: '2026-11', opened: at('09:00') }),
    ];
    const { place, seen } = await signedIn(runsOf(runs, ({ method }) => (method === 'POST' ? ok(runs[1]) : undefined)));
    expect(JSON.parse((await run(place, ['run', 'show', 'demo', '2026-10', '--json'])).stdout).attempt).toBe('D1');
    expect((await run(place, ['run', 'cancel', 'demo', '2026-10', '--reason', 'Wrong table'])).code).toBe(0);
    expect(posted(seen)[0]?.path).toBe('/v1/staff/runs/demo/BONUS/2026-10/10/cancellations');
    expect((await run(place, ['run', 'show', 'demo', '2026-12'])).code).toBe(3);
  });

  describe('submit and approve', () => {
    const submitted = () =>
      signedIn(
        runsOf([runView()], ({ method, path }) =>
          method === 'POST' && path.endsWith('/submissions') ? ok(runView({ state: 'SUBMITTED' })) : undefined,
        ),
      );

    it('shows the totals and asks; yes signs the hash that was shown', async () => {
      const { place, seen } = await submitted();
      const { code, stdout, stderr } = await run(place, ['run', 'submit', 'demo', '2026-10'], {
        tty: true,
        input: 'y\n',
      });
      expect(code).toBe(0);
      expect(stderr).toContain('Amount of the month');
      expect(stderr).toContain('[y/N]');
      expect(stdout).toContain('SUBMITTED');
      expect(posted(seen)[0]?.body).toEqual({ hash });
    });

    it.each(['n\n', '\n', 'yeah\n'])('does nothing for the answer %j', async (input) => {
      const { place, seen } = await submitted();
      const { code } = await run(place, ['run', 'submit', 'demo', '2026-10'], { tty: true, input });
      expect(code).toBe(130);
      expect(posted(seen)).toEqual([]);
    });

    it('does not ask where nobody answers: --hash or --yes is needed', async () => {
      const { place, seen } = await submitted();
      expect((await run(place, ['run', 'submit', 'demo', '2026-10'])).code).toBe(2);
      expect(posted(seen)).toEqual([]);
      expect((await run(place, ['run', 'submit', 'demo', '2026-10', '--yes'])).code).toBe(0);
      const other = 'cd'.repeat(32);
      expect((await run(place, ['run', 'submit', 'demo', '2026-10', '--hash', other])).code).toBe(0);
      expect(posted(seen).map(({ body }) => body)).toEqual([{ hash }, { hash: other }]);
    });

    it('says it if there is nothing to sign yet', async () => {
      const { hash: _, ...draft } = runView({ state: 'DRAFT' });
      const { place } = await signedIn(runsOf([draft]));
      expect((await run(place, ['run', 'approve', 'demo', '2026-10', '--yes'])).code).toBe(5);
    });

    it('tells the submitter that a second person is required', async () => {
      const { place } = await signedIn(
        runsOf([runView({ state: 'SUBMITTED' })], ({ method }) =>
          method === 'POST' ? problem(403, 'secondPersonRequired') : undefined,
        ),
      );
      const { code, stderr } = await run(place, ['run', 'approve', 'demo', '2026-10', '--yes']);
      expect(code).toBe(4);
      expect(stderr).toContain('Have another person approve');
    });
  });

  it('reads all pages of payees', async () => {
    const payee = {
      receipts: 1,
      baseCents: 100,
      amountCents: 1,
      withheldCents: 0,
      lateAmountCents: 0,
      openingUnpaidCents: 0,
      toShareCents: 0,
      toAccountCents: 1,
      unpaidCents: 0,
      outcome: 'PAID',
      reason: null,
    };
    const pages = [['H1', 'H2'], [], ['H3']];
    const { place } = await signedIn((seen) => {
      if (!seen.path.endsWith('/payees')) return runsOf([runView()])(seen);
      const page = Number(seen.query.get('cursor') ?? 0);
      const more = page + 1 < pages.length ? { cursor: String(page + 1) } : {};
      return ok({ payees: (pages[page] ?? []).map((payeeId) => ({ payeeId, ...payee })), ...more });
    });
    const { stdout } = await run(place, ['run', 'payees', 'demo', '2026-10', '--json']);
    expect(JSON.parse(stdout).payees.map(({ payeeId }: { payeeId: string }) => payeeId)).toEqual(['H1', 'H2', 'H3']);
  });

  describe('files --download', () => {
    const content = '<Document/>';
    const sha256 = createHash('sha256').update(content).digest('hex');

    async function withFile(file: { name?: string; sha256?: string }) {
      const bucket = createServer((request, response) =>
        response.end(request.headers.authorization === undefined ? content : 'token leaked'),
      );
      await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void bucket.close());
      const url = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/a.xml?X-Amz-Signature=1`;
      const files = [{ name: 'a.xml', count: 1, sumCents: 5, sha256, url, ...file }];
      return await signedIn(runsOf([runView()], ({ path }) => (path.endsWith('/files') ? ok({ files }) : undefined)));
    }

    it('keeps a file whose hash is right, for the user alone', async () => {
      const { place } = await withFile({});
      const { code, stdout } = await run(place, ['run', 'files', 'demo', '2026-10', '--download', 'bank', '--json']);
      expect(code).toBe(0);
      const path = join(place.folder, 'bank', 'a.xml');
      expect(JSON.parse(stdout).paths).toEqual([path]);
      expect(await readFile(path, 'utf8')).toBe(content);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    });

    it('keeps nothing if the hash is another', async () => {
      const { place } = await withFile({ sha256: hash });
      expect((await run(place, ['run', 'files', 'demo', '2026-10', '--download', 'bank'])).code).toBe(1);
      expect(await readdir(join(place.folder, 'bank'))).toEqual([]);
    });

    it.each(['../a.xml', '/a.xml', '.a', 'a\\b'])('does not write to %j', async (name) => {
      const { place } = await withFile({ name });
      await mkdir(join(place.folder, 'bank'));
      expect((await run(place, ['run', 'files', 'demo', '2026-10', '--download', 'bank'])).code).toBe(1);
      expect(await readdir(join(place.folder, 'bank'))).toEqual([]);
    });
  });
});

describe('omistaja explain', () => {
  it('sends the household in the body with a purpose', async () => {
    const { place, seen } = await signedIn(() => ok(explanation()));
    const { code, stdout } = await run(place, ['explain', 'H000042', '2026-10', '--purpose', 'audit']);
    expect(code).toBe(0);
    expect(stdout).toContain('Household H000042');
    expect(seen[0]).toMatchObject({
      path: '/v1/staff/explanations',
      body: { householdId: 'H000042', month: '2026-10', purpose: 'audit' },
    });
  });
});

describe('omistaja till', () => {
  const dayEnd = (result: string) => ({
    result,
    till: { count: 3, totalCents: 3003 },
    register: { count: 2, totalCents: 2001, unmatched: 0, conflicts: 0 },
    missing: ['R2'],
    extra: [],
    different: [],
    alsoOnNeighbouringDay: [],
  });

  it.each([
    ['match', 0],
    ['differs', 5],
    ['pending', 6],
  ])('day-end %s ends with %i', async (result, expected) => {
    const { place, seen } = await signedIn(() => ok(dayEnd(result)));
    await writeFile(join(place.folder, 'day.jsonl'), jsonLines(receipts(3)));
    const argv = [
      'till',
      'day-end',
      '--outlet',
      'DEMO1',
      '--terminal',
      '1',
      '--day',
      '2026-10-15',
      '--receipts',
      'day.jsonl',
    ];
    const { code, stdout } = await run(place, argv);
    expect(code).toBe(expected);
    expect(stdout).toContain('Missing in the register: R2');
    expect(seen[0]?.body).toMatchObject({ count: 3, totalCents: 3003, receipts: [{ receiptId: 'R0' }, {}, {}] });
  });

  it('day-end takes a count and a total instead of a file', async () => {
    const { place, seen } = await signedIn(() => ok(dayEnd('match')));
    const argv = [
      'till',
      'day-end',
      '--outlet',
      'DEMO1',
      '--terminal',
      '1',
      '--day',
      '2026-10-15',
      '--count',
      '0',
      '--total-cents',
      '-5',
    ];
    expect((await run(place, argv)).code).toBe(0);
    expect(seen[0]?.body).toEqual({
      outletId: 'DEMO1',
      terminalId: '1',
      businessDay: '2026-10-15',
      count: 0,
      totalCents: -5,
    });
  });

  it('receipt asks by identity; an unknown one ends with 3', async () => {
    const { place, seen } = await signedIn(({ path }) =>
      path.endsWith('/R1') ? ok({ status: 'unmatched' }) : problem(404, 'unknownReceipt'),
    );
    expect((await run(place, ['till', 'receipt', 'DEMO1', '2026-10-15', '1', 'R1'])).stdout).toBe('unmatched\n');
    expect(seen[0]?.path).toBe('/v1/receipts/DEMO1/2026-10-15/1/R1');
    expect((await run(place, ['till', 'receipt', 'DEMO1', '2026-10-15', '1', 'R2'])).code).toBe(3);
  });

  it('accrual reads the card from standard input', async () => {
    const { place, seen } = await signedIn(() =>
      ok({ month: '2026-11', purchasesCents: 62_345, rateBasisPoints: 350, benefitsCents: 2_303, discountRight: true }),
    );
    const { code, stdout } = await start(place, ['till', 'accrual'], '924600000000000013\n').ended;
    expect(code).toBe(0);
    expect(stdout).toContain('3,5');
    expect(seen[0]?.body).toEqual({ identifier: { card: '924600000000000013' } });
    expect((await run(place, ['till', 'accrual'], { input: '12345\n' })).code).toBe(2);
    expect(seen).toHaveLength(1);
  }, 20_000);
});
