import * as z from 'zod/mini';
import { localDateSchema } from '../calendar.ts';
import { DomainError } from '../errors.ts';
import { membersOfLargeCoop } from './semantic-record.ts';

/** The life of a return: built from runs, approved by a second person, delivered. A correction is a return of its own, number n + 1. */
export const returnStates = ['BUILDING', 'DRAFT', 'APPROVED', 'DELIVERED', 'DISCARDED'] as const;
export type ReturnState = (typeof returnStates)[number];

/** What a return is written as. `TEST` has the form and the sums, and nobody's data. */
export const returnFileKinds = ['TEST', 'PRODUCTION', 'CSV'] as const;
export type ReturnFileKind = (typeof returnFileKinds)[number];

export const returnActs = ['conclude', 'approve', 'deliver', 'discard'] as const;
export type ReturnAct = (typeof returnActs)[number];

const transitions: Record<ReturnAct, { from: readonly ReturnState[]; to: ReturnState }> = {
  conclude: { from: ['BUILDING'], to: 'DRAFT' },
  approve: { from: ['DRAFT'], to: 'APPROVED' },
  deliver: { from: ['APPROVED'], to: 'DELIVERED' },
  discard: { from: ['BUILDING', 'DRAFT', 'APPROVED'], to: 'DISCARDED' },
};

/**
 * The state that an act leads to.
 * @throws DomainError returnNotInState if the act is not possible from this state
 */
export function returnStateAfter(state: ReturnState, act: ReturnAct): ReturnState {
  const { from, to } = transitions[act];
  if (!from.includes(state))
    throw new DomainError(
      'returnNotInState',
      `The return is ${state}; this is possible only from ${from.join(' or ')}.`,
    );
  return to;
}

/** Until it is delivered or given up, nobody opens another return of the year. */
export const isOpenReturn = (state: ReturnState): boolean => state !== 'DELIVERED' && state !== 'DISCARDED';

/** What a person should look at before signing. */
export const returnWarnings = [
  'PAYEES_BY_HAND',
  'FEWER_THAN_500_PAYEES',
  'RUNS_CHANGED',
  'NOT_DELIVERED_IN_TIME',
] as const;
export type ReturnWarning = (typeof returnWarnings)[number];

/** The runs that a return is made from. */
export const returnBasisSchema = z.strictObject({
  kind: z.literal('INTEREST'),
  period: z.string(),
  attempt: z.string(),
  drawableOn: localDateSchema,
  payouts: z.int(),
  amountCents: z.int(),
  withheldCents: z.int(),
});
export type ReturnBasis = z.infer<typeof returnBasisSchema>;

const nameOf = ({ kind, period, attempt, amountCents, withheldCents }: ReturnBasis): string =>
  [kind, period, attempt, amountCents, withheldCents].join(' ');

/** True if the runs of the year are still those that the return was made from. */
export const isSameBasis = (a: readonly ReturnBasis[], b: readonly ReturnBasis[]): boolean =>
  a.map(nameOf).toSorted().join('\n') === b.map(nameOf).toSorted().join('\n');

/**
 * What a person should know of a return. Fewer than 500 payees may mean fewer than 500 paying members, whose capital is told (R86, R96); that
 * the register does not decide, since not every paying member gets interest.
 */
export function warningsOf(of: {
  state: ReturnState;
  payees: number;
  byHand: number;
  underFiveHundred: boolean;
  runsChanged: boolean;
  today: string;
  returnBy: string;
}): ReturnWarning[] {
  const isSo: Record<ReturnWarning, boolean> = {
    PAYEES_BY_HAND: of.byHand > 0,
    FEWER_THAN_500_PAYEES: of.payees < membersOfLargeCoop && !of.underFiveHundred && of.state !== 'BUILDING',
    RUNS_CHANGED: of.runsChanged,
    NOT_DELIVERED_IN_TIME: isOpenReturn(of.state) && of.today > of.returnBy,
  };
  return returnWarnings.filter((warning) => isSo[warning]);
}

/**
 * Checks the approval of a return: the hash that was shown must be its own, the runs must be the same still, and who approves another person
 * than who opened it.
 * @throws DomainError returnNotInState, returnHashDiffers, returnRunsChanged, secondPersonRequired
 */
export function checkApproval(
  {
    state,
    hash,
    opened,
    basis,
  }: { state: ReturnState; hash?: string | undefined; opened: { by: string }; basis: readonly ReturnBasis[] },
  signer: { by: string; hash: string },
  runsNow: readonly ReturnBasis[],
): void {
  returnStateAfter(state, 'approve');
  if (hash !== signer.hash)
    throw new DomainError(
      'returnHashDiffers',
      'This is not the return that was shown to you. Look at it again and sign its present hash.',
    );
  if (!isSameBasis(basis, runsNow))
    throw new DomainError(
      'returnRunsChanged',
      'A run of the year was posted after the return was built. Discard the return and open it again.',
    );
  if (opened.by === signer.by)
    throw new DomainError('secondPersonRequired', 'You opened this return; another person must approve it.');
}
