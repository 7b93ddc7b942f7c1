import { DomainError } from '../errors.ts';

/** What a case is as far as its money goes. `openCents`: what came in and is neither on a share nor sent back yet. */
export type CaseMoney = { about: 'PAYMENT' | 'CREDIT'; state: 'OPEN' | 'CLOSED'; openCents?: number | undefined };

/** How a case can be closed: sent back by hand; or looked at, and nothing is left to do. */
export const caseClosings = ['RETURNED', 'NOTED'] as const;
export type CaseClosing = (typeof caseClosings)[number];

/**
 * What is left of a case after some of its money has gone to a share.
 * @throws DomainError bankCaseNotOpen
 */
export function afterAssignment(
  { about, state, openCents }: CaseMoney,
  amountCents: number,
): Required<Pick<CaseMoney, 'state' | 'openCents'>> & { openCents: number } {
  if (state !== 'OPEN') throw notOpen('The case is closed already.');
  if (about !== 'CREDIT' || openCents === undefined) throw notOpen('The case is not about money that came in.');
  if (amountCents > openCents) throw notOpen('That is more than is left of the money: see `openCents`.');
  const left = openCents - amountCents;
  return { state: left === 0 ? 'CLOSED' : 'OPEN', openCents: left };
}

/**
 * How much of a case's money its closing is about: all that is left.
 * @throws DomainError bankCaseNotOpen
 */
export function closedCents({ about, state, openCents }: CaseMoney, as: CaseClosing): number | undefined {
  if (state !== 'OPEN') throw notOpen('The case is closed already.');
  if (as === 'RETURNED' && about !== 'CREDIT')
    throw notOpen('Only money that came in can be sent back; note what was found out instead.');
  return openCents;
}

const notOpen = (detail: string): DomainError => new DomainError('bankCaseNotOpen', detail);
