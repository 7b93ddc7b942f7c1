import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CliError } from '../exit-codes.ts';
import { isFileError } from '../files.ts';

const callbackPath = '/callback';

/** A listener for the one answer of a sign-in (RFC 8252 7.3). */
export type Loopback = {
  /** `http://localhost:<port>/callback`: the name, since Cognito allows http for it only. */
  redirectUri: string;
  /** The address with its query that the browser was sent to. */
  callback: Promise<URL>;
  close: () => Promise<void>;
};

/**
 * Listens on the first free port, on both addresses that `localhost` may mean, so that nobody else gets what is sent there.
 * @param accept says whether a callback is the awaited one: it decides what page is shown
 * @throws CliError unavailable if all ports are taken
 */
export async function listenOnLoopback(
  ports: readonly number[],
  accept: (callback: URL) => boolean,
): Promise<Loopback> {
  for (const port of ports) {
    const arrived = Promise.withResolvers<URL>();
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      const callback = callbackOf(request, port);
      if (callback === undefined) {
        page(response, 404, 'There is nothing here.');
        return;
      }
      const { status, sentence } = accept(callback) ? signedIn : notSignedIn;
      page(response, status, sentence);
      arrived.resolve(callback);
    };
    const servers = await listen(port, answer);
    if (servers === undefined) continue;
    const close = async (): Promise<void> => {
      await Promise.all(servers.map((server) => closed(server)));
    };
    return { redirectUri: `http://localhost:${port}${callbackPath}`, callback: arrived.promise, close };
  }
  throw new CliError(
    'unavailable',
    `The ports ${ports.join(', ')} of this machine are all taken.`,
    'End another "omistaja login", or add a port to staff.loopbackPorts and to the callbacks of the sign-in.',
  );
}

const signedIn = { status: 200, sentence: 'Signed in. You can close this window and go back to the terminal.' };
const notSignedIn = {
  status: 400,
  sentence: 'The sign-in did not succeed. You can close this window; the terminal says why.',
};

/** The address that was asked for, if it is the callback's. */
function callbackOf(request: IncomingMessage, port: number): URL | undefined {
  const base = `http://localhost:${port}`;
  if (request.method !== 'GET' || request.url === undefined || !URL.canParse(request.url, base)) return undefined;
  const url = new URL(request.url, base);
  return url.pathname === callbackPath ? url : undefined;
}

/** Both addresses or none: undefined if one of them is taken. A machine without IPv6 has only the first. */
async function listen(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server[] | undefined> {
  const servers: Server[] = [];
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(answer);
    const failure = await listening(server, port, host);
    if (failure === undefined) servers.push(server);
    else if (!isFileError(failure, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) {
      await Promise.all(servers.map((open) => closed(open)));
      if (isFileError(failure, 'EADDRINUSE', 'EACCES')) return undefined;
      throw failure;
    }
  }
  return servers.length === 0 ? undefined : servers;
}

async function listening(server: Server, port: number, host: string): Promise<Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  server.once('error', resolve);
  server.listen({ port, host, exclusive: true }, () => resolve(undefined));
  return await promise;
}

async function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  await promise;
}

/** The connection is closed after it, so that nothing keeps the command from ending. */
function page(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Omistaja</title><p>${sentence}</p></html>\n`,
  );
}
