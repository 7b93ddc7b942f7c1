import { approvePaymentLapse, proposePaymentLapse, resolvePayment } from '../../../../contract/payments.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { journalOfLapse, journalOfReturns, type OtherVoucher } from '../../../../domain/journal.ts';
import { isResolvable } from '../../../../domain/payment.ts';
import { resolvedCents } from '../../../../domain/payment-journal.ts';
import { approveLapse, proposeLapse } from '../../../../domain/payment-lapse.ts';
import { isEndedWithoutPay } from '../../../../domain/run.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { journalEntryWrites, voucherOfPayment } from '../../../table/journal-entries.ts';
import { paymentItemOf, paymentWrite, type StoredPayment } from '../../../table/payments.ts';
import { runOf } from '../../../table/runs.ts';
import { commit, type Write } from '../../../table/transaction.ts';
import { paymentFor } from './find.ts';
import { viewOfPayment } from './view.ts';

/**
 * One person says what has become of a payment: nothing is paid by it, and whoever wants to pay anew needs a correction that two persons sign.
 */
export const resolvePaymentEndpoint = answers(resolvePayment, async ({ body, caller, nowMs, seen }) => {
  const payment = await paymentFor(body, seen);
  if (!isResolvable(payment))
    throw new DomainError(
      'paymentNotInState',
      `The payment is ${payment.state}; only what is unknown, doubtful or without an answer is resolved.`,
    );
  const { verdict, reference, reason } = body;
  const found = { by: 'PERSON', verdict, reference, reason, staffId: caller.staffId, atMs: nowMs } as const;
  const resolved = { ...payment, evidence: [...payment.evidence, found] };
  const head = headOf('RESOLUTION', payment, nowMs, 'Maksun selvitys');
  const moved = journalOfReturns(head, { [payment.kind]: resolvedCents(resolved) }, settings().chartOfAccounts);
  return await changed(resolved, body.dryRun, nowMs, journalEntryWrites(payment.coopId, head.on, head.voucher, moved));
});

export const proposePaymentLapseEndpoint = answers(proposePaymentLapse, async ({ body, caller, nowMs, seen }) => {
  const payment = await paymentFor(body, seen);
  const lapse = proposeLapse(payment, { by: caller.staffId, atMs: nowMs, reason: body.reason }, at(nowMs));
  return await changed({ ...payment, lapse }, body.dryRun, nowMs);
});

export const approvePaymentLapseEndpoint = answers(approvePaymentLapse, async ({ body, caller, nowMs, seen }) => {
  const payment = await paymentFor(body, seen);
  const { lapse, closed } = approveLapse(payment, caller.staffId, at(nowMs));
  await checkNotTaken(payment);
  const head = headOf('LAPSE', payment, nowMs, 'Vanhentunut saatava');
  const moved = journalOfLapse(head, { [payment.kind]: payment.amountCents }, settings().chartOfAccounts);
  const writes = journalEntryWrites(payment.coopId, head.on, head.voucher, moved);
  return await changed({ ...payment, lapse, closed }, body.dryRun, nowMs, writes);
});

const headOf = (kind: 'LAPSE' | 'RESOLUTION', payment: StoredPayment, nowMs: number, text: string): OtherVoucher => ({
  voucher: voucherOfPayment(kind, payment),
  on: localDateOf(nowMs),
  text,
});

const at = (nowMs: number) => ({ today: localDateOf(nowMs), limitationYears: settings().limitationYears });

/** A correction that is under way may have it in its files already. */
async function checkNotTaken({ coopId, taken }: StoredPayment): Promise<void> {
  if (taken === undefined) return;
  const run = await runOf(register(), { coopId, ...taken.run });
  if (isEndedWithoutPay(run.state) || run.postedAtMs !== undefined) return;
  throw new DomainError(
    'paymentNotInState',
    'A correction that is under way pays it anew; finish or cancel that first.',
  );
}

/** One transaction: the payment over the version that was seen, and what that moves in the books. */
async function changed(payment: StoredPayment, dryRun: boolean | undefined, nowMs: number, more: Write[] = []) {
  await commit(register(), [paymentWrite(payment), ...more], { dryRun });
  const after = paymentItemOf({ ...payment, version: payment.version + 1 });
  return {
    payment: viewOfPayment(after, settings().limitationYears, localDateOf(nowMs)),
    dryRun: dryRun === true,
  };
}
