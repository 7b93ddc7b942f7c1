import { ApiError } from './api-error.ts';

/** What a command ends with: stable, so that scripts can rely on it. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  unexpected: { code: 1, meaning: 'unexpected: a fault of this program or machine' },
  badInput: {
    code: 2,
    meaning: 'bad usage or input; also: the register rejected receipts (rejected.jsonl) or rows (<file>.errors.csv)',
  },
  notFound: { code: 3, meaning: 'the register does not know it' },
  notAllowed: { code: 4, meaning: 'not signed in or not permitted' },
  conflict: { code: 5, meaning: 'the state does not allow it (409), or two sides differ' },
  unavailable: { code: 6, meaning: 'the register or the network is not available, or not yet: try again later' },
  interrupted: { code: 130, meaning: 'interrupted by Ctrl-C, or a question answered with no' },
} as const;
export type ExitName = keyof typeof exitCodes;

/** A failure that the command line explains itself: what happened and, if there is something to do, what. */
export class CliError extends Error {
  readonly exit: ExitName;
  readonly advice: string | undefined;

  constructor(exit: ExitName, message: string, advice?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.exit = exit;
    this.advice = advice;
  }
}

/** The exit that an error leads to. */
export function exitOf(error: unknown): ExitName {
  if (error instanceof CliError) return error.exit;
  if (error instanceof ApiError) return exitOfStatus(error.status);
  return 'unexpected';
}

/** The exit for an HTTP status that is no success: the classes of `exitCodes`. */
export function exitOfStatus(status: number): ExitName {
  if (status === 401 || status === 403) return 'notAllowed';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 408 || status === 429 || status >= 500) return 'unavailable';
  return status >= 400 ? 'badInput' : 'unexpected';
}
