import type { LocalDate } from './calendar.ts';
import { DomainError } from './errors.ts';
import { awaitsHandSettlement, type HandSettlement } from './hand-settlement.ts';
import { type Closing, closing, type PaymentRecord } from './payment.ts';
import { isBarred } from './unclaimed.ts';

/** A proposal to write money off because its claim is barred (R60), and who agreed. */
export type Lapse = { by: string; atMs: number; reason: string; approvedBy?: string | undefined };

type LapsePayment = PaymentRecord & {
  dueOn: LocalDate;
  lapse?: Lapse | undefined;
  handSettlement?: HandSettlement | undefined;
};
type At = { today: LocalDate; limitationYears: number };

/**
 * Proposes to write a payment's money off; proposing anew replaces what nobody has approved.
 * @throws DomainError paymentNotInState unless the money is owed for certain, and the claim is barred
 */
export function proposeLapse(payment: LapsePayment, proposal: Omit<Lapse, 'approvedBy'>, at: At): Lapse {
  checkBarred(payment, at);
  return proposal;
}

/**
 * Writes it off, by another person than who proposed it.
 * @throws DomainError paymentNotInState, secondPersonRequired
 */
export function approveLapse(payment: LapsePayment, approvedBy: string, at: At): { lapse: Lapse; closed: Closing } {
  const closed = checkBarred(payment, at);
  if (payment.lapse === undefined)
    throw new DomainError('paymentNotInState', 'Nobody has proposed to write this payment off.');
  if (payment.lapse.by === approvedBy)
    throw new DomainError('secondPersonRequired', 'You proposed this; another person must approve it.');
  return { lapse: { ...payment.lapse, approvedBy }, closed };
}

function checkBarred(payment: LapsePayment, { today, limitationYears }: At): Closing {
  const closed = closing(payment, 'LAPSED');
  if (awaitsHandSettlement(payment))
    throw new DomainError('paymentNotInState', 'It is said to be settled by hand; approve that or withdraw it first.');
  if (!isBarred(payment.dueOn, limitationYears, today))
    throw new DomainError('paymentNotInState', 'The money may still be claimed: see `claimableUntil`.');
  return closed;
}
