import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { endpoint } from '../../../contract/endpoint.ts';
import { problemSchema } from '../../../contract/problem.ts';
import { DomainError } from '../../../domain/errors.ts';
import { postReceiptsEndpoint } from '../../../functions/api/pos/post-receipts.ts';
import { answers } from '../../../functions/runtime/serve.ts';
import { serveStaff } from '../../../functions/runtime/serve-staff.ts';
import { tillClientKey } from '../../../functions/table/keys.ts';
import {
  ask,
  problemOf,
  requestId,
  staffClaims,
  type TestAnswer,
  tillClaims,
  withoutNetwork,
} from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { aRequest, noon } from '../../fixtures/recording.ts';

const lines = logLines();
const { put, reset, table, queued } = withoutNetwork();
beforeEach(() => {
  reset();
  lines.length = 0;
});

/** An endpoint whose handler does what the test says. */
const thing = endpoint({
  name: 'postThings',
  method: 'POST',
  path: '/v1/things/{thingId}',
  audience: 'pos',
  function: 'pos-queries',
  summary: 's',
  description: 'd',
  status: 200,
  params: z.strictObject({ thingId: z.string().check(z.regex(/^[a-z]{1,3}$/)) }),
  query: z.strictObject({ page: z.optional(z.string().check(z.maxLength(2))) }),
  body: z.strictObject({ count: z.int() }),
  result: z.strictObject({ total: z.int() }),
  fails: ['unknownReceipt'],
});
let handle: (request: {
  params: { thingId: string };
  body: { count: number };
  requestId: string;
  nowMs: number;
}) => unknown;
const handler = serveStaff(
  [answers(thing, async (request) => (await handle(request)) as { total: number }), postReceiptsEndpoint],
  () => noon,
);
const route = 'POST /v1/things/{thingId}';
const good = { route, params: { thingId: 'a' }, body: '{"count":2}' };

function expectProblem(answer: TestAnswer, status: number, code: string): void {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  expect(problemSchema.parse(answer.body)).toMatchObject({ status, requestId });
  expect(answer.body.type).toMatch(new RegExp(`docs/errors\\.md#${code.toLowerCase()}$`));
}

describe('a good request', () => {
  it('is handed over checked, with the clock and the caller, and answered as declared', async () => {
    let seen: unknown;
    handle = (request) => {
      seen = request;
      return { total: request.body.count * 2 };
    };
    const answer = await ask(handler, { ...good, query: { page: '1' } });
    expect(answer).toMatchObject({ status: 200, body: { total: 4 } });
    expect(answer.headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(seen).toEqual({
      subjects: {},
      seen: expect.any(Function),
      params: { thingId: 'a' },
      query: { page: '1' },
      body: { count: 2 },
      caller: { audience: 'pos', clientId: 'till-1', retailerId: 'havu' },
      requestId,
      nowMs: noon,
    });
    expect(lines).toEqual([]);
  });

  it('may come in base64, as API Gateway hands over what is not said to be JSON', async () => {
    handle = ({ body }) => ({ total: body.count });
    expect(await ask(handler, { ...good, base64: true })).toMatchObject({ status: 200, body: { total: 2 } });
    expectProblem(await ask(handler, { ...good, base64: true, body: '{"count"' }), 400, 'invalidJson');
  });
});

describe('a request that is refused', () => {
  beforeEach(() => {
    handle = () => {
      throw new Error('the handler must not be reached');
    };
  });

  it.each(['', '{', 'count=2', '\ufeff{"count":2}', '{"count":2}{}', "{'count':2}", 'NaN'])(
    'whose body is no JSON: %j',
    async (body) => {
      expectProblem(await ask(handler, { ...good, body }), 400, 'invalidJson');
    },
  );

  it('without a body', async () => {
    const { body: _body, ...without } = good;
    expectProblem(await ask(handler, without), 400, 'invalidJson');
  });

  it('over 900,000 bytes, counted as bytes and after base64', async () => {
    const wide = 'ä'.repeat(450_000);
    for (const base64 of [false, true]) {
      expectProblem(await ask(handler, { ...good, base64, body: `"${wide}"` }), 413, 'bodyTooLarge');
      expectProblem(await ask(handler, { ...good, base64, body: ' '.repeat(900_001) }), 413, 'bodyTooLarge');
      expectProblem(await ask(handler, { ...good, base64, body: ' '.repeat(900_000) }), 400, 'invalidJson');
    }
  });

  it('with faults in path, query and body: all are told at once, each with its place', async () => {
    const answer = await ask(handler, {
      route,
      params: { thingId: 'A' },
      query: { page: '123', more: '1' },
      body: '{"count":"2","x":1}',
    });
    expectProblem(answer, 400, 'invalidRequest');
    expect(problemOf(answer).errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/path/thingId badFormat',
      '/query/page outOfRange',
      '/query/more unknownField',
      '/count wrongType',
      '/x unknownField',
    ]);
  });

  it('with lists in lists, a hundred thousand deep, in no time', async () => {
    const body = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expectProblem(await ask(handler, { ...good, body }), 400, 'invalidRequest');
    const deep = `{"count":2,"deep":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
    expectProblem(await ask(handler, { ...good, body: deep }), 400, 'invalidRequest');
  });

  it('to a route that there is not', async () => {
    expectProblem(await ask(handler, { ...good, route: 'DELETE /v1/things/{thingId}' }), 404, 'unknownRoute');
    expectProblem(await ask(handler, { ...good, route: '$default' }), 404, 'unknownRoute');
  });

  it('with an ID token, or a token that says nothing of itself', async () => {
    for (const claims of [{ ...tillClaims, token_use: 'id' }, {}])
      expectProblem(await ask(handler, { ...good, claims }), 401, 'accessTokenRequired');
  });

  it('by a client that is not registered, or not active, or a person', async () => {
    put({ ...tillClientKey('gone'), clientId: 'gone', retailerId: 'havu', active: false, version: 1 });
    for (const claims of [{ ...tillClaims, client_id: 'gone' }, { ...tillClaims, client_id: 'nobody' }, staffClaims()])
      expectProblem(await ask(handler, { ...good, claims }), 403, 'clientNotActive');
  });
});

describe('an error of the handler', () => {
  it('that is a refusal has its own code and sentence', async () => {
    handle = () => {
      throw new DomainError('unknownReceipt', 'The register does not know this receipt.');
    };
    const answer = await ask(handler, good);
    expectProblem(answer, 404, 'unknownReceipt');
    expect(answer.body.detail).toBe('The register does not know this receipt.');
    expect(lines).toEqual([]);
  });

  it.each([
    new Error('SELECT 131052-308T FROM members'),
    new TypeError('x is undefined at /var/task/index.mjs:1'),
    'a text that was thrown',
    null,
    { message: 'an object' },
  ])('that nobody foresaw is answered with the request id and no detail: %o', async (thrown) => {
    handle = () => {
      throw thrown;
    };
    const answer = await ask(handler, good);
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toMatch(/131052|SELECT|undefined|index|thrown|object/);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(requestId);
    expect(lines[0]).not.toMatch(/131052|SELECT/);
  });

  it.each([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'TimeoutError',
    'TransactionConflictException',
  ])('that passes may be tried again: %s', async (name) => {
    handle = () => {
      throw Object.assign(new Error('secret'), { name });
    };
    const answer = await ask(handler, good);
    expectProblem(answer, 503, 'busy');
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('of the table, before the handler, is ours too', async () => {
    table.on(GetCommand).rejects(new Error('the table is gone'));
    expectProblem(await ask(handler, { ...good, claims: { ...tillClaims, client_id: 'till-2' } }), 500, 'internal');
  });
});

describe('an answer', () => {
  it.each([
    ['with an undeclared field', { total: 1, name: 'Maija Mallikas' }],
    ['without a declared one', {}],
    ['of another type', { total: '1' }],
    ['that is none', undefined],
  ])('%s does not leave', async (_name, result) => {
    handle = () => result;
    const answer = await ask(handler, good);
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toContain('Maija');
  });

  it('202 is said only after the queue has taken the receipts', async () => {
    const answer = await ask(handler, { route: 'POST /v1/receipts', body: JSON.stringify(aRequest()) });
    expect(answer.status).toBe(202);
    expect(queued()).toHaveLength(1);
  });
});
