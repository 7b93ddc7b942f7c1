import * as z from 'zod/mini';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResultOf, Schema } from '../contract/endpoint.ts';
import { ApiError } from './api-error.ts';
import type { TokenSource } from './auth/token-source.ts';
import { CliError } from './exit-codes.ts';
import { type HttpAnswer, requestJson } from './http.ts';

type Part<Name extends string, Value> = unknown extends Value ? { [N in Name]?: undefined } : { [N in Name]: Value };

/** What a call of the endpoint needs: exactly the parts that it declares. */
export type InputOf<E> = Part<'params', ParamsOf<E>> & Part<'query', QueryOf<E>> & Part<'body', BodyOf<E>>;

/** Calls an endpoint by its declaration. */
export type Call = <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<ResultOf<E>>;

type AnyInput = { params?: unknown; query?: unknown; body?: unknown };

/**
 * A client whose types come from the declarations in `contract/`.
 * @param apiUrl where the API is, without the `/v1`
 * @param tokens where the bearer token comes from; a refused one (401) is renewed once
 * @returns a call that gives the endpoint's result; throws ApiError for a refusal, CliError for bad input, no network or an
 *   answer that is not the endpoint's
 */
export function createClient({ apiUrl, tokens }: { apiUrl: string; tokens: TokenSource }): Call {
  return async <E extends Endpoint>(endpoint: E, input: InputOf<E>) => {
    const request = requestOf(apiUrl, endpoint, input);
    const answer = await withToken(tokens, (token) => requestJson({ ...request, token }));
    if (answer.status !== endpoint.status) throw new ApiError(answer);
    const result = z.safeParse(endpoint.result, answer.body);
    if (result.success) return result.data as ResultOf<E>;
    throw new CliError(
      'unexpected',
      `The answer to ${endpoint.name} is not what this version expects (${pointersOf(result.error)}).`,
      'Use the command line of the same version as the register.',
    );
  };
}

/** Sends with the present token, and once more with a new one if that was refused. */
export async function withToken(
  tokens: TokenSource,
  send: (token: string) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const token = await tokens.current();
  const answer = await send(token);
  return answer.status === 401 ? await send(await tokens.renew(token)) : answer;
}

/** Method, address and body. Input is checked first, so a slip of the fingers needs no round trip. */
function requestOf(apiUrl: string, endpoint: Endpoint, input: AnyInput) {
  const params = checked(endpoint.params, input.params, 'parameters');
  const query = checked(endpoint.query, input.query, 'query');
  const body = checked(endpoint.body, input.body, 'body');
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  return {
    method: endpoint.method,
    url: `${apiUrl.replace(/\/+$/, '')}${path}${search.size === 0 ? '' : `?${search}`}`,
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

function checked(schema: Schema | undefined, value: unknown, part: string): Record<string, unknown> | undefined {
  if (schema === undefined) return undefined;
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  throw new CliError('badInput', `Faulty ${part} of the request: ${pointersOf(parsed.error)}.`);
}

/** Where a schema was broken, without the values: they may be personal data. */
function pointersOf(error: z.core.$ZodError): string {
  return error.issues.map(({ path, code }) => `/${path.map(String).join('/')} ${code}`).join(', ');
}
