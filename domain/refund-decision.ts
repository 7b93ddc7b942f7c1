import * as z from 'zod/mini';
import { localDateSchema } from './calendar.ts';
import { DomainError } from './errors.ts';
import { freeTextSchema } from './free-text.ts';
import { yearSchema } from './run-period.ts';

/**
 * What part of the shares of a financial year's leavers is refunded (R30): all of it unless the accounts show that equity is short; then a
 * part, by a decision that one person records and another approves. A later decision may give more (jälkipalautus), and the last one says that
 * it is final.
 */
export const refundDecisionStates = ['RECORDED', 'APPROVED', 'WITHDRAWN'] as const;

export const refundTermsSchema = z.strictObject({
  decidedOn: localDateSchema,
  /** Of each share, in all: what was refunded by earlier decisions counts towards it. 10,000 is the whole share. */
  partBasisPoints: z.int().check(z.nonnegative(), z.lte(10_000)),
  /** No more is ever given: what is left of a share goes to the co-op's equity, and the membership is at its end. */
  isFinal: z.boolean(),
  /** What it rests on, as the minutes or the accounts say it. */
  basis: freeTextSchema,
});
export type RefundTerms = z.infer<typeof refundTermsSchema>;

const doneBySchema = z.strictObject({ by: z.string(), atMs: z.int() });

/** What holds now: the terms that were approved last. */
const inForceSchema = z.strictObject({
  version: z.int().check(z.positive()),
  partBasisPoints: z.int(),
  isFinal: z.boolean(),
});
export type RefundInForce = z.infer<typeof inForceSchema>;

/** The decision of a co-op and financial year as it stands. Every act makes the next version, and all are kept. */
export const refundDecisionSchema = z.strictObject({
  year: yearSchema,
  version: z.int().check(z.positive()),
  state: z.enum(refundDecisionStates),
  terms: refundTermsSchema,
  recorded: doneBySchema,
  approved: z.optional(doneBySchema),
  withdrawn: z.optional(z.extend(doneBySchema, { reason: freeTextSchema })),
  /** Absent until something was approved. A proposal that waits or was withdrawn leaves it as it is. */
  inForce: z.optional(inForceSchema),
});
export type RefundDecision = z.infer<typeof refundDecisionSchema>;

type Actor = { by: string; atMs: number };

/**
 * Records what was decided, or decided anew. A part is never lowered once it was approved, since it may have been paid.
 * @throws DomainError decisionNotInState, invalidRequest
 */
export function recordRefundDecision(
  before: RefundDecision | undefined,
  { year, terms }: Pick<RefundDecision, 'year' | 'terms'>,
  actor: Actor,
): RefundDecision {
  const inForce = before?.inForce;
  if (inForce?.isFinal)
    throw new DomainError('decisionNotInState', 'The decision in force is final; nothing can be decided after it.');
  if (inForce !== undefined && terms.partBasisPoints < inForce.partBasisPoints)
    throw new DomainError(
      'decisionNotInState',
      'A part of this is approved already and may have been paid; a later decision can only give as much or more.',
    );
  if (terms.decidedOn.slice(0, 4) < year)
    throw new DomainError('invalidRequest', 'Some terms do not fit together; `errors` points at them.', [
      {
        pointer: '/terms/decidedOn',
        code: 'outOfRange',
        message: 'Send a day in or after the financial year whose accounts it rests on.',
      },
    ]);
  return {
    year,
    version: (before?.version ?? 0) + 1,
    state: 'RECORDED',
    terms,
    recorded: actor,
    ...(inForce === undefined ? {} : { inForce }),
  };
}

/**
 * Another person approves what was recorded: from now on it is in force.
 * @throws DomainError decisionNotInState, secondPersonRequired
 */
export function approveRefundDecision(decision: RefundDecision, actor: Actor): RefundDecision {
  checkRecorded(decision);
  if (decision.recorded.by === actor.by)
    throw new DomainError('secondPersonRequired', 'You recorded this decision; another person must approve it.');
  const version = decision.version + 1;
  const { partBasisPoints, isFinal } = decision.terms;
  return { ...decision, version, state: 'APPROVED', approved: actor, inForce: { version, partBasisPoints, isFinal } };
}

/**
 * Takes back what nobody has approved, with a reason that stays.
 * @throws DomainError decisionNotInState
 */
export function withdrawRefundDecision(decision: RefundDecision, reason: string, actor: Actor): RefundDecision {
  checkRecorded(decision);
  return { ...decision, version: decision.version + 1, state: 'WITHDRAWN', withdrawn: { ...actor, reason } };
}

function checkRecorded({ state }: RefundDecision): void {
  if (state !== 'RECORDED')
    throw new DomainError('decisionNotInState', `The decision is ${state}; this is possible only from RECORDED.`);
}
