import * as z from 'zod/mini';
import { problemExamples } from '../../contract/examples.ts';
import { type Problem, problemSchema } from '../../contract/problem.ts';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import { problemResponse } from '../../functions/runtime/problem.ts';

/** An error as the API answers it: made by the very function that answers, so that the pages cannot differ from it. */
export function problemExample(code: ErrorCode): Problem {
  const { detail, issues } = problemExamples[code];
  const { body } = problemResponse(new DomainError(code, detail, issues), 'Mc7UVioPPHcEKPA=');
  return z.parse(problemSchema, JSON.parse(body ?? ''));
}
