import type { BankAnswer, PaymentVerdict, Resolution } from './payment-evidence.ts';

/** What the evidence of a payment comes to, whatever order it came in. */
export type PaymentFacts = {
  isAnswered: boolean;
  isResolved: boolean;
  isSettled: boolean;
  isRejected: boolean;
  isReturned: boolean;
  /** Movements of the payer's account that are known: more than one each way is one too many. */
  debits: number;
  credits: number;
  /** Some answer tells another amount than the payment's. */
  isAmountOther: boolean;
};

const nothing: PaymentFacts = {
  isAnswered: false,
  isResolved: false,
  isSettled: false,
  isRejected: false,
  isReturned: false,
  debits: 0,
  credits: 0,
  isAmountOther: false,
};

const byVerdict: Record<PaymentVerdict, Partial<PaymentFacts>> = {
  CONFIRMED: { isSettled: true },
  REJECTED: { isRejected: true },
  RETURNED: { isReturned: true },
};

/**
 * Sums evidence up. What a person has found out stands for all that was known before it; only that an account has moved already is
 * remembered, so that the same movement reported later is no contradiction and a second one is.
 */
export function factsOf(evidence: readonly (BankAnswer | Resolution)[], amountCents: number): PaymentFacts {
  return evidence.reduce(
    (facts, one) => (one.by === 'PERSON' ? resolved(facts, one.verdict) : answered(facts, one, amountCents)),
    nothing,
  );
}

const resolved = ({ debits, credits }: PaymentFacts, verdict: PaymentVerdict): PaymentFacts => ({
  ...nothing,
  isResolved: true,
  debits: Math.min(debits, 1),
  credits: Math.min(credits, 1),
  ...byVerdict[verdict],
});

function answered(facts: PaymentFacts, answer: BankAnswer, amountCents: number): PaymentFacts {
  const { kind, source } = answer;
  const isMovement = source === 'ACCOUNT_ENTRY';
  return {
    ...facts,
    isAnswered: true,
    isSettled: facts.isSettled || kind === 'SETTLED',
    isRejected: facts.isRejected || kind === 'REJECTED',
    isReturned: facts.isReturned || kind === 'RETURNED',
    debits: facts.debits + (isMovement && kind === 'SETTLED' ? 1 : 0),
    credits: facts.credits + (isMovement && kind === 'RETURNED' ? 1 : 0),
    isAmountOther: facts.isAmountOther || (answer.amountCents !== undefined && answer.amountCents !== amountCents),
  };
}
