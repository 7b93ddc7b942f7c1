import * as z from 'zod/mini';
import type { Problem } from '../../contract/problem.ts';
import { postReceipts } from '../../contract/receipts.ts';
import { ApiError } from '../api-error.ts';
import type { HttpAnswer } from '../http.ts';
import { jsonOf } from '../json.ts';
import type { QueuedReceipt } from './journal.ts';
import { fieldErrorSchema, type Rejection } from './rejections.ts';

/** What an answer means for a batch. */
export type Verdict =
  /** The register has taken all but these: nothing of it is sent again. */
  | { kind: 'answered'; rejections: Rejection[] }
  /** Something in the batch spoils it: send its halves. */
  | { kind: 'split' }
  /** No word on the receipts: send them again after a while. */
  | { kind: 'again'; reason: string; retryAfter: string | null }
  /** Sending again would not help, and the receipts are not at fault: they stay queued. */
  | { kind: 'stop'; error: ApiError };

/** Statuses that pass by themselves; so do all from 500. */
const passing = [408, 425, 429];
/** Statuses that are about the body. */
const aboutBody = [400, 413, 422];

/**
 * Reads an answer with suspicion: only one that accounts for every receipt of the batch ends their waiting. A page of some
 * network's portal with a friendly 200 does not.
 */
export function verdictOf(answer: HttpAnswer, batch: readonly QueuedReceipt[]): Verdict {
  const { status, retryAfter } = answer;
  if (status === postReceipts.status) {
    const rejections = rejectionsOf(answer.body, batch);
    if (rejections !== undefined) return { kind: 'answered', rejections };
    return { kind: 'again', reason: 'the answer does not account for every receipt', retryAfter };
  }
  const error = new ApiError(answer);
  if (aboutBody.includes(status) && error.problem !== undefined) return spoilt(error.problem, batch);
  if (status < 400) return { kind: 'again', reason: `something else answers (${status})`, retryAfter };
  if (passing.includes(status) || status >= 500) return { kind: 'again', reason: error.message, retryAfter };
  return { kind: 'stop', error };
}

/** The answer as far as a till needs it: one that runs for years also understands codes that are new. */
const answerSchema = z.object({
  accepted: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: z.string(), errors: z.array(fieldErrorSchema) })),
});

/** The rejected ones of a 202, or undefined unless accepted and rejected are the whole batch. */
function rejectionsOf(body: unknown, batch: readonly QueuedReceipt[]): Rejection[] | undefined {
  const { data } = z.safeParse(answerSchema, body);
  if (data === undefined || data.accepted + data.rejected.length !== batch.length) return undefined;
  const rejections = data.rejected.flatMap(({ index, code, errors }) => {
    const receipt = batch[index];
    return receipt === undefined ? [] : [rejection(receipt, code, errors)];
  });
  const distinct = new Set(rejections.map(({ number }) => number));
  return distinct.size === data.rejected.length ? rejections : undefined;
}

/** A refused request: each receipt that `errors` point at is rejected if that is all of them; else the halves tell. */
function spoilt(problem: Problem, batch: readonly QueuedReceipt[]): Verdict {
  const errors = problem.errors ?? [];
  const [only, second] = batch;
  if (only !== undefined && second === undefined) {
    return { kind: 'answered', rejections: [rejection(only, errors[0]?.code ?? problem.code, errors)] };
  }
  const rejections = batch.flatMap((receipt, index) => {
    const own = errors.filter(({ pointer }) => `${pointer}/`.startsWith(`/receipts/${index}/`));
    return own[0] === undefined ? [] : [rejection(receipt, own[0].code, own)];
  });
  const all = problem.code === 'noValidReceipt' && rejections.length === batch.length;
  return all ? { kind: 'answered', rejections } : { kind: 'split' };
}

function rejection(receipt: QueuedReceipt, code: string, errors: Rejection['errors']): Rejection {
  return { number: receipt.number, code, errors, receipt: jsonOf(receipt.text) };
}
