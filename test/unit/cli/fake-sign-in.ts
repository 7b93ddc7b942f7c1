import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { CliConfig } from '../../../cli/config.ts';
import { freePort } from './fake-register.ts';

type Options = {
  /** What the browser is sent back with instead of the state that was asked with. */
  state?: (asked: string) => string;
  /** Refuses at the sign-in page. */
  refuse?: boolean;
  expiresInSeconds?: number;
  refreshTokens?: boolean;
};

/**
 * An authorization server for public clients: exact redirect addresses, S256 only, each code once, as Cognito.
 * `visit` does what a browser does.
 */
export async function startSignIn({
  state = (asked) => asked,
  refuse = false,
  expiresInSeconds = 3600,
  refreshTokens = true,
}: Options = {}) {
  const loopbackPorts = [await freePort(), await freePort()];
  const codes = new Map<string, { challenge: string; redirectUri: string }>();
  const refreshed: string[] = [];
  const exchanges: URLSearchParams[] = [];

  const authorize = (url: URL, response: ServerResponse): void => {
    const asked = (name: string): string => url.searchParams.get(name) ?? '';
    const redirectUri = asked('redirect_uri');
    const allowed = loopbackPorts.map((port) => `http://localhost:${port}/callback`);
    if (
      !allowed.includes(redirectUri) ||
      asked('code_challenge_method') !== 'S256' ||
      asked('client_id') !== 'staff-client'
    ) {
      response.writeHead(400).end();
      return;
    }
    const code = randomUUID();
    codes.set(code, { challenge: asked('code_challenge'), redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('state', state(asked('state')));
    back.searchParams.set(refuse ? 'error' : 'code', refuse ? 'access_denied' : code);
    response.writeHead(302, { location: back.href }).end();
  };

  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await textOf(request));
    exchanges.push(form);
    const grant = form.get('grant_type') === 'refresh_token' ? refreshGrant(form) : codeGrant(form);
    response.writeHead(grant === undefined ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(grant ?? { error: 'invalid_grant' }));
  };
  const codeGrant = (form: URLSearchParams) => {
    const held = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (held?.challenge !== challenge || held.redirectUri !== form.get('redirect_uri')) return undefined;
    return { ...tokens('staff-first'), ...(refreshTokens ? { refresh_token: 'refresh-1' } : {}) };
  };
  const refreshGrant = (form: URLSearchParams) => {
    if (form.get('refresh_token') !== 'refresh-1') return undefined;
    refreshed.push('refresh-1');
    return { ...tokens('staff-second'), expires_in: 3600 };
  };
  const tokens = (name: string) => ({
    access_token: accessToken(name),
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
  });

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/oauth2/authorize') authorize(url, response);
    else token(request, response).catch(() => response.destroy());
  });
  const origin = await listen(server);
  const staff: CliConfig['staff'] = {
    authorizeUrl: `${origin}/oauth2/authorize`,
    tokenUrl: `${origin}/oauth2/token`,
    clientId: 'staff-client',
    scope: 'staff/use',
    loopbackPorts,
  };
  return { origin, staff, exchanges, refreshed };
}

/** A JWT as Cognito makes it, but for its signature. */
export function accessToken(name: string): string {
  const claims = { sub: 'sub-1', username: name, 'cognito:groups': ['payouts.prepare', 'register.read'] };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

/** What a browser does with the address of the sign-in page: it ends at the loopback. */
export async function visit(address: URL): Promise<{ status: number; page: string }> {
  const response = await fetch(address);
  return { status: response.status, page: await response.text() };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
