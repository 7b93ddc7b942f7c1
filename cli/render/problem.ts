import { problems } from '../../contract/problem.ts';
import { ApiError } from '../api-error.ts';
import { CliError, exitCodes, exitOf } from '../exit-codes.ts';
import { type Paint, printable } from './paint.ts';

/** A failure as text: what happened, the details, what to do, and each fault with its place. */
export function renderFailure(error: unknown, paint: Paint): string {
  const lines = error instanceof ApiError ? apiLines(error) : ownLines(error);
  const [title, ...rest] = lines.filter((line) => line !== undefined).map(printable);
  return [`${paint(['bold', 'red'], 'omistaja:')} ${title}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

function apiLines({ message, status, problem }: ApiError): (string | undefined)[] {
  if (problem === undefined) return [message, status === 401 ? signInAdvice : undefined];
  const { title, detail, code, requestId, errors = [] } = problem;
  const { advice } = problems[code];
  return [
    title,
    detail === title || detail === advice ? undefined : detail,
    advice,
    ...errors.map(({ pointer, code: issue, message: sentence }) => `${pointer || '/'}  ${issue}  ${sentence}`),
    `${code}, request ${requestId}`,
  ];
}

/** A fault of this program shows where it is, so that it can be mended. */
function ownLines(error: unknown): (string | undefined)[] {
  if (error instanceof CliError) return [error.message, error.advice];
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').map((line) => line.trim())
    : [String(error)];
}

const signInAdvice = 'Sign in again with "omistaja login"; a till: check its client and secret.';

/** For `--json`: the API's problem itself, or the same in the words of the command line. */
export function failureOf(error: unknown): object {
  if (error instanceof ApiError && error.problem !== undefined) return error.problem;
  const exit = exitOf(error);
  const advice = adviceOf(error);
  return {
    title: messageOf(error),
    code: exit,
    exitCode: exitCodes[exit].code,
    ...(error instanceof ApiError ? { status: error.status } : {}),
    ...(advice === undefined ? {} : { advice }),
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const adviceOf = (error: unknown): string | undefined => (error instanceof CliError ? error.advice : undefined);
