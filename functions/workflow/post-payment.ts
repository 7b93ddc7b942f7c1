import { type LocalDate, localDateOf } from '../../domain/calendar.ts';
import { executionDate } from '../../domain/execution-date.ts';
import { endToEndId } from '../../domain/payment-ids.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import { postReissue } from '../table/payment-reissue.ts';
import { type NewPayment, postPayment as putPayment } from '../table/payments.ts';
import type { HeldPayment, Payout } from '../table/payout-item.ts';

/**
 * Notes the payment of a released run, so that the bank's answers find it: sent, or held back after the signature. Of Bonus, what is not paid
 * goes on to the next month; of every other kind it becomes a held payment, so that the money stays visible until it is paid or barred. A
 * correction closes the payment that it pays anew. Repeated, it changes nothing.
 */
export async function postPayment(
  db: Register,
  run: Run,
  payout: Payout,
  held: HeldPayment | undefined,
): Promise<void> {
  if (payout.kind === 'CORRECTION') return await postCorrection(db, run, payout, held);
  const payment = paymentOfPayout(run, payout, held);
  if (payment !== undefined) await putPayment(db, payment);
}

function paidOn({ approved, payOn }: Run): LocalDate {
  if (approved === undefined) throw new Error('only an approved run pays');
  return executionDate(localDateOf(approved.atMs), payOn);
}

const runOf = ({ kind, period, attempt }: Run): NewPayment['run'] => ({ kind, period, attempt });

function paymentOfPayout(
  run: Run,
  payout: Exclude<Payout, { kind: 'CORRECTION' }>,
  held: HeldPayment | undefined,
): NewPayment | undefined {
  const { kind, payeeId, toAccountCents, unpaidCents, customerNumber, sealedIban, reason } = payout;
  const money = { kind, coopId: run.coopId, period: run.period, payeeId, revision: 0, issue: 1 };
  const owed = {
    ...money,
    endToEndId: endToEndId(money),
    run: runOf(run),
    dueOn: paidOn(run),
    ...(customerNumber === undefined ? {} : { customerNumber }),
  };
  if (toAccountCents > 0 && held === undefined)
    return {
      ...owed,
      amountCents: toAccountCents,
      origin: 'SENT',
      ...(sealedIban === undefined ? {} : { sealedIban }),
    };
  const heldCents = toAccountCents + (kind === 'BONUS' ? 0 : Math.max(0, unpaidCents));
  const because = held?.reason ?? reason;
  if (heldCents <= 0) return undefined;
  return { ...owed, amountCents: heldCents, origin: 'HELD', ...(because === null ? {} : { reason: because }) };
}

/** What could not be paid anew is owed as before. */
async function postCorrection(
  db: Register,
  run: Run,
  payout: Extract<Payout, { kind: 'CORRECTION' }>,
  held: HeldPayment | undefined,
): Promise<void> {
  const { toAccountCents, endToEndId: id, customerNumber, sealedIban, owed, payeeId: predecessor } = payout;
  if (toAccountCents === 0 || held !== undefined) return;
  if (id === undefined || customerNumber === undefined || sealedIban === undefined)
    throw new Error('a payment has no account or no id');
  await postReissue(db, runOf(run), predecessor, {
    ...owed,
    issue: owed.issue + 1,
    endToEndId: id,
    coopId: run.coopId,
    run: runOf(run),
    customerNumber,
    amountCents: toAccountCents,
    origin: 'SENT',
    dueOn: paidOn(run),
    sealedIban,
    predecessor,
  });
}
