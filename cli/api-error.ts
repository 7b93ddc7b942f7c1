import * as z from 'zod/mini';
import { type Problem, problemSchema } from '../contract/problem.ts';

/** A refusal by the register. `problem` is missing if the answer came from something before it (gateway, proxy). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(answer: { status: number; body: unknown }) {
    const parsed = z.safeParse(problemSchema, answer.body);
    super(parsed.success ? parsed.data.title : (titles[answer.status] ?? `The answer has the status ${answer.status}`));
    this.name = 'ApiError';
    this.status = answer.status;
    this.problem = parsed.data;
  }
}

/** Answers of the gateway before the register: it has no problem details. */
const titles: Record<number, string> = {
  401: 'The token was not accepted',
  403: 'The token lacks the scope of this endpoint',
  404: 'Nothing answers at this address: check apiUrl in the configuration',
  429: 'Too many requests at once',
  503: 'The register is not available',
};
