import * as z from 'zod/mini';
import { DomainError } from './errors.ts';

/**
 * What is paid by a run: a month's Bonus, a year's interest on shares, a year's surplus refund, shares of former members that are
 * due, and what earlier runs owe still (payments that came back, money that was held).
 */
export const runKinds = ['BONUS', 'INTEREST', 'SURPLUS', 'REFUND', 'CORRECTION'] as const;
export type RunKind = (typeof runKinds)[number];

/** The life of a payout run (design.md 6). One table: what may follow what, by whose act. */
export const runStates = [
  'DRAFT',
  'CALCULATED',
  'SUBMITTED',
  'APPROVED',
  'FILES_WRITTEN',
  'RELEASED',
  'CLOSED',
  'REJECTED',
  'CANCELLED',
] as const;
export type RunState = (typeof runStates)[number];

/** What a person should know before signing. */
export const runWarnings = [
  'PLACEHOLDER_BONUS_TABLE',
  'MONTH_NOT_ENDED',
  'LATE_MONTHS_NOT_SETTLED',
  'DECISION_EXCEEDED',
] as const;
export type RunWarning = (typeof runWarnings)[number];

/** Why a run stands still until a person has looked. */
export const runProblems = ['SUMS_DIFFER', 'STEP_FAILED'] as const;
export type RunProblem = (typeof runProblems)[number];

export const runActs = [
  'conclude',
  'submit',
  'approve',
  'reject',
  'cancel',
  'finishFiles',
  'release',
  'close',
] as const;
export type RunAct = (typeof runActs)[number];

/** Nothing is posted before the release, so until then a run can be cancelled and calculated again. */
const transitions: Record<RunAct, { from: readonly RunState[]; to: RunState }> = {
  conclude: { from: ['DRAFT'], to: 'CALCULATED' },
  submit: { from: ['CALCULATED'], to: 'SUBMITTED' },
  approve: { from: ['SUBMITTED'], to: 'APPROVED' },
  reject: { from: ['SUBMITTED'], to: 'REJECTED' },
  cancel: { from: ['DRAFT', 'CALCULATED', 'SUBMITTED', 'APPROVED', 'FILES_WRITTEN'], to: 'CANCELLED' },
  finishFiles: { from: ['APPROVED'], to: 'FILES_WRITTEN' },
  release: { from: ['FILES_WRITTEN'], to: 'RELEASED' },
  close: { from: ['RELEASED'], to: 'CLOSED' },
};

/**
 * The state that an act leads to.
 * @throws DomainError runNotInState if the act is not possible from this state
 */
export function stateAfter(state: RunState, act: RunAct): RunState {
  const { from, to } = transitions[act];
  if (!from.includes(state)) {
    throw new DomainError('runNotInState', `The run is ${state}; this is possible only from ${from.join(' or ')}.`);
  }
  return to;
}

/** States whose results count: the money was handed over. Any other attempt has paid nothing and counts for nothing. */
const postedStates: readonly RunState[] = ['RELEASED', 'CLOSED'];
export const isPosted = (state: RunState): boolean => postedStates.includes(state);

/** States after which only a new attempt can go on. */
const endedWithoutPay: readonly RunState[] = ['REJECTED', 'CANCELLED'];
export const isEndedWithoutPay = (state: RunState): boolean => endedWithoutPay.includes(state);

/** What a person signs with: the hash of inputs, rule versions and lines that was shown to them. */
export const runHashSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * Checks a signature under a run: not a dry run, which only reports; the hash shown must be the run's, and the approver another
 * person than the submitter. Who releases is the second of two already.
 * @throws DomainError runNotInState, runHashDiffers, secondPersonRequired
 */
export function checkSignature(
  run: { dryRun: boolean; hash?: string | undefined; submitted?: { by: string } | undefined },
  act: 'submit' | 'approve' | 'release',
  signer: { by: string; hash: string },
): void {
  if (run.dryRun) throw new DomainError('runNotInState', 'A dry run only reports: start the run itself and sign that.');
  if (run.hash !== signer.hash) {
    throw new DomainError(
      'runHashDiffers',
      'The run was calculated again since it was shown to you. Look at it again and sign its present hash.',
    );
  }
  if (act !== 'submit' && run.submitted?.by === signer.by) {
    throw new DomainError('secondPersonRequired', 'You submitted this run; another person must do this.');
  }
}
