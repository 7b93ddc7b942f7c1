import type { Command } from 'commander';
import { action, type Session } from '../context.ts';
import { renderPaymentStates } from '../render/bank.ts';
import { countedPayments } from '../runs/counted-payments.ts';
import { findRun, paramsOf } from '../runs/find-run.ts';
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
      const counted = await countedPayments(call, params);
      context.print(counted, (paint) => renderPaymentStates(counted, paint));
      return undefined;
    }),
  );
}
