import { listOwedPayments, showPayment } from '../../../../contract/payments.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { interestOfPayment } from '../../../table/interest-of-payment.ts';
import { owedPage } from '../../../table/owed-payments.ts';
import { paymentFor } from './find.ts';
import { viewOfEvidence, viewOfPayment } from './view.ts';

const pageSize = 100;

export const listOwedPaymentsEndpoint = answers(listOwedPayments, async ({ body, nowMs }) => {
  const { coopId } = body;
  await coopOf(register(), coopId);
  const after = body.cursor === undefined ? undefined : cursorOf(body.cursor).after;
  const { payments, last } = await owedPage(register(), coopId, after, pageSize);
  const [{ limitationYears }, today] = [settings(), localDateOf(nowMs)];
  return {
    payments: payments.map((payment) => viewOfPayment(payment, limitationYears, today)),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
});

export const showPaymentEndpoint = answers(showPayment, async ({ body, nowMs, seen }) => {
  const payment = await paymentFor(body, seen);
  const { run, issue, predecessor, successor, evidence } = payment;
  const interest = await interestOfPayment(register(), payment);
  return {
    payment: viewOfPayment(payment, settings().limitationYears, localDateOf(nowMs)),
    run,
    issue,
    predecessor: predecessor ?? null,
    successor: successor ?? null,
    evidence: evidence.map(viewOfEvidence),
    interest:
      interest === undefined
        ? null
        : {
            grossCents: interest.amountCents,
            rateBasisPoints: interest.rateBasisPoints,
            withholding: interest.withholding,
          },
  };
});
