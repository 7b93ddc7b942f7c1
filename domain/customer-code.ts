import * as z from 'zod/mini';
import { sourceSchema } from './source.ts';

/** The personal four-digit code of a customer for terminals (asiakaskoodi). Never stored, logged or answered. */
export const customerCodeSchema = z.string().check(z.regex(/^\d{4}$/));

/** What is kept of a code: its keyed hash, since a bare one of four digits is guessed at once, and the wrong tries since the last right one. */
export const customerCodeStateSchema = z.strictObject({
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  failures: z.int().check(z.nonnegative()),
  setAt: z.int(),
  source: sourceSchema,
});
export type CustomerCodeState = z.infer<typeof customerCodeStateSchema>;

export const codeResults = ['right', 'wrong', 'locked', 'notSet'] as const;
export type CodeResult = (typeof codeResults)[number];

/** A locked code answers no more; only a new one opens it. */
export const isLocked = ({ failures }: Pick<CustomerCodeState, 'failures'>, mostFailures: number): boolean =>
  failures >= mostFailures;

/**
 * Judges a try. Both answers count up or down what is stored, so that of tries at the same moment each is counted before it is told.
 * @param matches whether the try has the stored hash
 * @returns what to answer, the state to store before answering (none if it stays), and how many tries are left
 */
export function judgeTry(
  state: CustomerCodeState | undefined,
  matches: boolean,
  mostFailures: number,
): { result: CodeResult; store?: CustomerCodeState; triesLeft: number } {
  if (state === undefined) return { result: 'notSet', triesLeft: 0 };
  if (isLocked(state, mostFailures)) return { result: 'locked', triesLeft: 0 };
  const failures = matches ? 0 : state.failures + 1;
  return {
    result: matches ? 'right' : 'wrong',
    store: { ...state, failures },
    triesLeft: mostFailures - failures,
  };
}
