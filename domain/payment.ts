import * as z from 'zod/mini';
import { DomainError } from './errors.ts';
import { type BankAnswer, bankAnswerSchema, resolutionSchema } from './payment-evidence.ts';
import { factsOf, type PaymentFacts } from './payment-facts.ts';

/**
 * The life of one payment (R106, R107; trust.md 2.5): what was owed to one payee by one run, in one issue.
 * - `HELD`: owed and never sent. `SENT`: in a released file, no answer that says how it ended.
 * - `CONFIRMED`: the bank has paid it. `REJECTED`: it never left. `RETURNED`: it came back.
 * - `UNKNOWN`: what is known contradicts itself. Nothing automatic goes on from here; a person resolves it with evidence.
 * - `REISSUED`: closed, the next issue pays it. `LAPSED`: closed, the claim is barred and two persons have said so (R60).
 * - `SETTLED_BY_HAND`: closed, the payee has the money from outside of the runs and two persons have said so (R95).
 */
export const paymentStates = [
  'HELD',
  'SENT',
  'CONFIRMED',
  'REJECTED',
  'RETURNED',
  'UNKNOWN',
  'REISSUED',
  'LAPSED',
  'SETTLED_BY_HAND',
] as const;
export type PaymentState = (typeof paymentStates)[number];

/** How an issue began: in no file, or in one. */
export const paymentOrigins = ['HELD', 'SENT'] as const;

/** How a payment is closed for good. */
export const paymentClosings = ['REISSUED', 'LAPSED', 'SETTLED_BY_HAND'] as const;

/** From these a payment may be closed: the money is owed, and it is certain that it is not with the payee. */
export const reissuableStates = ['HELD', 'REJECTED', 'RETURNED'] as const;
export type ReissuableState = (typeof reissuableStates)[number];
export const isReissuable = (state: PaymentState): state is ReissuableState =>
  (reissuableStates as readonly PaymentState[]).includes(state);

/** Money that is owed still, or may be. */
export const isOwed = (state: PaymentState): boolean => isReissuable(state) || state === 'UNKNOWN';

export const paymentEvidenceSchema = z.discriminatedUnion('by', [bankAnswerSchema, resolutionSchema]);
export type PaymentEvidence = z.infer<typeof paymentEvidenceSchema>;

/** How a payment was closed: from which state, and how much of the evidence was known by then. */
export const closingSchema = z.strictObject({
  as: z.enum(paymentClosings),
  from: z.enum(reissuableStates),
  evidenceCount: z.int().check(z.nonnegative()),
});
export type Closing = z.infer<typeof closingSchema>;

/** What a payment's state follows from. Nothing of it is ever taken back, so the order in which answers come does not matter. */
export type PaymentRecord = {
  amountCents: number;
  origin: (typeof paymentOrigins)[number];
  evidence: readonly PaymentEvidence[];
  closed?: Closing | undefined;
};

/** A ground for a state. The first that applies decides, so contradictions stand first. */
type StateRule = { state: PaymentState; applies: (facts: PaymentFacts, record: PaymentRecord) => boolean };
const stateRules: readonly StateRule[] = [
  { state: 'UNKNOWN', applies: ({ isAmountOther }) => isAmountOther },
  { state: 'UNKNOWN', applies: ({ debits, credits }) => debits > 1 || credits > 1 },
  { state: 'UNKNOWN', applies: ({ isRejected, isSettled, isReturned }) => isRejected && (isSettled || isReturned) },
  {
    state: 'UNKNOWN',
    applies: ({ isAnswered, isResolved }, { origin }) => origin === 'HELD' && isAnswered && !isResolved,
  },
  { state: 'RETURNED', applies: ({ isReturned }) => isReturned },
  { state: 'REJECTED', applies: ({ isRejected }) => isRejected },
  { state: 'CONFIRMED', applies: ({ isSettled }) => isSettled },
  { state: 'HELD', applies: (_facts, { origin }) => origin === 'HELD' },
];

/** What the evidence says, as if the payment were not closed. */
function evidentState(record: PaymentRecord): PaymentState {
  const facts = factsOf(record.evidence, record.amountCents);
  return stateRules.find(({ applies }) => applies(facts, record))?.state ?? 'SENT';
}

/**
 * The state of a payment, as a function of all that is known of it.
 * @returns `isDoubtful`: it was closed, and since then something has become known that contradicts what it was closed on: a person must
 *   look, for the payee may have the money twice. It stays closed, so that it is never issued again.
 */
export function paymentState(record: PaymentRecord): { state: PaymentState; isDoubtful: boolean } {
  const evident = evidentState(record);
  const { closed } = record;
  if (closed === undefined) return { state: evident, isDoubtful: false };
  const since = record.evidence.slice(closed.evidenceCount);
  const resolved = since.findLast((one) => one.by === 'PERSON');
  return { state: closed.as, isDoubtful: evident !== (resolved?.verdict ?? closed.from) };
}

/** More evidence than this is not kept of one payment: by then it has long been UNKNOWN, and the bank's files are kept whole. */
export const mostEvidence = 40;

/** What a bank's answer does to a payment. `CONTRADICTS`: a person must look. */
export type AnswerResult = 'APPLIED' | 'NOTHING_NEW' | 'CONTRADICTS';

/**
 * Takes a bank's answer in. One that says nothing new changes nothing, so an answer may come any number of times and in any order.
 * @returns the evidence after it; the same array if it says nothing new
 */
export function withAnswer(
  record: PaymentRecord,
  answer: BankAnswer,
): { evidence: readonly PaymentEvidence[]; result: AnswerResult } {
  const { evidence } = record;
  // Stryker disable next-line ConditionalExpression: what a person has found out has no kind of a bank's answer
  const isKnown = evidence.some((one) => one.by === 'BANK' && saysTheSame(one, answer, record.amountCents));
  const { state, isDoubtful } = paymentState(record);
  const isFull = evidence.length >= mostEvidence && (state === 'UNKNOWN' || isDoubtful);
  if (isKnown || isFull) return { evidence, result: 'NOTHING_NEW' };
  const after = [...evidence, answer];
  const now = paymentState({ ...record, evidence: after });
  return { evidence: after, result: now.state === 'UNKNOWN' || now.isDoubtful ? 'CONTRADICTS' : 'APPLIED' };
}

/** Movements of an account are told apart by the bank's reference; a status is the same however often it is reported. */
function saysTheSame(one: BankAnswer, other: BankAnswer, amountCents: number): boolean {
  const isOther = (answer: BankAnswer) => answer.amountCents !== undefined && answer.amountCents !== amountCents;
  if (one.kind !== other.kind || one.source !== other.source || isOther(one) !== isOther(other)) return false;
  return one.source === 'STATUS_REPORT' || one.kind === 'PENDING' || one.entryRef === other.entryRef;
}

/**
 * Closes a payment, so that the next issue may pay the money or nobody any more.
 * @throws DomainError paymentNotInState unless it is certain that the money is owed and not with the payee
 */
export function closing(record: PaymentRecord, as: Closing['as']): Closing {
  const { state } = paymentState(record);
  if (!isReissuable(state))
    throw new DomainError(
      'paymentNotInState',
      `The payment is ${state}; this is possible only from ${reissuableStates.join(' or ')}.`,
    );
  return { as, from: state, evidenceCount: record.evidence.length };
}

/** States that a person may resolve: what contradicts itself, and what the bank has left without an answer. */
export const isResolvable = (record: PaymentRecord): boolean => {
  const { state, isDoubtful } = paymentState(record);
  return state === 'UNKNOWN' || state === 'SENT' || isDoubtful;
};
