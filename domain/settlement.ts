/** Whether the household has someone and somewhere to pay to (R1, R16, domain.md 6 #9 and #11). */
export type Payee =
  | 'OK'
  | 'NO_HEAD'
  | 'HOUSEHOLD_ENDED'
  | 'NON_RESIDENT'
  | 'MEMBERSHIP_ENDED'
  | 'DECEASED'
  | 'NO_ACCOUNT'
  | 'ACCOUNT_NEW'
  | 'ACCOUNT_BLOCKED'
  | 'COMPANY';

/** What a run did with an amount: all to the account, all that was paid to the share, some to both, or nothing paid. */
export const payoutOutcomes = ['PAID', 'TO_SHARE', 'PAID_AND_TO_SHARE', 'NOT_PAID'] as const;
export type PayoutOutcome = (typeof payoutOutcomes)[number];

/** Why an amount, or what is left of it, was not paid. */
export const payoutReasons = [
  'NOTHING_DUE',
  'NEGATIVE',
  'BELOW_MINIMUM',
  'COMPANY_MEMBER',
  'NO_HEAD',
  'HOUSEHOLD_ENDED',
  /** Of interest: the tax at source of who lives abroad is not known here (R95). */
  'NON_RESIDENT',
  'DECEASED',
  'NO_ACCOUNT',
  'ACCOUNT_NEW',
  'ACCOUNT_BLOCKED',
  /** Found between the signature and the file: another account, another head than what was signed. */
  'ACCOUNT_CHANGED',
  'HEAD_CHANGED',
  /** Of interest: no member any more, or a member of another standing, on the day of the payment. */
  'MEMBERSHIP_ENDED',
  /** The share has another balance, or is refunded already. */
  'SHARE_CHANGED',
  /** The bank has said something else of the payment that was to be paid anew. */
  'PAYMENT_CHANGED',
] as const;
export type PayoutReason = (typeof payoutReasons)[number];

/** What a run has to settle with one household; all cents. */
export type SettlementInput = {
  /** What earlier runs left unpaid; negative if the household owes. */
  openingUnpaidCents: number;
  /** This month's amount and the revisions of earlier months that no run has settled yet. */
  amounts: readonly number[];
  minimumPayoutCents: number;
  /** What the head member's share contribution is still missing, at least 0. */
  shareMissingCents: number;
  payee: Payee;
};

/** What the run does. Always `toShareCents + toAccountCents + unpaidCents = payableCents`. */
export type Settlement = {
  payableCents: number;
  toShareCents: number;
  toAccountCents: number;
  /** Held as a liability, or negative: taken from the next payment. The next run's `openingUnpaidCents`. */
  unpaidCents: number;
  outcome: PayoutOutcome;
  /** null if nothing was held back. */
  reason: PayoutReason | null;
};

/**
 * What no run pays by itself, whoever could be paid by now: tax at source is to be settled, or whether it is due at all. A person has
 * to look.
 */
export const heldForPerson = (reason: PayoutReason | undefined): 'NON_RESIDENT' | 'MEMBERSHIP_ENDED' | undefined =>
  reason === 'NON_RESIDENT' || reason === 'MEMBERSHIP_ENDED' ? reason : undefined;

type Due = { payableCents: number; minimumPayoutCents: number; payee: Payee };

/** A ground for not paying to the account; with `fillsShare` the share contribution still gets its part. */
type Hold = { reason: PayoutReason; fillsShare: boolean; applies: (due: Due) => boolean };

/** The first that applies decides; without any, all is paid. Bonus fills the share even when there is no account (R16). */
const holds: readonly Hold[] = [
  // Stryker disable next-line BooleanLiteral: of nothing, nothing goes to the share
  { reason: 'NOTHING_DUE', fillsShare: false, applies: (due) => due.payableCents === 0 },
  // Stryker disable next-line EqualityOperator: nothing at all has been found above
  { reason: 'NEGATIVE', fillsShare: false, applies: (due) => due.payableCents < 0 },
  // Before what it comes to: tax at source is settled by a person, however little it is.
  { reason: 'NON_RESIDENT', fillsShare: false, applies: (due) => due.payee === 'NON_RESIDENT' },
  { reason: 'BELOW_MINIMUM', fillsShare: false, applies: (due) => due.payableCents < due.minimumPayoutCents },
  { reason: 'COMPANY_MEMBER', fillsShare: false, applies: (due) => due.payee === 'COMPANY' },
  { reason: 'NO_HEAD', fillsShare: false, applies: (due) => due.payee === 'NO_HEAD' },
  { reason: 'HOUSEHOLD_ENDED', fillsShare: false, applies: (due) => due.payee === 'HOUSEHOLD_ENDED' },
  {
    reason: 'MEMBERSHIP_ENDED',
    fillsShare: false,
    applies: (due) => due.payee === 'MEMBERSHIP_ENDED',
  },
  { reason: 'DECEASED', fillsShare: false, applies: (due) => due.payee === 'DECEASED' },
  { reason: 'NO_ACCOUNT', fillsShare: true, applies: (due) => due.payee === 'NO_ACCOUNT' },
  { reason: 'ACCOUNT_NEW', fillsShare: true, applies: (due) => due.payee === 'ACCOUNT_NEW' },
  { reason: 'ACCOUNT_BLOCKED', fillsShare: true, applies: (due) => due.payee === 'ACCOUNT_BLOCKED' },
];

/**
 * What a run does with a household's amount: to the share contribution until it is full, the rest to the account (R16, R17),
 * or held with a reason (domain.md 6 #3, #4, #9, #11).
 * @throws RangeError if a sum is no safe integer or the share is missing less than nothing
 */
export function settle(input: SettlementInput): Settlement {
  const payableCents = input.amounts.reduce((sum, amount) => sum + amount, input.openingUnpaidCents);
  if (!Number.isSafeInteger(payableCents)) throw new RangeError('the payable amount must be whole cents');
  if (!Number.isSafeInteger(input.shareMissingCents) || input.shareMissingCents < 0) {
    throw new RangeError('what the share is missing must be whole cents, at least 0');
  }
  const due: Due = { payableCents, minimumPayoutCents: input.minimumPayoutCents, payee: input.payee };
  const hold = holds.find(({ applies }) => applies(due));
  const toShareCents = hold === undefined || hold.fillsShare ? Math.min(payableCents, input.shareMissingCents) : 0;
  const toAccountCents = hold === undefined ? payableCents - toShareCents : 0;
  const unpaidCents = payableCents - toShareCents - toAccountCents;
  const allPaid = payableCents > 0 && unpaidCents === 0;
  return {
    payableCents,
    toShareCents,
    toAccountCents,
    unpaidCents,
    outcome: outcomeOf(toShareCents, toAccountCents),
    // Stryker disable next-line ConditionalExpression: what nothing holds is all paid; the compiler wants to hear it
    reason: hold === undefined || allPaid ? null : hold.reason,
  };
}

function outcomeOf(toShareCents: number, toAccountCents: number): PayoutOutcome {
  if (toShareCents > 0 && toAccountCents > 0) return 'PAID_AND_TO_SHARE';
  if (toShareCents > 0) return 'TO_SHARE';
  return toAccountCents > 0 ? 'PAID' : 'NOT_PAID';
}
