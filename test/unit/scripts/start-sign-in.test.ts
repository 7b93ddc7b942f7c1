import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliConfig } from '../../../cli/config.ts';
import { tokensOfPerson } from '../../../scripts/start/sign-in.ts';

/** A sign-in page with the form of the local cloud's, which checks what a real one checks. */
let server: Server;
let asked: { authorize: URLSearchParams; login: URLSearchParams; signIns: number };
let staff: CliConfig['staff'];
let status: number;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

beforeEach(async () => {
  asked = { authorize: new URLSearchParams(), login: new URLSearchParams(), signIns: 0 };
  status = 200;
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/oauth2/authorize') {
      asked.authorize = url.searchParams;
      const hidden = [...url.searchParams].map(
        ([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('&', '&amp;')}">`,
      );
      const form = `<form action="/search"><input name="q"></form><form method="POST" action="/login">${hidden.join('\n')}<input type="password" name="password"></form>`;
      response.writeHead(status, { 'set-cookie': 'XSRF=1; Path=/' }).end(status === 200 ? form : 'no');
    } else if (url.pathname === '/login') {
      asked.login = await bodyOf(request);
      if (asked.login.get('password') !== "p&'w")
        return response.end('<div class="error">Incorrect username or password.</div>');
      const location = `${asked.login.get('redirect_uri')}?code=c1&state=${asked.login.get('state')}`;
      response.writeHead(request.headers.cookie === 'XSRF=1' ? 302 : 400, { location }).end();
    } else {
      const form = await bodyOf(request);
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      asked.signIns += 1;
      const granted = form.get('code') === 'c1' && challenge === asked.login.get('code_challenge');
      response.writeHead(granted ? 200 : 400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          granted
            ? { access_token: `t${asked.signIns}`, token_type: 'Bearer', expires_in: 900 }
            : { error: 'invalid_grant' },
        ),
      );
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}/oauth2`;
  const loopbackPorts = [48_310 + (process.pid % 500), 49_310 + (process.pid % 500)];
  staff = {
    authorizeUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    clientId: 'c',
    scope: 'staff/use',
    loopbackPorts,
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const liisa = { username: 'liisa', password: "p&'w" };

describe('signing a person in', () => {
  it('goes the whole way of the code flow, with a challenge that the verifier answers', async () => {
    expect(await tokensOfPerson(staff, liisa).current()).toBe('t1');
    expect(asked.authorize.get('code_challenge_method')).toBe('S256');
    expect(Object.fromEntries(asked.login)).toMatchObject({ ...Object.fromEntries(asked.authorize), ...liisa });
  });

  it('keeps the token while it lasts and signs in again when it is refused', async () => {
    const tokens = tokensOfPerson(staff, liisa);
    expect([await tokens.current(), await tokens.current(), await tokens.renew('t1')]).toEqual(['t1', 't1', 't2']);
    expect(await tokens.current()).toBe('t2');
  });

  it('says in one sentence what the page says', async () => {
    const tokens = tokensOfPerson(staff, { ...liisa, password: 'wrong' });
    await expect(tokens.current()).rejects.toThrow('The sign-in page refused liisa (Incorrect username or password).');
  });

  it('says in one sentence that the page did not open', async () => {
    status = 503;
    await expect(tokensOfPerson(staff, liisa).current()).rejects.toThrow(
      'The sign-in page did not open for liisa (HTTP 503).',
    );
  });
});
