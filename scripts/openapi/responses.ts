import { STATUS_CODES } from 'node:http';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { Example } from '../../contract/examples/example.ts';
import { problems } from '../../contract/problem.ts';
import { type ErrorCode, errorCodes } from '../../domain/errors.ts';
import { gatewayAnswers } from './gateway.ts';
import type { JsonSchema } from './json-schema.ts';
import { problemExample } from './problem-example.ts';

/** What goes wrong in the same way at several endpoints: a status with the codes that it may carry there. */
type Failure = { status: number; codes: readonly ErrorCode[] };

/** Examples as OpenAPI keeps them. */
export function examplesObject(examples: readonly Example[]): Record<string, object> {
  return Object.fromEntries(examples.map(({ name, summary, value }) => [name, { summary, value }]));
}

/** The responses of an endpoint by status: its result, and references to its failures. */
export function responsesOf(
  endpoint: Endpoint,
  result: JsonSchema,
  results: readonly Example[],
): Record<string, object> {
  return {
    [endpoint.status]: {
      description: STATUS_CODES[endpoint.status] ?? '',
      content: { 'application/json': { schema: result, examples: examplesObject(results) } },
    },
    ...Object.fromEntries(
      failuresOf(endpoint).map((failure) => [failure.status, { $ref: `#/components/responses/${nameOf(failure)}` }]),
    ),
  };
}

/** The components that {@link responsesOf} refers to: responses, their examples, headers and the schema of API Gateway's answers. */
export function failureComponents(
  endpoints: readonly Endpoint[],
): Record<'responses' | 'examples' | 'headers', Record<string, object>> {
  const failures = endpoints.flatMap(failuresOf);
  const codes = errorCodes.filter((code) => failures.some((failure) => failure.codes.includes(code)));
  return {
    responses: Object.fromEntries(
      failures
        .map((failure) => [nameOf(failure), failureResponse(failure)] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    examples: {
      ...Object.fromEntries(
        codes.map((code) => [code, { summary: problems[code].title, value: problemExample(code) }]),
      ),
      ...Object.fromEntries(
        Object.entries(gatewayAnswers).map(([status, { message }]) => [
          `gateway${status}`,
          { summary: 'By API Gateway', value: { message } },
        ]),
      ),
    },
    headers: {
      'retry-after': {
        description: 'Seconds to wait. Absent if API Gateway itself answered.',
        schema: { type: 'integer' },
        example: 2,
      },
      'www-authenticate': {
        description: 'Why API Gateway refused the token (RFC 6750). Absent from answers with a code.',
        schema: { type: 'string' },
        example: 'Bearer scope="pos/receipts" error="insufficient_scope"',
      },
    },
  };
}

/** The schema of API Gateway's own answers. */
export const gatewayMessageSchema: JsonSchema = {
  type: 'object',
  properties: { message: { type: 'string', description: 'The status in words.' } },
  required: ['message'],
  description: 'An answer of API Gateway itself, before or instead of the function behind the endpoint.',
};

function failuresOf(endpoint: Endpoint): Failure[] {
  const statuses = new Set([
    ...endpoint.errors.map((code) => problems[code].status),
    ...Object.keys(gatewayAnswers).map(Number),
  ]);
  return [...statuses]
    .toSorted((a, b) => a - b)
    .map((status) => ({
      status,
      codes: errorCodes.filter((code) => endpoint.errors.includes(code) && problems[code].status === status),
    }));
}

/** `403.clientNotActive.outletOfAnotherRetailer`, or `429.gateway` if no function answers so. */
const nameOf = ({ status, codes }: Failure): string =>
  [status, ...(codes.length === 0 ? ['gateway'] : codes)].join('.');

function failureResponse({ status, codes }: Failure): object {
  const gateway = gatewayAnswers[status];
  const lines = [
    ...codes.map((code) => `- \`${code}\`: ${problems[code].title}. ${problems[code].advice}`),
    ...(gateway === undefined ? [] : [`- Without a code, by API Gateway: ${gateway.meaning} ${gateway.advice}`]),
  ];
  const header = { 401: 'www-authenticate', 403: 'www-authenticate', 503: 'retry-after' }[status];
  return {
    description: lines.join('\n'),
    ...(header === undefined ? {} : { headers: { [header]: { $ref: `#/components/headers/${header}` } } }),
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': problemContent(codes) }),
      ...(gateway === undefined ? {} : { 'application/json': gatewayContent(status) }),
    },
  };
}

function problemContent(codes: readonly ErrorCode[]): object {
  return {
    schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
    examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
  };
}

function gatewayContent(status: number): object {
  return {
    schema: { $ref: '#/components/schemas/GatewayMessage' },
    examples: { gateway: { $ref: `#/components/examples/gateway${status}` } },
  };
}
