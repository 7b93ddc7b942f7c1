import { isUsable } from '../../cli/auth/oauth.ts';
import { signIn } from '../../cli/auth/sign-in.ts';
import type { StaffTokens } from '../../cli/auth/token-file.ts';
import type { TokenSource } from '../../cli/auth/token-source.ts';
import type { CliConfig } from '../../cli/config.ts';
import { StartError } from './error.ts';

export type Person = { username: string; password: string };

const timeoutMs = 20_000;

/**
 * The tokens of a person who signs in as at the command line – authorization code flow with PKCE – with the sign-in page
 * filled in by {@link fillInPage} instead of by hand. In memory only; a token that has ended is followed by a new sign-in.
 */
export function tokensOfPerson(staff: CliConfig['staff'], person: Person): TokenSource {
  let held: Promise<StaffTokens> | undefined;
  const signedIn = (): Promise<StaffTokens> => {
    held = signIn({ staff, visit: (url) => fillInPage(url, person), timeoutSeconds: timeoutMs / 1000 });
    return held;
  };
  return {
    current: async () => {
      const tokens = await (held ?? signedIn());
      return isUsable(tokens, Date.now()) ? tokens.accessToken : (await signedIn()).accessToken;
    },
    renew: async () => (await signedIn()).accessToken,
  };
}

/**
 * Opens the sign-in page, fills in its form, sends it, and goes where it sends the browser: to the loopback redirect.
 * @throws StartError with one sentence if the page does not open or refuses the person
 */
export async function fillInPage(authorizeUrl: URL, { username, password }: Person): Promise<void> {
  const opened = await visit(authorizeUrl, {});
  const form = formOf(await opened.text());
  if (!opened.ok || form === undefined)
    throw new StartError(`The sign-in page did not open for ${username} (HTTP ${opened.status}).`);
  const cookies = opened.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const sent = await visit(new URL(form.action, authorizeUrl), {
    method: 'POST',
    body: new URLSearchParams({ ...form.hidden, username, password }),
    headers: cookies.length > 0 ? { cookie: cookies.join('; ') } : {},
  });
  const location = sent.headers.get('location');
  if (location === null)
    throw new StartError(`The sign-in page refused ${username} (${complaintOf(await sent.text(), sent.status)}).`);
  const arrived = await visit(new URL(location, authorizeUrl), {});
  await arrived.text();
}

/** Redirects are followed one by one, by the caller: where they lead to matters. */
async function visit(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new StartError(
      `Nothing answers at ${url.origin} during the sign-in (${error instanceof Error ? error.message : error}).`,
    );
  }
}

/** The page's form that has a password: where it goes and what it carries unseen. */
function formOf(html: string): { action: string; hidden: Record<string, string> } | undefined {
  const form = html.match(/<form\b[^>]*>[\s\S]*?<\/form>/gi)?.find((text) => /type="password"/i.test(text));
  if (form === undefined) return undefined;
  const [opening = '', ...inputs] = form.match(/<(?:form|input)\b[^>]*>/gi) ?? [];
  const hidden = inputs
    .filter((input) => attribute(input, 'type') === 'hidden')
    .map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? ''] as const);
  return { action: attribute(opening, 'action') ?? '', hidden: Object.fromEntries(hidden) };
}

const attribute = (tag: string, name: string): string | undefined =>
  unescaped(new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1]);

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'", amp: '&' };
const unescaped = (text: string | undefined): string | undefined =>
  text?.replace(/&(lt|gt|quot|#x27|#39|amp);/g, (entity, name: string) => entities[name] ?? entity);

/** What the page says is wrong, in its element of class `error`. */
function complaintOf(html: string, status: number): string {
  const said = /class="[^"]*error[^"]*"[^>]*>([^<]+)</i.exec(html)?.[1]?.trim().replace(/\.$/, '');
  return unescaped(said) ?? `HTTP ${status}`;
}
