import type * as z from 'zod/mini';
import type { ErrorCode } from '../domain/errors.ts';
import type { FieldGroup } from '../domain/field-groups.ts';
import { standingCodes } from '../domain/staff-standing.ts';
import type { AccessPurpose } from './access-purposes.ts';
import type { Permission } from './permissions.ts';

/** Which function answers an endpoint: endpoints that need the same rights share one. */
export const apiFunctions = [
  'pos-receipts',
  'pos-queries',
  'pos-day-ends',
  'staff-runs',
  'staff-run-results',
  'staff-register',
  'staff-customers',
  'staff-reveal',
  'staff-members',
  'staff-households',
  'staff-directory',
  'staff-audit',
  'staff-money',
  'staff-returns',
  'staff-return-files',
] as const;
export type ApiFunction = (typeof apiFunctions)[number];

/** OAuth scopes, one audience each; API Gateway refuses a token without the route's scope before any function runs. */
export const scopes = { pos: 'pos/receipts', staff: 'staff/use' } as const;
export type Audience = keyof typeof scopes;

export type Schema = z.ZodMiniType;

/** What a request can name that belongs to somebody: it is read and its co-op compared before any handler runs. */
export const subjectKinds = ['CUSTOMER', 'HOUSEHOLD', 'CARD', 'OUTLET', 'STAFF'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/**
 * A field of the request that names a subject. Identifiers of people stand in bodies only, since addresses are kept in logs; outlets may
 * stand in the query.
 */
export type NamedSubject = {
  kind: SubjectKind;
  at: string;
  in?: 'query';
  optional?: true;
  /** Of a household: also co-ops that it has left may ask, since its earlier months are theirs (R34). */
  former?: true;
};

/**
 * Whose data an endpoint shows or changes. Everything but `found` is logged before the handler runs:
 * - `named`: the subjects that the body names. Each is read, and one of its co-ops must be the caller's, else the answer is the
 *   same as if there were none; the handler is given what was read.
 * - `listing`: many at once, of the co-op that the request names; `by` are fields of the request that say which.
 * - `found`: whom the handler finds or makes. It must call `seen` before it answers; an answer without is withheld. The code is what is
 *   answered if the one found belongs to no co-op of the caller's.
 */
export type Access = {
  action: 'READ' | 'CHANGE' | 'EXPORT';
  fieldGroups: readonly FieldGroup[];
  named?: readonly NamedSubject[];
  listing?: { kind?: 'RUN'; name?: string; by: readonly string[] };
  found?: ErrorCode;
  /** Where the request does not say why: the one purpose that the endpoint has. */
  purpose?: AccessPurpose;
};

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
  status: 200 | 201 | 202;
  /** Whose personal data it shows or changes; endpoints without any have none. */
  access?: Access | undefined;
  params?: P;
  query?: Q;
  body?: B;
  /** The body is checked entry by entry in the handler, so that the valid rest of a batch is kept. */
  bodyCheckedByHandler?: true;
  result: R;
  /** Every code that the endpoint can answer with: its own and those of {@link commonErrors}. */
  errors: readonly ErrorCode[];
};

/** Not there and not yours are one answer, so that nobody learns who is a customer of another co-op. */
export const unknownOf = {
  CUSTOMER: 'unknownCustomer',
  HOUSEHOLD: 'unknownHousehold',
  CARD: 'unknownCard',
  OUTLET: 'unknownOutlet',
  STAFF: 'unknownEntry',
} as const satisfies Record<SubjectKind, ErrorCode>;

/** What any endpoint of its audience and shape can answer with; declarations name only what is their own. */
function commonErrors(declaration: Omit<Endpoint, 'errors'>): ErrorCode[] {
  const { audience, permission, coopIn, params, query, body, access } = declaration;
  const named = (access?.named ?? []).map(({ kind }) => unknownOf[kind]);
  return [
    ...new Set(named),
    ...(access?.found === undefined ? [] : [access.found]),
    ...(body === undefined ? [] : (['invalidJson', 'bodyTooLarge'] as const)),
    ...((params ?? query ?? body) ? (['invalidRequest'] as const) : []),
    'accessTokenRequired',
    ...(audience === 'pos' ? (['clientNotActive'] as const) : standingCodes),
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
  const X extends Access | undefined = undefined,
>({
  fails,
  ...declaration
}: Omit<Endpoint<P, Q, B, R>, 'errors' | 'access'> & {
  audience: A;
  access?: X;
  fails: readonly ErrorCode[];
}): Endpoint<P, Q, B, R> & { audience: A; access: X } {
  const complete = declaration as Omit<Endpoint, 'errors'>;
  return { ...complete, errors: [...new Set([...fails, ...commonErrors(complete)])] } as unknown as Endpoint<
    P,
    Q,
    B,
    R
  > & { audience: A; access: X };
}

export type ParamsOf<E> = E extends Endpoint<infer P, Schema, Schema, Schema> ? z.infer<P> : never;
export type QueryOf<E> = E extends Endpoint<Schema, infer Q, Schema, Schema> ? z.infer<Q> : never;
export type BodyOf<E> = E extends Endpoint<Schema, Schema, infer B, Schema> ? z.infer<B> : never;
export type ResultOf<E> = E extends Endpoint<Schema, Schema, Schema, infer R> ? z.infer<R> : never;
