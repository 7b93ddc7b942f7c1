import { None, processRefreshTokenResponse, refreshTokenGrantRequest } from 'oauth4webapi';
import * as z from 'zod/mini';
import type { CliConfig } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { jsonOf } from '../json.ts';
import { askTokenEndpoint, clientOf, heldToken, isUsable, serverOf, tokenRequestOptions } from './oauth.ts';
import { readStaffTokens, type StaffTokens, saveStaffTokens } from './token-file.ts';
import type { TokenSource } from './token-source.ts';

type Staff = Pick<CliConfig['staff'], 'tokenUrl' | 'clientId'>;
type StaffTokenFile = { path: string; staff: Staff; env: NodeJS.ProcessEnv; now?: () => number };

const signIn = 'Sign in: omistaja login';

/** The signed-in user's tokens: from the file, refreshed and kept again when they have expired or were refused. */
export function staffTokens({ path, staff, env, now = Date.now }: StaffTokenFile): TokenSource {
  const kept = async (): Promise<StaffTokens> => {
    const tokens = await readStaffTokens(path);
    if (tokens === undefined) throw new CliError('notAllowed', 'You are not signed in.', signIn);
    return tokens;
  };
  const refreshed = async (tokens: StaffTokens): Promise<string> => {
    const fresh = await refreshStaffTokens(staff, tokens, now);
    await saveStaffTokens(path, fresh, env);
    return fresh.accessToken;
  };
  return {
    current: async () => {
      const tokens = await kept();
      return isUsable(tokens, now()) ? tokens.accessToken : await refreshed(tokens);
    },
    renew: async (refused) => {
      const tokens = await kept();
      return tokens.accessToken === refused ? await refreshed(tokens) : tokens.accessToken;
    },
  };
}

async function refreshStaffTokens(staff: Staff, tokens: StaffTokens, now: () => number): Promise<StaffTokens> {
  const { refreshToken } = tokens;
  if (refreshToken === undefined) throw new CliError('notAllowed', 'Your sign-in has expired.', signIn);
  const server = serverOf(staff);
  const client = clientOf(staff.clientId);
  const refused = { message: 'Your sign-in has expired', advice: signIn };
  const answer = await askTokenEndpoint(staff.tokenUrl, refused, async () => {
    const options = tokenRequestOptions(staff.tokenUrl);
    const response = await refreshTokenGrantRequest(server, client, None(), refreshToken, options);
    return await processRefreshTokenResponse(server, client, response);
  });
  // A server that does not rotate refresh tokens sends none: the old one stays.
  return { ...heldToken(answer, now()), refreshToken: answer.refresh_token ?? refreshToken };
}

const claimsSchema = z.object({
  sub: z.optional(z.string()),
  username: z.optional(z.string()),
  'cognito:groups': z.optional(z.array(z.string())),
});

/** Who a token is for, as it says itself: to show to its owner, never to decide anything. */
export function identityOf(accessToken: string): { user: string | null; groups: string[] } {
  const claims = z.safeParse(claimsSchema, payloadOf(accessToken)).data;
  return { user: claims?.username ?? claims?.sub ?? null, groups: claims?.['cognito:groups'] ?? [] };
}

/** The middle part of a JWT; an opaque token says nothing about its owner. */
function payloadOf(accessToken: string): unknown {
  return jsonOf(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
