import { approvePaymentLapse, proposePaymentLapse, resolvePayment } from '../../../../contract/payments.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { journalOfLapse, journalOfReturns } from '../../../../domain/journal.ts';
import { isResolvable } from '../../../../domain/payment.ts';
import { resolvedCents } from '../../../../domain/payment-journal.ts';
import { approveLapse, proposeLapse } from '../../../../domain/payment-lapse.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { journalEntryWrites } from '../../../table/journal-entries.ts';
import { changed, checkNotTaken, headOf } from './change.ts';
import { paymentFor } from './find.ts';

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

const at = (nowMs: number) => ({ today: localDateOf(nowMs), limitationYears: settings().limitationYears });
