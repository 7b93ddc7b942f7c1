import type { Command } from 'commander';
import { countRunPayments } from '../../contract/bank.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import type { PaymentState } from '../../domain/payment.ts';
import type { Call } from '../client.ts';
import { action, type Session } from '../context.ts';
import { renderPaymentStates } from '../render/bank.ts';
import { findRun, paramsOf, type RunParams } from '../runs/find-run.ts';
import { type KindOption, kindOf, ofPeriod } from '../runs/run-choice.ts';
import { withAttempt } from '../runs/run-command.ts';

/** `bank payments`: how far the bank's answers to a released run have come. */
export function addBankPayments(parent: Command, session: Session): void {
  withAttempt(
    ofPeriod(parent, 'payments', "how a released run's payments stand, and what the bank said of its files"),
  ).action(
    action(session, async (context, options: KindOption, coopId: string, period: string, attempt?: string) => {
      const kind = kindOf(options, period);
      const call = await context.staff();
      const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, false));
      const counted = await allCounted(call, params);
      context.print(counted, (paint) => renderPaymentStates(counted, paint));
      return undefined;
    }),
  );
}

/** The sums of all pages. `open`: what has no end yet, so the run cannot be said to be done. */
async function allCounted(call: Call, params: RunParams) {
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
