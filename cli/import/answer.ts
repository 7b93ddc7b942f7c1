import type { Problem } from '../../contract/problem.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { ApiError } from '../api-error.ts';
import type { HttpAnswer } from '../http.ts';
import type { Outcome } from './journal.ts';
import type { ImportKind } from './kinds.ts';

/** What an answer means for a row. */
export type Verdict =
  | { kind: 'settled'; outcome: Outcome }
  /** No word on the row: send it again after a while. `failed` is what to note if it stays so. */
  | { kind: 'again'; reason: string; retryAfter: string | null; failed?: Outcome }
  /** No row would fare better: the import ends, and goes on when it is resumed. */
  | { kind: 'stop'; error: ApiError };

/** Statuses that are about the row that was sent. */
const aboutRow = [400, 404, 409, 413, 422];
/** Statuses that pass by themselves; so do all from 500. */
const passing = [408, 425, 429];
/** Another request came between: a row names no version, so it fares better the next time. */
const between: readonly ErrorCode[] = ['staleVersion', 'busy'];
/** Refusals with such a status that would meet every row. */
const aboutAll: readonly ErrorCode[] = ['unknownCoop', 'unknownRoute', 'coopNotAllowed'];

/**
 * Reads an answer with suspicion: only the endpoint's own result counts as made, not a page of some network's portal with a friendly
 * 200. A refusal that the register explains is the row's; one that it does not explain is everyone's.
 */
export function verdictOf(answer: HttpAnswer, row: number, { endpoint, madeIn }: ImportKind): Verdict {
  const { status, retryAfter } = answer;
  if (status < 400) {
    const made = status === endpoint.status ? madeIn(answer.body) : undefined;
    if (made !== undefined) return { kind: 'settled', outcome: { row, made } };
    return { kind: 'again', reason: `something else answers (${status})`, retryAfter };
  }
  const error = new ApiError(answer);
  const { problem } = error;
  const again = { kind: 'again', reason: error.message, retryAfter } as const;
  if (problem !== undefined && between.includes(problem.code)) return again;
  if (problem !== undefined && aboutRow.includes(status) && !aboutAll.includes(problem.code))
    return { kind: 'settled', outcome: { row, rejected: problem.code, errors: faultsOf(problem) } };
  if (!passing.includes(status) && status < 500) return { kind: 'stop', error };
  if (problem?.code !== 'internal') return again;
  const errors = [{ pointer: '', code: problem.code, message: `Request ${problem.requestId}.` }];
  return { ...again, failed: { row, failed: problem.code, errors } };
}

/** At least one, so that no refused row is without a line in the file of errors. */
function faultsOf({ code, detail, errors = [] }: Problem): { pointer: string; code: string; message: string }[] {
  return errors.length > 0 ? errors : [{ pointer: '', code, message: detail }];
}
