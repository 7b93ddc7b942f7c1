import { CliError } from './exit-codes.ts';
import { jsonOf } from './json.ts';

/** What came back: the body as JSON, or as it is if it was none. */
export type HttpAnswer = { status: number; retryAfter: string | null; body: unknown };

export type HttpRequest = {
  method: 'GET' | 'POST';
  url: string;
  token: string;
  /** JSON text. */
  body?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** API Gateway gives up after 30 s; what takes longer has no answer to come. */
const timeoutSeconds = 35;

/**
 * One request with a bearer token. Redirects are not followed: the token is for this address only.
 * @returns any answer, whatever its status
 * @throws CliError unavailable if no answer came; the abort's reason if `signal` ended it
 */
export async function requestJson({ method, url, token, body, signal }: HttpRequest): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: jsonOf(text) ?? text };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw unreachable(url, error);
  }
}

/** Network trouble as one sentence: who does not answer and why. */
export function unreachable(url: string, error: unknown): CliError {
  const { host } = new URL(url);
  const message = `${host} does not answer (${reasonOf(error)}).`;
  return new CliError('unavailable', message, 'Check the network and apiUrl, then try again.', { cause: error });
}

/** The system's code where there is one: `fetch failed` says nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`;
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return reasonOf(cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
