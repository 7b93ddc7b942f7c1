import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the fake got it. */
export type Seen = { method: string; path: string; query: URLSearchParams; token: string; body: unknown };
/** What it answers; `lost` takes the request and cuts the line instead of answering. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> } | 'lost';
type Handler = (seen: Seen) => Answer | Promise<Answer>;

export type FakeRegister = {
  apiUrl: string;
  port: number;
  seen: Seen[];
  /** Tokens that the token endpoint gave, newest last; only the newest is accepted if `oneToken`. */
  tokens: string[];
  close: () => Promise<void>;
};

export const clientId = 'till-client';
export const clientSecret = 'till-secret';

/**
 * A register on a port of this machine: the token endpoint for client credentials, and whatever `handle` answers under
 * `/api`. It checks the token as the gateway does.
 */
export async function startRegister(
  handle: Handler,
  {
    port = 0,
    acceptsToken = () => true,
  }: { port?: number; acceptsToken?: (token: string, all: string[]) => boolean } = {},
): Promise<FakeRegister> {
  const seen: Seen[] = [];
  const tokens: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/oauth2/token') return reply(response, tokenAnswer(request, text, tokens));
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const known = tokens.includes(token) || token.startsWith('staff-');
    if (!known || !acceptsToken(token, tokens))
      return reply(response, { status: 401, body: { message: 'Unauthorized' } });
    const one: Seen = {
      method: request.method ?? '',
      path: url.pathname.replace(/^\/api/, ''),
      query: url.searchParams,
      token,
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.push(one);
    reply(response, await handle(one));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${bound}/api`,
    port: bound,
    seen,
    tokens,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function tokenAnswer(request: IncomingMessage, text: string, tokens: string[]): Answer {
  // RFC 6749 2.3.1: both parts are form-encoded within Basic.
  const basic = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString('utf8');
  const given = basic.split(':').map(decodeURIComponent).join(':');
  const form = new URLSearchParams(text);
  if (given !== `${clientId}:${clientSecret}` || form.get('grant_type') !== 'client_credentials') {
    return { status: 400, body: { error: 'invalid_client' } };
  }
  const token = `till-${tokens.length + 1}`;
  tokens.push(token);
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'lost') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

type Receipt = { receiptId: string };
export const receiptsIn = (seen: Seen): Receipt[] => (seen.body as { receipts: Receipt[] }).receipts;

/** A register's memory of receipts: how often each came, and whether any is to be rejected. */
export function receiptKeeper(isFaulty: (receipt: Receipt) => boolean = () => false) {
  const kept = new Map<string, number>();
  const take = (seen: Seen): Answer => {
    const receipts = receiptsIn(seen);
    const rejected = receipts.flatMap((receipt, index) =>
      isFaulty(receipt)
        ? [
            {
              index,
              code: 'purchaseTooOld',
              errors: [{ pointer: `/receipts/${index}/purchasedAt`, code: 'purchaseTooOld', message: 'Too old.' }],
            },
          ]
        : [],
    );
    for (const receipt of receipts) {
      if (!isFaulty(receipt)) kept.set(receipt.receiptId, (kept.get(receipt.receiptId) ?? 0) + 1);
    }
    if (rejected.length === receipts.length) {
      const errors = rejected.flatMap((one) => one.errors);
      return problem(400, 'noValidReceipt', errors);
    }
    return { status: 202, body: { accepted: receipts.length - rejected.length, rejected } };
  };
  return { kept, take };
}

/** Problem details as the register sends them. */
export function problem(status: number, code: string, errors?: unknown[], headers?: Record<string, string>): Answer {
  const body = {
    type: `https://register.example/errors#${code}`,
    title: `Title of ${code}`,
    status,
    code,
    detail: `Detail of ${code}.`,
    requestId: 'request-1',
    ...(errors === undefined ? {} : { errors }),
  };
  return { status, body, headers: { 'content-type': 'application/problem+json', ...headers } };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
