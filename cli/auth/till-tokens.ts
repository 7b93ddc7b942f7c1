import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ClientSecretBasic, clientCredentialsGrantRequest, processClientCredentialsResponse } from 'oauth4webapi';
import type { CliConfig, LoadedConfig } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError } from '../files.ts';
import {
  askTokenEndpoint,
  clientOf,
  type HeldToken,
  heldToken,
  isUsable,
  serverOf,
  tokenRequestOptions,
} from './oauth.ts';
import type { TokenSource } from './token-source.ts';

type TillClient = Pick<CliConfig['till'], 'tokenUrl' | 'clientId' | 'scope'>;

/** A till's tokens by client credentials: fetched when needed, one at a time however many ask. */
export function tillTokens(till: TillClient, clientSecret: string, now: () => number = Date.now): TokenSource {
  let held: HeldToken | undefined;
  let underWay: Promise<HeldToken> | undefined;

  const fetched = async (): Promise<string> => {
    underWay ??= fetchToken(till, clientSecret, now).finally(() => {
      underWay = undefined;
    });
    held = await underWay;
    return held.accessToken;
  };
  const usable = (): string | undefined => (held !== undefined && isUsable(held, now()) ? held.accessToken : undefined);

  return {
    current: async () => usable() ?? (await fetched()),
    renew: async (refused) => {
      const token = usable();
      return token === undefined || token === refused ? await fetched() : token;
    },
  };
}

async function fetchToken(till: TillClient, clientSecret: string, now: () => number): Promise<HeldToken> {
  const server = serverOf(till);
  const client = clientOf(till.clientId);
  const refused = {
    message: 'The till client was not given a token',
    advice: 'Check till.clientId and till.scope of the configuration and the client secret.',
  };
  const answer = await askTokenEndpoint(till.tokenUrl, refused, async () => {
    const options = tokenRequestOptions(till.tokenUrl);
    const parameters = { scope: till.scope };
    const secret = ClientSecretBasic(clientSecret);
    const response = await clientCredentialsGrantRequest(server, client, secret, parameters, options);
    return await processClientCredentialsResponse(server, client, response);
  });
  return heldToken(answer, now());
}

/**
 * The till client's secret: from the file that the configuration names, else from OMISTAJA_TILL_CLIENT_SECRET. Never from
 * a flag, which every user of the machine can read.
 * @throws CliError badInput if there is none
 */
export async function tillSecret(config: LoadedConfig, env: NodeJS.ProcessEnv): Promise<string> {
  const { clientSecretFile } = config.till;
  if (clientSecretFile === undefined) {
    if (env.OMISTAJA_TILL_CLIENT_SECRET) return env.OMISTAJA_TILL_CLIENT_SECRET;
    const advice = 'Name a file in till.clientSecretFile of the configuration, or set OMISTAJA_TILL_CLIENT_SECRET.';
    throw new CliError('badInput', 'There is no secret for the till client.', advice);
  }
  const path = resolve(dirname(config.path), clientSecretFile);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (!isFileError(error, 'ENOENT', 'EACCES', 'EISDIR')) throw error;
    throw new CliError('badInput', `The till client's secret cannot be read from ${path} (${error.code}).`);
  }
}
