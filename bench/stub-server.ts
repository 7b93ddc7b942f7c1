import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerTo } from './stub/answers.ts';
import { StubTable, type WireItem } from './stub/table.ts';

/**
 * A stub of AWS in a process of its own, on loopback: it answers the functions' calls at once, so that what is measured is their own work. It
 * tells its port on standard output and ends when its standard input does, so it never outlives the benchmark.
 *
 * Beside AWS's operations: `POST /_stub/items` (a JSON list of items as DynamoDB writes them, instead of those that were there),
 * `POST /_stub/more-items` (beside them) and `POST /_stub/calls` (the operations since the last time, in their order).
 */
let table = new StubTable();
let calls: string[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => reply(request, response, Buffer.concat(chunks).toString('utf8')));
});
server.keepAliveTimeout = 0;

function reply(request: IncomingMessage, response: ServerResponse, text: string): void {
  const { url = '/', method = 'GET' } = request;
  const told = controlled(url, text);
  if (told !== undefined) {
    send(response, 200, told);
    return;
  }
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') {
    calls.push(`S3.${method}`);
    send(response, 200, '', { etag: '"0"' });
    return;
  }
  calls.push(target);
  const answer = answerTo(target, table, text);
  send(response, answer === undefined ? 501 : 200, answer ?? '{"__type":"NotImplemented"}');
}

/** What the benchmark itself asks of the stub; undefined if it is a call to AWS. */
function controlled(url: string, text: string): string | undefined {
  if (url === '/_stub/items') return keep(new StubTable(), JSON.parse(text) as WireItem[]);
  if (url === '/_stub/more-items') return keep(table, JSON.parse(text) as WireItem[]);
  return url === '/_stub/calls' ? tell() : undefined;
}

function keep(into: StubTable, items: readonly WireItem[]): string {
  table = into;
  for (const item of items) table.put(item);
  return '{}';
}

function tell(): string {
  const told = JSON.stringify(calls);
  calls = [];
  return told;
}

function send(response: ServerResponse, status: number, body: string, more: Record<string, string> = {}): void {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(body), ...more };
  response.writeHead(status, headers).end(body);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
