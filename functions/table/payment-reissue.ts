import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors.ts';
import { awaitsHandSettlement } from '../../domain/hand-settlement.ts';
import { isReissuable } from '../../domain/payment.ts';
import type { Register } from './client.ts';
import type { RunId } from './keys.ts';
import type { StoredPayment } from './payment-item.ts';
import { checkSame, type NewPayment, newPaymentWrite, paymentOf, paymentWrite } from './payments.ts';
import { commit, stale } from './transaction.ts';

type ByRun = Pick<RunId, 'kind' | 'period' | 'attempt'>;
const attempts = 8;
const wasChanged = (error: unknown): boolean => error instanceof DomainError && error.code === stale.code;
const byRun = ({ kind, period, attempt }: ByRun): ByRun => ({ kind, period, attempt });
const isTakenBy = ({ taken }: StoredPayment, run: ByRun): boolean => isDeepStrictEqual(taken?.run, byRun(run));

/**
 * A correction run takes a payment whose money it is about to send again, before the file is written: the state that this rests on stands in the
 * payment from here on. A run that ends without paying leaves its mark, which the next takes over. A co-op has one correction run at a time.
 * @returns false if the payment cannot be issued again (any more): its money must stay out of the files
 */
export async function takeForReissue(db: Register, run: ByRun, endToEndId: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const payment = await paymentOf(db, endToEndId);
    if (payment === undefined || !isReissuable(payment.state)) return false;
    if (isTakenBy(payment, run)) return true;
    if (awaitsHandSettlement(payment)) return false;
    const taken = { run: byRun(run), from: payment.state, evidenceCount: payment.evidence.length };
    try {
      await commit(db, [paymentWrite({ ...payment, taken })]);
      return true;
    } catch (error) {
      if (!wasChanged(error) || attempt === attempts) throw error;
    }
  }
}

/**
 * Closes a payment that the run has taken, and makes the next issue, in one transaction: there is never a moment with two open issues, and none
 * with neither. A repetition finds both done. What the bank has said since the payment was taken stays with the closed one, which is doubtful if it
 * contradicts.
 * @throws Error if the run has not taken the payment, or it is closed in another way
 */
export async function postReissue(db: Register, run: ByRun, endToEndId: string, next: NewPayment): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const payment = await paymentOf(db, endToEndId);
    if (payment?.closed !== undefined) {
      if (payment.successor !== next.endToEndId) throw new Error('a payment that a run pays anew is closed otherwise');
      return await checkSame(db, next);
    }
    if (payment?.taken === undefined || !isTakenBy(payment, run))
      throw new Error('a payment is paid anew only by the run that has taken it');
    const { from, evidenceCount } = payment.taken;
    const closed: StoredPayment = {
      ...payment,
      closed: { as: 'REISSUED', from, evidenceCount },
      successor: next.endToEndId,
    };
    try {
      return await commit(db, [paymentWrite(closed), newPaymentWrite({ ...next, predecessor: endToEndId })]);
    } catch (error) {
      if (!wasChanged(error) || attempt === attempts) throw error;
    }
  }
}
