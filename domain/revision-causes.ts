import type { Bases } from './bonus.ts';
import type { Month } from './calendar.ts';
import { sameBases } from './late-revision.ts';

/**
 * Why a month came to be calculated again: receipts came late, were moved or taken back; the table was replaced; the month before carried
 * something else into it; or what is known of outlets has changed.
 */
export const revisionCauses = ['RECEIPTS', 'TABLE', 'CARRY', 'OUTLETS'] as const;
export type RevisionCause = (typeof revisionCauses)[number];

/** A month as one run had it. */
export type MonthAsPosted = {
  receipts: number;
  purchases: Bases;
  opening: Bases;
  tableValidFrom: Month;
  tableVersion: number;
  ownOutletCents: number;
};

const causes: Readonly<Record<RevisionCause, (before: MonthAsPosted, after: MonthAsPosted) => boolean>> = {
  RECEIPTS: (before, after) => before.receipts !== after.receipts || !sameBases(before.purchases, after.purchases),
  TABLE: (before, after) =>
    before.tableValidFrom !== after.tableValidFrom || before.tableVersion !== after.tableVersion,
  CARRY: (before, after) => !sameBases(before.opening, after.opening),
  OUTLETS: (before, after) => before.ownOutletCents !== after.ownOutletCents && !causes.RECEIPTS(before, after),
};

/** What differs between a month and its next revision. */
export const causesOf = (before: MonthAsPosted, after: MonthAsPosted): RevisionCause[] =>
  revisionCauses.filter((cause) => causes[cause](before, after));
