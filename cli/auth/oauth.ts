import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  INVALID_RESPONSE,
  OperationProcessingError,
  PARSE_ERROR,
  RESPONSE_IS_NOT_CONFORM,
  RESPONSE_IS_NOT_JSON,
  ResponseBodyError,
  type TokenEndpointResponse,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { isLoopback } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { unreachable } from '../http.ts';

/** An access token and when it ends, epoch milliseconds. */
export type HeldToken = { accessToken: string; expiresAtMs: number };

/** A token that ends within this time is not used any more: it would end on its way. */
const leewayMs = 30_000;
/** RFC 6749 4.2.2 lets a server leave `expires_in` out; a renewal too many costs little. */
const defaultLifeSeconds = 300;
const tokenTimeoutSeconds = 20;

/** The two endpoints as oauth4webapi wants them. Its issuer is used for ID tokens only, which nothing here asks for. */
export function serverOf(endpoints: { tokenUrl: string; authorizeUrl?: string }): AuthorizationServer {
  return {
    issuer: new URL(endpoints.tokenUrl).origin,
    token_endpoint: endpoints.tokenUrl,
    ...(endpoints.authorizeUrl === undefined ? {} : { authorization_endpoint: endpoints.authorizeUrl }),
  };
}

export const clientOf = (clientId: string): Client => ({ client_id: clientId });

/** TLS is asked for everywhere but on this machine. */
export function tokenRequestOptions(tokenUrl: string) {
  return {
    [allowInsecureRequests]: isLoopback(new URL(tokenUrl)),
    signal: () => AbortSignal.timeout(tokenTimeoutSeconds * 1000),
  };
}

/** What a token endpoint answered, with the time at which it ends. */
export function heldToken(answer: TokenEndpointResponse, nowMs: number): HeldToken {
  return { accessToken: answer.access_token, expiresAtMs: nowMs + (answer.expires_in ?? defaultLifeSeconds) * 1000 };
}

export const isUsable = (token: HeldToken, nowMs: number): boolean => token.expiresAtMs - nowMs > leewayMs;

/**
 * Asks a token endpoint and explains what can go wrong.
 * @param refused what to say and do if the server refuses
 * @throws CliError notAllowed if the server refuses, unavailable if it does not answer or is busy
 */
export async function askTokenEndpoint(
  tokenUrl: string,
  refused: { message: string; advice: string },
  ask: () => Promise<TokenEndpointResponse>,
): Promise<TokenEndpointResponse> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error)) throw new CliError('notAllowed', `${refused.message}.`, refused.advice, { cause: error });
    const { host } = new URL(tokenUrl);
    if (isStrangeAnswer(error)) {
      throw new CliError('unavailable', `${host} does not answer as a sign-in should.`, 'Try again later.', {
        cause: error,
      });
    }
    if (isNetworkError(error)) throw unreachable(tokenUrl, error);
    throw error;
  }
}

/** The server said no, other than "too often". */
function isRefusal(error: unknown): boolean {
  return (error instanceof ResponseBodyError && error.status !== 429) || error instanceof WWWAuthenticateChallengeError;
}

/** Something else answers, or the server asks for fewer questions: it passes. */
function isStrangeAnswer(error: unknown): boolean {
  return (
    error instanceof ResponseBodyError ||
    (error instanceof OperationProcessingError && strangeAnswers.includes(error.code ?? ''))
  );
}

const strangeAnswers: readonly string[] = [
  RESPONSE_IS_NOT_CONFORM,
  RESPONSE_IS_NOT_JSON,
  INVALID_RESPONSE,
  PARSE_ERROR,
];

/** `fetch` throws a TypeError with the network's error as its cause; the timeout throws its own. */
function isNetworkError(error: unknown): boolean {
  return (
    (error instanceof TypeError && error.cause instanceof Error) ||
    (error instanceof Error && error.name === 'TimeoutError')
  );
}
