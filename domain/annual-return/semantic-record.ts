import type { TaxYear } from './reporting.ts';
import type { ChangeAction, RecordChange } from './return-difference.ts';
import type { SurplusSums } from './return-totals.ts';

/** Who distributes: listed, unlisted, unlisted with under 500 members who have paid their share (R85, R86; values of domain.md 4.8). */
export const distributorTypes = ['J', 'M', 'S'] as const;
export type DistributorType = (typeof distributorTypes)[number];

/** Surplus of a co-operative, from 2015 on (domain.md 4.8). */
export const paymentTypeSurplus = '05';

/** From this many paying members on, a payee's capital is not told and yields above 8 % are no earned income (R86, R96). */
export const membersOfLargeCoop = 500;

export type Payer = { businessId: string; name: string };
/** What all records of a file share. */
export type ReturnHead = {
  payer: Payer;
  year: TaxYear;
  distributorType: DistributorType;
  /** Surplus of an activity for which the payee has MYEL or YEL insurance is reported apart (R96); a consumer co-op has none. */
  insuredActivity: boolean;
};

/** The record of a payee as it is meant, before any file format (VH635 8 §, form 7816). Integer cents. */
export type Itemisation = ReturnHead & {
  action: ChangeAction;
  paymentType: typeof paymentTypeSurplus;
  /** Identity code, or business id of a company. */
  payeeId: string;
  payeeName: string;
  grossCents: number;
  withheldCents: number;
  /** The payee's share in the co-op; only of distributor type S. */
  capitalCents: number | undefined;
};

/** The record of a payer's year: totals and count. */
export type Summary = Pick<ReturnHead, 'payer' | 'year'> & SurplusSums;

/** @param payeeId the identity code or business id, opened for this file */
export const itemisationOf = (
  { payer, year, distributorType, insuredActivity }: ReturnHead,
  { action, record }: RecordChange,
  payee: { id: string; name: string },
): Itemisation => ({
  ...{ payer, year, distributorType, insuredActivity },
  action,
  paymentType: paymentTypeSurplus,
  payeeId: payee.id,
  payeeName: payee.name,
  grossCents: record.grossCents,
  withheldCents: record.withheldCents,
  capitalCents: distributorType === 'S' ? record.capitalCents : undefined,
});

export const summaryOf = ({ payer, year }: ReturnHead, sums: SurplusSums): Summary => ({ payer, year, ...sums });
