import * as z from 'zod/mini';
import { addDays, addMonthsToDate, type LocalDate, localDateSchema } from './calendar.ts';
import { DomainError, type FieldIssue } from './errors.ts';
import { freeTextSchema } from './free-text.ts';
import { yearSchema } from './run-period.ts';

/**
 * What the general meeting or the board has decided to distribute of a year's surplus (R37): interest on the share, or a refund in
 * proportion to purchases. One for each co-op, kind and year; nothing is paid without.
 */
export const decisionKinds = ['INTEREST', 'SURPLUS'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionStates = ['RECORDED', 'APPROVED', 'WITHDRAWN'] as const;
export type DecisionState = (typeof decisionStates)[number];

const cents = z.int().check(z.positive(), z.lte(1_000_000_000_000));

/** Who decided: the general meeting or the council that has its powers, or the board within what it was authorised to. */
const authoritySchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['MEETING', 'COUNCIL']) }),
  z.strictObject({
    by: z.literal('BOARD'),
    authorisedOn: localDateSchema,
    /** The authorisation's maximum and its last day: at the latest the next ordinary meeting (OKL 16:8). */
    mostTotalCents: cents,
    authorisedUntil: localDateSchema,
  }),
]);

/** What a decision says; as it was made, entered by hand. */
export const decisionTermsSchema = z.strictObject({
  authority: authoritySchema,
  decidedOn: localDateSchema,
  /** Of the share, or of the year's purchases at the co-op's own outlets. */
  rateBasisPoints: z.int().check(z.positive(), z.lte(10_000)),
  /** From which funds it is distributed (OKL 16:8), as the minutes say it. */
  funds: freeTextSchema,
  payOn: localDateSchema,
  /** No run may come to more. */
  mostTotalCents: cents,
});
export type DecisionTerms = z.infer<typeof decisionTermsSchema>;

const doneBySchema = z.strictObject({ by: z.string(), atMs: z.int() });

/** A decision as it stands: what it says, who recorded, approved and withdrew it. Every act makes the next version, and all are kept. */
export const surplusDecisionSchema = z.strictObject({
  kind: z.enum(decisionKinds),
  year: yearSchema,
  version: z.int().check(z.positive()),
  state: z.enum(decisionStates),
  terms: decisionTermsSchema,
  recorded: doneBySchema,
  approved: z.optional(doneBySchema),
  withdrawn: z.optional(z.extend(doneBySchema, { reason: freeTextSchema })),
  /** The attempt of a run that is released by it, or is just about to be: from here on it stands, unless that attempt was cancelled. */
  handedOver: z.optional(z.strictObject({ attempt: z.string() })),
});
export type SurplusDecision = z.infer<typeof surplusDecisionSchema>;

export const decisionActs = ['record', 'approve', 'withdraw'] as const;
export type DecisionAct = (typeof decisionActs)[number];

/** The one table: from which states an act is possible. `record` says anew what was decided. */
export const decisionSteps: Readonly<
  Record<DecisionAct, { from: readonly (DecisionState | 'NONE')[]; to: DecisionState }>
> = {
  record: { from: ['NONE', 'RECORDED', 'APPROVED', 'WITHDRAWN'], to: 'RECORDED' },
  approve: { from: ['RECORDED'], to: 'APPROVED' },
  withdraw: { from: ['RECORDED', 'APPROVED'], to: 'WITHDRAWN' },
};

type Actor = { by: string; atMs: number };

/** What the next version or state rests on: nothing changes once money has been handed to the bank by it. */
export type DecisionBefore = { decision: SurplusDecision | undefined; released: boolean };

/**
 * Records a decision, or says anew what was decided: the other person must approve it again.
 * @throws DomainError decisionNotInState, invalidRequest with what does not fit in the terms
 */
export function recordDecision(
  before: DecisionBefore,
  { kind, year, terms }: Pick<SurplusDecision, 'kind' | 'year' | 'terms'>,
  actor: Actor,
): SurplusDecision {
  const state = stepTo(before, 'record');
  const issues = issuesOfTerms(year, terms);
  if (issues.length > 0)
    throw new DomainError('invalidRequest', 'Some terms do not fit together; `errors` points at them.', issues);
  return { kind, year, version: (before.decision?.version ?? 0) + 1, state, terms, recorded: actor };
}

/**
 * Another person approves what was recorded.
 * @throws DomainError decisionNotInState, secondPersonRequired
 */
export function approveDecision(before: DecisionBefore, actor: Actor): SurplusDecision {
  const state = stepTo(before, 'approve');
  const decision = next(before);
  if (decision.recorded.by === actor.by)
    throw new DomainError('secondPersonRequired', 'You recorded this decision; another person must approve it.');
  return { ...decision, state, approved: actor };
}

/**
 * Takes a decision back, with a reason that stays.
 * @throws DomainError decisionNotInState
 */
export function withdrawDecision(before: DecisionBefore, reason: string, actor: Actor): SurplusDecision {
  const state = stepTo(before, 'withdraw');
  return { ...next(before), state, withdrawn: { ...actor, reason } };
}

/**
 * Notes that a run of the decision is being released, so that no act on the decision can come between.
 * @returns undefined if the run has noted it already
 * @throws DomainError runStale if the decision is not the version that the run was calculated by, or was withdrawn
 */
export function handOverDecision(
  decision: SurplusDecision | undefined,
  run: { attempt: string; decisionVersion: string | undefined },
): SurplusDecision | undefined {
  if (decision?.handedOver?.attempt === run.attempt) return undefined;
  if (decision?.state !== 'APPROVED' || String(decision.version) !== run.decisionVersion)
    throw new DomainError(
      'runStale',
      'Changed since the run was calculated: decision. Cancel or reject it and start it again.',
    );
  return { ...decision, version: decision.version + 1, handedOver: { attempt: run.attempt } };
}

function stepTo({ decision, released }: DecisionBefore, act: DecisionAct): DecisionState {
  const { from, to } = decisionSteps[act];
  if (released)
    throw new DomainError('decisionNotInState', 'A run of this decision has been released; nothing of it can change.');
  if (!from.includes(decision?.state ?? 'NONE'))
    throw new DomainError(
      'decisionNotInState',
      `The decision is ${decision?.state ?? 'not recorded'}; this is possible only from ${from.join(' or ')}.`,
    );
  return to;
}

function next({ decision }: DecisionBefore): SurplusDecision {
  if (decision === undefined) throw new Error('an act on a decision that there is not');
  return { ...decision, version: decision.version + 1 };
}

/** What of the terms cannot be, each with its place in the request. */
function issuesOfTerms(year: string, { authority, decidedOn, payOn, mostTotalCents }: DecisionTerms): FieldIssue[] {
  const first = firstDayAfter(year);
  const checks: [holds: boolean, at: string, message: string][] = [
    [decidedOn >= first, 'decidedOn', 'Send a day after the year has ended: its accounts are decided on.'],
    [payOn >= decidedOn, 'payOn', 'Send a day on or after that of the decision.'],
    ...(authority.by === 'BOARD'
      ? ([
          [authority.authorisedOn <= decidedOn, 'authority/authorisedOn', 'Send the day of an earlier meeting.'],
          [decidedOn <= authority.authorisedUntil, 'decidedOn', 'The authorisation had ended by this day.'],
          [
            mostTotalCents <= authority.mostTotalCents,
            'mostTotalCents',
            'Send at most what the board was authorised to.',
          ],
        ] as [boolean, string, string][])
      : []),
  ];
  return checks
    .filter(([holds]) => !holds)
    .map(([, at, message]) => ({ pointer: `/terms/${at}`, code: 'outOfRange' as const, message }));
}

const firstDayAfter = (year: string): LocalDate => addMonthsToDate(`${year}-01-01`, 12);

/**
 * When the run of a decision is to be opened: some days before the payment, so that two people can look at it.
 * @returns undefined unless the decision is approved
 */
export const opensOn = ({ state, terms }: SurplusDecision, leadDays: number): LocalDate | undefined =>
  state === 'APPROVED' ? addDays(terms.payOn, -leadDays) : undefined;
