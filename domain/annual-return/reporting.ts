import type { LocalDate } from '../calendar.ts';
import type { RunKind } from '../run.ts';

/** A tax year of 2000–2099, 'yyyy'. */
export type TaxYear = string;

/**
 * What each kind of payout is to the tax authority (R85, R87, R96). Interest on shares is surplus of a co-op and is reported. The surplus refund
 * goes by a natural person's own living-cost purchases, so it is tax-free and not reported (TVL 53 § 10). Bonus lowers a price, a share refund
 * is the member's own money, and a correction pays what another run has paid already.
 */
const treatments = {
  BONUS: 'PRICE_ADJUSTMENT',
  INTEREST: 'REPORTED',
  SURPLUS: 'TAX_FREE_REFUND',
  REFUND: 'OWN_CAPITAL',
  CORRECTION: 'PAID_BEFORE',
} as const satisfies Record<RunKind, string>;

export type ReportedKind = { [K in RunKind]: (typeof treatments)[K] extends 'REPORTED' ? K : never }[RunKind];

/** The kinds of runs whose payouts stand in the annual return. */
export const reportedKinds = (Object.keys(treatments) as RunKind[]).filter(
  (kind): kind is ReportedKind => treatments[kind] === 'REPORTED',
);

/**
 * From when a payee could draw what a run paid: the day on which the money should be there, or that of the release if it was later. Whether
 * it was drawn, or held because there was no account, changes nothing (R98).
 */
export const drawableOn = (payOn: LocalDate, releasedOn: LocalDate): LocalDate =>
  releasedOn > payOn ? releasedOn : payOn;

/** The year in whose annual return a payout stands: that in which it could be drawn (R98). */
export const taxYearOf = (drawable: LocalDate): TaxYear => drawable.slice(0, 4);
