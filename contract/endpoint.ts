import type * as z from 'zod/mini';
import type { ErrorCode } from '../domain/errors.ts';
import type { Permission } from './permissions.ts';

/** Which function answers an endpoint: endpoints that need the same rights share one. */
export const apiFunctions = ['pos-receipts', 'pos-queries', 'pos-day-ends', 'staff-runs', 'staff-register'] as const;
export type ApiFunction = (typeof apiFunctions)[number];

/** OAuth scopes, one audience each; API Gateway refuses a token without the route's scope before any function runs. */
export const scopes = { pos: 'pos/receipts', staff: 'staff/use' } as const;
export type Audience = keyof typeof scopes;

export type Schema = z.ZodMiniType;

/**
 * One endpoint of the API as data. The router, the CDK routes, the OpenAPI document and the clients' types all come from
 * it, and so do the checks of permission and co-op: no handler makes its own.
 */
export type Endpoint<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> = {
  /** Operation id, camelCase. */
  name: string;
  method: 'GET' | 'POST';
  path: `/v1/${string}`;
  audience: Audience;
  function: ApiFunction;
  /** What a staff member must be allowed to; tills have one right only, their scope. */
  permission?: Permission;
  /** Where the request names the co-op that the staff member must be limited to. */
  coopIn?: 'path' | 'body' | 'query';
  summary: string;
  description: string;
  status: 200 | 202;
  params?: P;
  query?: Q;
  body?: B;
  /** The body is checked entry by entry in the handler, so that the valid rest of a batch is kept. */
  bodyCheckedByHandler?: true;
  result: R;
  /** Every code that the endpoint can answer with: its own and those of {@link commonErrors}. */
  errors: readonly ErrorCode[];
};

/** What any endpoint of its audience and shape can answer with; declarations name only what is their own. */
function commonErrors({ audience, permission, coopIn, params, query, body }: Omit<Endpoint, 'errors'>): ErrorCode[] {
  return [
    ...(body === undefined ? [] : (['invalidJson', 'bodyTooLarge'] as const)),
    ...((params ?? query ?? body) ? (['invalidRequest'] as const) : []),
    'accessTokenRequired',
    ...(audience === 'pos' ? (['clientNotActive'] as const) : (['staffNotActive'] as const)),
    ...(permission === undefined ? [] : (['permissionMissing'] as const)),
    ...(coopIn === undefined ? [] : (['coopNotAllowed'] as const)),
    'busy',
    'internal',
  ];
}

/**
 * Declares an endpoint and keeps the types of its schemas and its audience.
 * @param declaration with the errors that are its own, in `fails`
 */
export function endpoint<
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  R extends Schema,
  const A extends Audience,
>({
  fails,
  ...declaration
}: Omit<Endpoint<P, Q, B, R>, 'errors'> & { audience: A; fails: readonly ErrorCode[] }): Endpoint<P, Q, B, R> & {
  audience: A;
} {
  return { ...declaration, errors: [...fails, ...commonErrors(declaration)] } as Endpoint<P, Q, B, R> & { audience: A };
}

export type ParamsOf<E> = E extends Endpoint<infer P, Schema, Schema, Schema> ? z.infer<P> : never;
export type QueryOf<E> = E extends Endpoint<Schema, infer Q, Schema, Schema> ? z.infer<Q> : never;
export type BodyOf<E> = E extends Endpoint<Schema, Schema, infer B, Schema> ? z.infer<B> : never;
export type ResultOf<E> = E extends Endpoint<Schema, Schema, Schema, infer R> ? z.infer<R> : never;
