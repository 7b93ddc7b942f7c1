import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import type { OtherVoucher } from '../../../../domain/journal.ts';
import { isEndedWithoutPay } from '../../../../domain/run.ts';
import { settings } from '../../../runtime/env.ts';
import { register } from '../../../table/client.ts';
import { voucherOfPayment } from '../../../table/journal-entries.ts';
import { paymentItemOf, paymentWrite, type StoredPayment } from '../../../table/payments.ts';
import { runOf } from '../../../table/runs.ts';
import { commit, type Write } from '../../../table/transaction.ts';
import { viewOfPayment } from './view.ts';

/** The voucher of what a person decides about a payment. */
export const headOf = (
  kind: Parameters<typeof voucherOfPayment>[0],
  payment: StoredPayment,
  nowMs: number,
  text: string,
): OtherVoucher => ({ voucher: voucherOfPayment(kind, payment), on: localDateOf(nowMs), text });

/**
 * A correction that is under way may have it in its files already.
 * @throws DomainError paymentNotInState
 */
export async function checkNotTaken({ coopId, taken }: StoredPayment): Promise<void> {
  if (taken === undefined) return;
  const run = await runOf(register(), { coopId, ...taken.run });
  if (isEndedWithoutPay(run.state) || run.postedAtMs !== undefined) return;
  throw new DomainError(
    'paymentNotInState',
    'A correction that is under way pays it anew; finish or cancel that first.',
  );
}

/** One transaction: the payment over the version that was seen, and what that moves in the books. */
export async function changed(
  payment: StoredPayment,
  dryRun: boolean | undefined,
  nowMs: number,
  more: readonly Write[] = [],
) {
  await commit(register(), [paymentWrite(payment), ...more], { dryRun });
  const after = paymentItemOf({ ...payment, version: payment.version + 1 });
  return {
    payment: viewOfPayment(after, settings().limitationYears, localDateOf(nowMs)),
    dryRun: dryRun === true,
  };
}
