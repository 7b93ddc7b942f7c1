import { postReceipts } from '../../contract/receipts.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { withToken } from '../client.ts';
import { type HttpAnswer, requestJson } from '../http.ts';

/** Posts a body of receipts. Gives any answer; throws CliError unavailable if none came. */
export type PostBatch = (body: string, signal: AbortSignal) => Promise<HttpAnswer>;

/** Posts to the register; a refused token is renewed once. */
export function tillPost({ apiUrl, tokens }: { apiUrl: string; tokens: TokenSource }): PostBatch {
  const url = `${apiUrl.replace(/\/+$/, '')}${postReceipts.path}`;
  const { method } = postReceipts;
  return async (body, signal) => await withToken(tokens, (token) => requestJson({ method, url, token, body, signal }));
}
