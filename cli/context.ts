import { resolve } from 'node:path';
import type { Command } from 'commander';
import { staffTokens } from './auth/staff-tokens.ts';
import { tillSecret, tillTokens } from './auth/till-tokens.ts';
import { tokenFilePath } from './auth/token-file.ts';
import type { TokenSource } from './auth/token-source.ts';
import { type Call, createClient } from './client.ts';
import { type LoadedConfig, loadConfig } from './config.ts';
import type { ExitName } from './exit-codes.ts';
import { type Paint, paintFor } from './render/paint.ts';
import type { Terminal } from './terminal.ts';

/** One run of the command line; `exit` is what it ends with. */
export type Session = { terminal: Terminal; exit: ExitName };

type GlobalOptions = { json?: true; config?: string; profile: string; tokenFile?: string };

/** What a command works with. */
export type Context = {
  terminal: Terminal;
  paint: Paint;
  json: boolean;
  profile: string;
  config: () => Promise<LoadedConfig>;
  /** The signed-in user's token file. */
  tokenFile: () => Promise<string>;
  /** The staff API as the signed-in user. */
  staff: () => Promise<Call>;
  /** The till API as the configured client. */
  till: () => Promise<Call>;
  tillTokens: () => Promise<TokenSource>;
  /** The result: as JSON, or as text. Nothing else goes to stdout. */
  print: (result: unknown, text: (paint: Paint) => string) => void;
  /** Something to know beside the result. */
  note: (text: string) => void;
};

function contextOf(command: Command, terminal: Terminal): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const json = options.json === true;
  const paint = paintFor(terminal.stdout, terminal.env);
  const config = () => loadConfig(options.config, terminal);
  const tokenFile = async () =>
    options.tokenFile === undefined
      ? tokenFilePath(await config(), options.profile, terminal.env)
      : resolve(terminal.cwd, options.tokenFile);
  const tokensOfTill = async () => {
    const loaded = await config();
    return tillTokens(loaded.till, await tillSecret(loaded, terminal.env));
  };
  return {
    terminal,
    paint,
    json,
    profile: options.profile,
    config,
    tokenFile,
    staff: async () => {
      const { apiUrl, staff } = await config();
      return createClient({ apiUrl, tokens: staffTokens({ path: await tokenFile(), staff, env: terminal.env }) });
    },
    till: async () => createClient({ apiUrl: (await config()).apiUrl, tokens: await tokensOfTill() }),
    tillTokens: tokensOfTill,
    print: (result, text) => terminal.stdout.write(`${json ? JSON.stringify(result) : text(paint)}\n`),
    note: (text) => terminal.stderr.write(`${text}\n`),
  };
}

/**
 * A command's action: gets its context, options and arguments, and says what to exit with if it is not `ok`.
 * Commander hands over the arguments, then the options, then the command.
 */
export function action<Options, Arguments extends unknown[]>(
  session: Session,
  handler: (context: Context, options: Options, ...values: Arguments) => Promise<ExitName | undefined>,
): (...all: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const values = all.slice(0, -2) as Arguments;
    session.exit = (await handler(contextOf(command, session.terminal), all.at(-2) as Options, ...values)) ?? 'ok';
  };
}
