import * as z from 'zod/mini';
import { type BonusTable, bonusTableSchema, tableValidIn } from './bonus-table.ts';
import type { Month } from './calendar.ts';
import { DomainError } from './errors.ts';
import { freeTextSchema } from './free-text.ts';
import { isEndedWithoutPay } from './run.ts';
import { type LiveRun, receiptsLive } from './run-order.ts';

/** A Bonus table is proposed by one person and put in force by another: it moves the money of every household of the co-op. */
export const tableProposalStates = ['PROPOSED', 'APPROVED', 'WITHDRAWN'] as const;

const doneBySchema = z.strictObject({ by: z.string(), atMs: z.int() });

export const tableProposalSchema = z.strictObject({
  /** Counts the proposals of the co-op, from 1. */
  number: z.int().check(z.positive()),
  version: z.int().check(z.positive()),
  state: z.enum(tableProposalStates),
  /** Valid from its month on; the one of the same month is replaced. */
  table: bonusTableSchema,
  /** The version of the table that it replaces, 0 if there is none of its month. */
  replaces: z.int().check(z.nonnegative()),
  reason: freeTextSchema,
  proposed: doneBySchema,
  approved: z.optional(doneBySchema),
  withdrawn: z.optional(z.extend(doneBySchema, { reason: freeTextSchema })),
});
export type TableProposal = z.infer<typeof tableProposalSchema>;

type Actor = { by: string; atMs: number };

/**
 * Another person puts a proposed table in force.
 * @throws DomainError tableProposalNotInState, secondPersonRequired
 */
export function approveProposal(proposal: TableProposal, actor: Actor): TableProposal {
  const next = decided(proposal);
  if (proposal.proposed.by === actor.by)
    throw new DomainError('secondPersonRequired', 'You proposed this table; another person must approve it.');
  return { ...next, state: 'APPROVED', approved: actor };
}

/**
 * Takes a proposal back, or refuses it, with a reason that stays.
 * @throws DomainError tableProposalNotInState
 */
export const withdrawProposal = (proposal: TableProposal, reason: string, actor: Actor): TableProposal => ({
  ...decided(proposal),
  state: 'WITHDRAWN',
  withdrawn: { ...actor, reason },
});

function decided(proposal: TableProposal): TableProposal {
  if (proposal.state !== 'PROPOSED')
    throw new DomainError('tableProposalNotInState', `The proposal is ${proposal.state}; propose the table anew.`);
  return { ...proposal, version: proposal.version + 1 };
}

/** What a table in force changes of what was paid: `tooOld` are months whose receipts are gone, which stay as they were paid. */
export type TouchedMonths = { recomputed: Month[]; tooOld: Month[] };

/**
 * The months that must be calculated again when a table comes into force: those that it rules, and that have been paid or are being paid.
 * @param tables the co-op's tables as they are, without the new one
 * @param live the live attempts of the co-op's Bonus
 */
export function monthsTouched(
  tables: readonly BonusTable[],
  table: BonusTable,
  live: readonly LiveRun[],
  nowMs: number,
): TouchedMonths {
  const then = [...tables.filter(({ validFrom }) => validFrom !== table.validFrom), table];
  const touched = live
    .filter(({ state, period }) => !isEndedWithoutPay(state) && tableValidIn(then, period) === table)
    .map(({ period }) => period)
    .toSorted();
  return {
    recomputed: touched.filter((month) => receiptsLive(month, nowMs)),
    tooOld: touched.filter((month) => !receiptsLive(month, nowMs)),
  };
}
