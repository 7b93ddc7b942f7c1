import * as z from 'zod/mini';
import type { LocalDate } from './calendar.ts';
import { DomainError } from './errors.ts';
import { freeTextSchema } from './free-text.ts';
import { formatEuros } from './money.ts';
import { type Closing, closing, type PaymentRecord } from './payment.ts';
import { evidenceReferenceSchema } from './payment-evidence.ts';
import type { PayoutReason } from './settlement.ts';

const cents = z.int().check(z.nonnegative());
/** What somebody has done with owed money outside of the runs: paid to the payee, and paid to the tax authority as tax at source (R95). */
export const handSettledSchema = z.strictObject({
  /** The day on which it was paid outside. */
  paidOn: z.iso.date(),
  paidCents: cents,
  taxAtSourceCents: cents,
  /** The document that shows it: its number, not its text. */
  reference: evidenceReferenceSchema,
  reason: freeTextSchema,
});
type HandSettled = z.infer<typeof handSettledSchema>;
/** That, with who proposed it and who agreed. */
export const handSettlementSchema = z.extend(handSettledSchema, {
  by: z.string(),
  atMs: z.int(),
  approvedBy: z.optional(z.string()),
});
export type HandSettlement = z.infer<typeof handSettlementSchema>;

type Settled = PaymentRecord & { reason?: PayoutReason | undefined; handSettlement?: HandSettlement | undefined };

/** A proposal that waits: the payee may have the money already, so nobody may pay it or write it off. */
export const awaitsHandSettlement = ({ handSettlement, closed }: Settled): boolean =>
  handSettlement !== undefined && closed === undefined;

/**
 * Proposes that a payment is settled by hand; proposing anew replaces what nobody has approved. Tax at source is of what is held for a
 * non-resident alone: of all others the run has withheld what is to be withheld.
 * @throws DomainError paymentNotInState unless the money is owed for certain; handSettlementDiffers
 */
export function proposeHandSettlement(
  payment: Settled,
  proposal: HandSettled & { by: string; atMs: number },
  today: LocalDate,
): HandSettlement {
  closing(payment, 'SETTLED_BY_HAND');
  checkWhole(payment, proposal);
  if (proposal.taxAtSourceCents > 0 && payment.reason !== 'NON_RESIDENT')
    throw new DomainError(
      'handSettlementDiffers',
      'Tax at source is paid only of what is held for a non-resident; of this the run has withheld already.',
    );
  if (proposal.paidOn > today)
    throw new DomainError('handSettlementDiffers', 'The day of the payment is still to come.');
  return proposal;
}

/**
 * Settles it, by another person than who proposed it.
 * @throws DomainError paymentNotInState, secondPersonRequired
 */
export function approveHandSettlement(
  payment: Settled,
  approvedBy: string,
): { handSettlement: HandSettlement; closed: Closing } {
  const closed = closing(payment, 'SETTLED_BY_HAND');
  const { handSettlement } = payment;
  if (handSettlement === undefined) throw nothingProposed();
  if (handSettlement.by === approvedBy)
    throw new DomainError('secondPersonRequired', 'You proposed this; another person must approve it.');
  checkWhole(payment, handSettlement);
  return { handSettlement: { ...handSettlement, approvedBy }, closed };
}

/**
 * Checks that there is a proposal which can be taken back: nobody has approved it.
 * @throws DomainError paymentNotInState
 */
export function checkWithdrawable(payment: Settled): void {
  if (!awaitsHandSettlement(payment)) throw nothingProposed();
}

const nothingProposed = (): DomainError =>
  new DomainError('paymentNotInState', 'Nobody has proposed to settle this payment by hand.');

/** Σ parts = whole, to the cent. */
function checkWhole({ amountCents }: Settled, { paidCents, taxAtSourceCents }: HandSettled): void {
  if (paidCents + taxAtSourceCents === amountCents) return;
  throw new DomainError(
    'handSettlementDiffers',
    `What was paid and the tax at source are together ${formatEuros(paidCents + taxAtSourceCents)} €, and the payment is ${formatEuros(amountCents)} €.`,
  );
}
