import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signIn } from '../../../cli/auth/sign-in.ts';
import { staffTokens } from '../../../cli/auth/staff-tokens.ts';
import { readStaffTokens, saveStaffTokens, tokenFilePath } from '../../../cli/auth/token-file.ts';
import { startSignIn, visit } from './fake-sign-in.ts';
import { run, start, temporaryFolder, until, workplace } from './workplace.ts';

describe('signIn', () => {
  it('gives tokens by code, PKCE and loopback, and shows a page to close', async () => {
    const { staff, exchanges } = await startSignIn();
    let shown = { status: 0, page: '' };
    const tokens = await signIn({
      staff,
      visit: async (url) => {
        shown = await visit(url);
      },
      now: () => 1_000,
    });
    expect(tokens).toMatchObject({ refreshToken: 'refresh-1', expiresAtMs: 3_601_000 });
    expect(shown).toMatchObject({ status: 200, page: expect.stringContaining('You can close this window') });
    expect(exchanges[0]?.get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/);
    expect(exchanges[0]?.get('client_secret')).toBeNull();
  });

  it('refuses an answer with another state, and asks for no token with its code', async () => {
    const { staff, exchanges } = await startSignIn({ state: () => 'of-somebody-else' });
    let status = 0;
    const tokens = signIn({
      staff,
      visit: async (url) => {
        ({ status } = await visit(url));
      },
    });
    await expect(tokens).rejects.toMatchObject({
      exit: 'notAllowed',
      message: expect.stringContaining('does not belong'),
    });
    expect(status).toBe(400);
    expect(exchanges).toEqual([]);
  });

  it('says it if the sign-in page refuses, and if nobody comes', async () => {
    const { staff } = await startSignIn({ refuse: true });
    await expect(signIn({ staff, visit: async (url) => void (await visit(url)) })).rejects.toThrow('access_denied');
    await expect(signIn({ staff, visit: async () => {}, timeoutSeconds: 0.05 })).rejects.toMatchObject({
      exit: 'notAllowed',
    });
  });

  it('takes the next port if one is taken, and says it if all are', async () => {
    const { staff } = await startSignIn();
    const [first = 0, second = 0] = staff.loopbackPorts;
    await occupy(first);
    let redirectUri: string | null = null;
    await signIn({
      staff,
      visit: async (url) => {
        redirectUri = url.searchParams.get('redirect_uri');
        await visit(url);
      },
    });
    expect(redirectUri).toBe(`http://localhost:${second}/callback`);
    await occupy(second);
    await expect(signIn({ staff, visit: async () => {} })).rejects.toMatchObject({ exit: 'unavailable' });
  });

  it('answers nothing but the callback, and stops listening afterwards', async () => {
    const { staff } = await startSignIn();
    const statuses: number[] = [];
    await signIn({
      staff,
      visit: async (url) => {
        const loopback = `http://localhost:${staff.loopbackPorts[0]}`;
        for (const path of ['/', '/callback/more', '/favicon.ico'])
          statuses.push((await fetch(loopback + path)).status);
        statuses.push((await fetch(`${loopback}/callback`, { method: 'POST' })).status);
        await visit(url);
      },
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
    await expect(fetch(`http://localhost:${staff.loopbackPorts[0]}/callback`)).rejects.toThrow();
  });

  it('asks for tokens without TLS on this machine only', async () => {
    const { staff } = await startSignIn();
    const elsewhere = { ...staff, tokenUrl: 'http://sign-in.example/oauth2/token' };
    await expect(signIn({ staff: elsewhere, visit: async (url) => void (await visit(url)) })).rejects.toMatchObject({
      code: 'OAUTH_HTTP_REQUEST_FORBIDDEN',
    });
  });

  async function occupy(port: number): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
  }
});

describe('staffTokens', () => {
  it('refreshes an expired token, keeps the new one and the refresh token', async () => {
    const { staff, refreshed } = await startSignIn();
    const path = join(await temporaryFolder(), 'tokens.json');
    await saveStaffTokens(path, { accessToken: 'old', refreshToken: 'refresh-1', expiresAtMs: 1_000 }, {});
    const source = staffTokens({ path, staff, env: {}, now: () => 2_000 });
    const token = await source.current();
    expect(token).not.toBe('old');
    expect(refreshed).toHaveLength(1);
    expect(await readStaffTokens(path)).toEqual({
      accessToken: token,
      refreshToken: 'refresh-1',
      expiresAtMs: 3_602_000,
    });
    expect(await source.current()).toBe(token);
    expect(refreshed).toHaveLength(1);
  });

  it('refreshes a token that was refused although it has not expired, once for two that were refused', async () => {
    const { staff, refreshed } = await startSignIn();
    const path = join(await temporaryFolder(), 'tokens.json');
    await saveStaffTokens(path, { accessToken: 'old', refreshToken: 'refresh-1', expiresAtMs: 9e12 }, {});
    const source = staffTokens({ path, staff, env: {} });
    const token = await source.renew('old');
    expect(await source.renew('old')).toBe(token);
    expect(refreshed).toHaveLength(1);
  });

  it.each([
    ['nobody is signed in', undefined],
    ['there is no refresh token', { accessToken: 'old', expiresAtMs: 0 }],
    ['the refresh token is refused', { accessToken: 'old', refreshToken: 'ended', expiresAtMs: 0 }],
  ])('asks to sign in if %s', async (_, tokens) => {
    const { staff } = await startSignIn();
    const path = join(await temporaryFolder(), 'tokens.json');
    if (tokens !== undefined) await saveStaffTokens(path, tokens, {});
    await expect(staffTokens({ path, staff, env: {} }).current()).rejects.toMatchObject({
      exit: 'notAllowed',
      advice: expect.stringContaining('omistaja login'),
    });
  });
});

describe('omistaja login', () => {
  it('signs several users in side by side, keeps tokens for the user alone, and forgets them', async () => {
    const { origin, staff } = await startSignIn();
    const place = await workplace(`${origin}/api`, { staff });
    for (const profile of ['default', 'second']) {
      const login = start(place, ['login', '--no-browser', '--profile', profile, '--json']);
      await until(() => login.stderr().includes('\n'), 'the address is shown');
      const address = /https?:\S+/.exec(login.stderr())?.[0] ?? '';
      expect((await visit(new URL(address))).status).toBe(200);
      const { code, stdout } = await login.ended;
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        profile,
        user: 'staff-first',
        groups: ['payouts.prepare', 'register.read'],
        renewable: true,
      });
    }
    const folder = join(place.folder, 'user', 'omistaja');
    const files = await readdir(folder);
    expect(files).toHaveLength(2);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);

    expect(JSON.parse((await run(place, ['whoami', '--profile', 'second', '--json'])).stdout)).toMatchObject({
      user: 'staff-first',
    });
    expect((await run(place, ['logout', '--profile', 'second'])).code).toBe(0);
    expect((await run(place, ['whoami', '--profile', 'second'])).code).toBe(4);
    expect((await run(place, ['whoami'])).code).toBe(0);
  }, 30_000);

  it('makes a folder private that was open, and keeps a file that the user named at 0600', async () => {
    const env = { XDG_CONFIG_HOME: await temporaryFolder() };
    const { config } = await workplace('http://127.0.0.1:1/api');
    const path = tokenFilePath(config, 'default', env);
    const folder = join(env.XDG_CONFIG_HOME, 'omistaja');
    await mkdir(folder);
    await chmod(folder, 0o755);
    await writeFile(path, 'old', { mode: 0o644 });
    await saveStaffTokens(path, { accessToken: 'a', expiresAtMs: 0 }, env);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ accessToken: 'a', expiresAtMs: 0 });
  });

  it('keeps the tokens of one register apart from another sign-in of the same name', async () => {
    const { config } = await workplace('http://127.0.0.1:1/api');
    const other = { ...config, staff: { ...config.staff, tokenUrl: 'https://elsewhere.example/token' } };
    expect(tokenFilePath(config, 'default', {})).not.toBe(tokenFilePath(other, 'default', {}));
    for (const profile of ['../x', '', 'a/b', '.hidden'])
      expect(() => tokenFilePath(config, profile, {})).toThrow('profile');
  });
});
