import type { TokenSource } from '../auth/token-source.ts';
import { withToken } from '../client.ts';
import { requestJson } from '../http.ts';
import type { PostRow } from './options.ts';

/** Posts to the register; a refused token is renewed once. */
export function postRows({ apiUrl, tokens }: { apiUrl: string; tokens: TokenSource }): PostRow {
  const ordered = oneAtATime(tokens);
  const base = apiUrl.replace(/\/+$/, '');
  return async (path, body, signal) =>
    await withToken(ordered, (token) => requestJson({ method: 'POST', url: `${base}${path}`, token, body, signal }));
}

/**
 * Several senders ask at once, but a refresh token may be good for one use: one asks after the other, and who finds that the token was
 * renewed meanwhile takes that.
 */
function oneAtATime({ current, renew }: TokenSource): TokenSource {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (ask: () => Promise<string>): Promise<string> => {
    const asked = last.then(ask);
    last = asked.catch(() => {});
    return asked;
  };
  return { current: () => inTurn(current), renew: (refused) => inTurn(() => renew(refused)) };
}
