import { countRunPayments } from '../../contract/bank.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import type { PaymentState } from '../../domain/payment.ts';
import type { Call } from '../client.ts';
import type { RunParams } from './find-run.ts';

/** How a released run's payments stand, the sums of all pages. `open`: what has no end yet, so the run cannot be said to be done. */
export async function countedPayments(call: Call, params: RunParams) {
  const states: Partial<Record<PaymentState, number>> = {};
  let files: ResultOf<typeof countRunPayments>['files'] = [];
  let cursor: string | undefined;
  do {
    const page = await call(countRunPayments, { params, query: cursor === undefined ? {} : { cursor } });
    for (const [state, count] of Object.entries(page.states) as [PaymentState, number][])
      states[state] = (states[state] ?? 0) + count;
    if (cursor === undefined) files = page.files;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { states, open: (states.SENT ?? 0) + (states.UNKNOWN ?? 0), files };
}
