import { setTimeout } from 'node:timers/promises';
import {
  AuthorizationResponseError,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import type { CliConfig } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { listenOnLoopback } from './loopback.ts';
import { askTokenEndpoint, clientOf, heldToken, serverOf, tokenRequestOptions } from './oauth.ts';
import type { StaffTokens } from './token-file.ts';

type SignIn = {
  staff: CliConfig['staff'];
  /** Brings the user to the sign-in page: opens a browser, prints the address, or (in `npm start`) fills in its form. */
  visit: (authorizeUrl: URL) => Promise<void>;
  /** How long to wait for the user. */
  timeoutSeconds?: number;
  now?: () => number;
};

/**
 * Signs a person in by the authorization code flow with PKCE and a loopback redirect (RFC 8252, RFC 7636).
 * @returns the tokens, kept nowhere
 * @throws CliError notAllowed if the sign-in was refused, its answer was not for this one, or nobody came
 */
export async function signIn({ staff, visit, timeoutSeconds = 300, now = Date.now }: SignIn): Promise<StaffTokens> {
  const server = serverOf(staff);
  const client = clientOf(staff.clientId);
  const state = generateRandomState();
  const verifier = generateRandomCodeVerifier();
  const validated = (callback: URL): Validated => validate(() => validateAuthResponse(server, client, callback, state));

  const loopback = await listenOnLoopback(staff.loopbackPorts, (callback) => 'parameters' in validated(callback));
  try {
    await visit(await authorizeUrl(staff, { state, verifier, redirectUri: loopback.redirectUri }));
    const result = validated(await within(loopback.callback, timeoutSeconds));
    if ('failure' in result) throw result.failure;
    const refused = { message: 'The sign-in gave no token', advice: again };
    const answer = await askTokenEndpoint(staff.tokenUrl, refused, async () => {
      const options = tokenRequestOptions(staff.tokenUrl);
      const response = await authorizationCodeGrantRequest(
        server,
        client,
        None(),
        result.parameters,
        loopback.redirectUri,
        verifier,
        options,
      );
      return await processAuthorizationCodeResponse(server, client, response);
    });
    const { refresh_token: refreshToken } = answer;
    return { ...heldToken(answer, now()), ...(refreshToken === undefined ? {} : { refreshToken }) };
  } finally {
    await loopback.close();
  }
}

async function authorizeUrl(
  staff: CliConfig['staff'],
  { state, verifier, redirectUri }: { state: string; verifier: string; redirectUri: string },
): Promise<URL> {
  const url = new URL(staff.authorizeUrl);
  const parameters = {
    response_type: 'code',
    client_id: staff.clientId,
    redirect_uri: redirectUri,
    scope: staff.scope,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

type Validated = { parameters: URLSearchParams } | { failure: CliError };

/** A callback that carries our state and a code; else why the sign-in failed. */
function validate(check: () => URLSearchParams): Validated {
  try {
    const parameters = check();
    return parameters.has('code') ? { parameters } : { failure: new CliError('notAllowed', notOurs, again) };
  } catch (error) {
    if (error instanceof AuthorizationResponseError) {
      const reason = error.error.replaceAll(/[^\w.-]/g, '').slice(0, 40);
      return { failure: new CliError('notAllowed', `The sign-in was refused (${reason}).`, again, { cause: error }) };
    }
    if (!(error instanceof OperationProcessingError)) throw error;
    return { failure: new CliError('notAllowed', notOurs, again, { cause: error }) };
  }
}

const notOurs = 'What the browser brought back does not belong to this sign-in.';
const again = 'Try again: omistaja login';

/** Waits, but not for ever: a window that was closed sends nothing. */
async function within<T>(promise: Promise<T>, timeoutSeconds: number): Promise<T> {
  const timer = new AbortController();
  const late = setTimeout(timeoutSeconds * 1000, undefined, { signal: timer.signal }).then(() => {
    throw new CliError('notAllowed', `Nobody signed in within ${timeoutSeconds} s.`, again);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
