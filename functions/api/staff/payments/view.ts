import type { ResultOf } from '../../../../contract/endpoint.ts';
import type { PaymentView, showPayment } from '../../../../contract/payments.ts';
import { type LocalDate, localTimeOf } from '../../../../domain/calendar.ts';
import type { HandSettlement } from '../../../../domain/hand-settlement.ts';
import type { PaymentEvidence } from '../../../../domain/payment.ts';
import { isBarred, limitationDate } from '../../../../domain/unclaimed.ts';
import type { StoredPayment } from '../../../table/payments.ts';

export function viewOfPayment(payment: StoredPayment, limitationYears: number, today: LocalDate): PaymentView {
  const { coopId, endToEndId, kind, period, payeeId, amountCents, state, dueOn, lapse, handSettlement, version } =
    payment;
  return {
    coopId,
    endToEndId,
    kind,
    period,
    payeeId,
    customerNumber: payment.customerNumber ?? null,
    amountCents,
    state,
    isDoubtful: payment.isDoubtful === true,
    reason: payment.reason ?? null,
    dueOn,
    claimableUntil: limitationDate(dueOn, limitationYears),
    isBarred: isBarred(dueOn, limitationYears, today),
    lapse:
      lapse === undefined
        ? null
        : { by: lapse.by, at: localTimeOf(lapse.atMs), reason: lapse.reason, approvedBy: lapse.approvedBy ?? null },
    handSettlement: handSettlement === undefined ? null : viewOfHandSettlement(handSettlement),
    version,
  };
}

const viewOfHandSettlement = ({ atMs, approvedBy, ...told }: HandSettlement): PaymentView['handSettlement'] => ({
  ...told,
  at: localTimeOf(atMs),
  approvedBy: approvedBy ?? null,
});

type EvidenceView = ResultOf<typeof showPayment>['evidence'][number];
const nothing = {
  answer: null,
  source: null,
  reasonCode: null,
  amountCents: null,
  fileId: null,
  entryRef: null,
  verdict: null,
  staffId: null,
  reference: null,
  reason: null,
} as const;

export function viewOfEvidence(evidence: PaymentEvidence): EvidenceView {
  const at = localTimeOf(evidence.atMs);
  if (evidence.by === 'PERSON') {
    const { verdict, staffId, reference, reason } = evidence;
    return { ...nothing, by: 'PERSON', at, verdict, staffId, reference, reason };
  }
  const { kind, source, reasonCode, amountCents, fileId, entryRef } = evidence;
  const told = { reasonCode: reasonCode ?? null, amountCents: amountCents ?? null };
  return { ...nothing, by: 'BANK', at, answer: kind, source, fileId, entryRef, ...told };
}
