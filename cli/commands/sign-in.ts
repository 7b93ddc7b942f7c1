import type { Command } from 'commander';
import open from 'open';
import { signIn } from '../auth/sign-in.ts';
import { identityOf } from '../auth/staff-tokens.ts';
import { deleteStaffTokens, readStaffTokens, type StaffTokens, saveStaffTokens } from '../auth/token-file.ts';
import { action, type Session } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { formatTime } from '../render/figures.ts';
import type { Paint } from '../render/paint.ts';
import { list } from '../render/table.ts';

/** `login`, `logout`, `whoami`. */
export function addSignInCommands(program: Command, session: Session): void {
  program
    .command('login')
    .description('sign in with the browser; the tokens are kept in a file that only you can read')
    .option('--no-browser', 'only print the address of the sign-in page')
    .action(
      action(session, async (context, { browser }: { browser: boolean }) => {
        const { staff } = await context.config();
        const path = await context.tokenFile();
        const tokens = await signIn({
          staff,
          visit: async (url) => {
            context.note(`Sign in at ${url.href}`);
            if (browser) await openBrowser(url, context.note);
          },
        });
        await saveStaffTokens(path, tokens, context.terminal.env);
        const who = whoIs(context.profile, tokens);
        context.print(who, (paint) => renderWho(who, paint));
        return undefined;
      }),
    );

  program
    .command('logout')
    .description('forget the sign-in')
    .action(
      action(session, async (context) => {
        const signedOut = await deleteStaffTokens(await context.tokenFile());
        context.print({ signedOut }, () => (signedOut ? 'Signed out.' : 'Nobody was signed in.'));
        return undefined;
      }),
    );

  program
    .command('whoami')
    .description('show who is signed in, with which groups, and until when')
    .action(
      action(session, async (context) => {
        const tokens = await readStaffTokens(await context.tokenFile());
        if (tokens === undefined) throw new CliError('notAllowed', 'You are not signed in.', 'Sign in: omistaja login');
        const who = whoIs(context.profile, tokens);
        context.print(who, (paint) => renderWho(who, paint));
        return undefined;
      }),
    );
}

/** A machine without a browser still shows the address. */
async function openBrowser(url: URL, note: (text: string) => void): Promise<void> {
  try {
    const browser = await open(url.href);
    browser.on('error', () => note('No browser could be opened: open the address above.'));
  } catch {
    note('No browser could be opened: open the address above.');
  }
}

type Who = { profile: string; user: string | null; groups: string[]; expiresAt: string; renewable: boolean };

function whoIs(profile: string, tokens: StaffTokens): Who {
  const expiresAt = new Date(tokens.expiresAtMs).toISOString();
  return { profile, ...identityOf(tokens.accessToken), expiresAt, renewable: tokens.refreshToken !== undefined };
}

function renderWho({ profile, user, groups, expiresAt, renewable }: Who, paint: Paint): string {
  return list(
    [
      ['User', user ?? 'unknown'],
      ['Groups', groups.join(', ') || 'none'],
      ['Until', `${formatTime(expiresAt)}${renewable ? ', then renewed' : ''}`],
      ['Profile', profile],
    ],
    paint,
  );
}
