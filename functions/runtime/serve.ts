import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { BodyOf, Endpoint, NamedSubject, ParamsOf, QueryOf, ResultOf, Schema } from '../../contract/endpoint.ts';
import { receiptLimits } from '../../contract/receipts.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Account, Accounted, Seen } from './accounting.ts';
import { authorize, type Caller, callerOf, type StaffCaller, type TillCaller } from './caller.ts';
import { fieldIssues } from './field-issues.ts';
import { logger } from './log.ts';
import { problemResponse, refusalOf } from './problem.ts';
import type { FileOf } from './subjects.ts';

type CallerFor<E> = E extends { audience: 'pos' } ? TillCaller : E extends { audience: 'staff' } ? StaffCaller : Caller;

/** What was read of the subjects that the request names, by the field that names them. */
export type SubjectsOf<E> = E extends { access: { named: infer N extends readonly NamedSubject[] } }
  ? { [S in N[number] as S['at']]: FileOf[S['kind']] | (S extends { optional: true } ? undefined : never) }
  : Record<never, never>;

/** What an endpoint's handler is given: everything checked, what the request names, and the clock. */
export type Request<E> = {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  caller: CallerFor<E>;
  subjects: SubjectsOf<E>;
  seen: Seen;
  requestId: string;
  nowMs: number;
};

export type BoundEndpoint = { declaration: Endpoint; handle: (request: Request<Endpoint>) => Promise<unknown> };

/** Binds a handler to its declaration: what comes in and what goes out have the declaration's types. */
export function answers<E extends Endpoint>(
  declaration: E,
  handle: (request: Request<E>) => Promise<ResultOf<E>>,
): BoundEndpoint {
  return { declaration, handle: handle as unknown as BoundEndpoint['handle'] };
}

type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/**
 * The function behind some endpoints. In this order: route, body, caller, schema, permission and co-op, subjects and
 * their access events, handler, schema of the answer (so that nothing undeclared leaves). Everything that is thrown becomes problem+json.
 */
export function serve(account: Account | undefined, endpoints: readonly BoundEndpoint[], now: () => number = Date.now) {
  const routes = new Map(
    endpoints.map((endpoint) => [`${endpoint.declaration.method} ${endpoint.declaration.path}`, endpoint]),
  );
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        const requestId = request.event.requestContext.requestId;
        const { code } = refusalOf(request.error);
        if (code === 'internal' || code === 'busy')
          logger.error('request failed', {
            requestId,
            route: request.event.routeKey,
            reason: request.error?.name ?? 'unknown',
          });
        request.response = problemResponse(request.error, requestId);
      },
    })
    .handler(async (event) => {
      const endpoint = routes.get(event.routeKey);
      if (endpoint === undefined) throw new DomainError('unknownRoute', 'This endpoint does not exist.');
      const { declaration } = endpoint;
      const nowMs = now();
      const body = declaration.body === undefined ? undefined : jsonBody(event);
      const caller = await callerOf(declaration, event.requestContext.authorizer.jwt.claims, nowMs);
      const issues: ReturnType<typeof fieldIssues> = [];
      const request = {
        params: checked(declaration.params, event.pathParameters ?? {}, '/path', issues),
        query: checked(declaration.query, event.queryStringParameters ?? {}, '/query', issues),
        body: declaration.bodyCheckedByHandler === true ? body : checked(declaration.body, body, '', issues),
      };
      if (issues.length > 0)
        throw new DomainError(
          'invalidRequest',
          'Some fields of the request are faulty; `errors` points at them.',
          issues,
        );
      authorize(declaration, caller, request);
      const { requestId } = event.requestContext;
      const accounted = await accountOf(account, declaration, request, caller, { requestId, nowMs });
      const { subjects, seen } = accounted;
      const result = await endpoint.handle({
        ...request,
        ...{ caller, subjects, seen, requestId, nowMs },
      } as unknown as Request<Endpoint>);
      accounted.assertTold();
      return {
        statusCode: declaration.status,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify(z.parse(declaration.result, result)),
      };
    });
}

/** Tills and endpoints without personal data leave nothing in the access log. */
async function accountOf(
  account: Account | undefined,
  declaration: Endpoint,
  request: { params: unknown; query: unknown; body: unknown },
  caller: Caller,
  at: { requestId: string; nowMs: number },
): Promise<Accounted> {
  if (caller.audience === 'staff') {
    if (account === undefined) throw new Error('this function does not account for what staff see');
    return await account(declaration, request, caller, at);
  }
  return { subjects: {}, seen: async () => undefined, assertTold: () => undefined };
}

function checked(
  schema: Schema | undefined,
  value: unknown,
  prefix: string,
  issues: ReturnType<typeof fieldIssues>,
): unknown {
  if (schema === undefined) return undefined;
  const parsed = z.safeParse(schema, value, { reportInput: true });
  if (!parsed.success) issues.push(...fieldIssues(parsed.error, prefix));
  return parsed.data;
}

/** The body as JSON; API Gateway hands bodies of other content types over in base64. */
function jsonBody(event: HttpEvent): unknown {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(text) > receiptLimits.bodyBytes)
    throw new DomainError('bodyTooLarge', 'The body has more than 900,000 bytes; split the batch.');
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalidJson', 'The body is not valid JSON.');
  }
}
