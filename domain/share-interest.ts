import { addMonthsToDate, daysBetween, type LocalDate } from './calendar.ts';
import { isMember, type Membership } from './membership.ts';
import { estateUntilOf } from './membership-rules.ts';
import { roundHalfUp } from './money.ts';
import { balanceCents, entriesOf, type ShareEntry } from './share-entry.ts';

/** The year that an interest is about, 'yyyy'; it is paid the year after. */
export type Year = string;

/** What no source states of interest on the share, so that it is a setting (domain.md 6 #15, #16). */
export type InterestRules = {
  shareContributionCents: number;
  /** `UNTIL_REFUND`: the rules keep a former member's right to surplus until the share is refunded (R32). */
  interestFormer: 'NONE' | 'UNTIL_REFUND';
  /** The heirs may use a deceased member's right within a year (R29). */
  interestEstate: boolean;
  /** A share that moved from another co-op (R34) was full since it was full there. */
  interestMovedShare: boolean;
  /** `NONE`: who is entitled gets the year's percentage whole (R40). `DAYS`: by the days on which the share was full. */
  interestProration: 'NONE' | 'DAYS';
};

export const interestRefusals = ['NEVER_MEMBER', 'SHARE_NOT_FULL', 'NOT_MEMBER_ON_PAY_DAY', 'ESTATE_TOO_LATE'] as const;

export const entitledAs = ['MEMBER', 'FORMER_MEMBER', 'ESTATE'] as const;
export type EntitledAs = (typeof entitledAs)[number];

/** Entitled, with what the percentage is taken of; or why not. */
export type Entitlement =
  | { as: EntitledAs; baseCents: number; fullSince: LocalDate }
  | { refused: (typeof interestRefusals)[number] };

/** The day on which the share must have been full (R38): the last of the year that the interest is about. */
export const cutOffDay = (year: Year): LocalDate => `${year}-12-31`;

/** Everything of a person that decides: a share may have come from another co-op, and a death may be known before the membership ends. */
export type Holder = {
  memberships: readonly Membership[];
  entries: readonly ShareEntry[];
  deceasedOn?: LocalDate | undefined;
};

/**
 * Whether a membership is entitled to the interest of a year (R38–R40): its share was full at the end of that year, by the dated entries
 * of the ledger and not by today's balance, and its holder is still a member on the day of payment. Who has left or died
 * gets it only as the rules say.
 * @param payDay the day of payment, after the year's end
 */
export function entitlementOf(
  membership: Membership,
  holder: Holder,
  year: Year,
  payDay: LocalDate,
  rules: InterestRules,
): Entitlement {
  if (membership.from === undefined) return { refused: 'NEVER_MEMBER' };
  const as = standingOn(membership, holder.deceasedOn, payDay, rules);
  if (as === undefined) return { refused: 'NOT_MEMBER_ON_PAY_DAY' };
  if (as === 'ESTATE' && payDay > lastEstateDay(membership, holder)) return { refused: 'ESTATE_TOO_LATE' };
  const own = historyOf(membership, holder, rules);
  const fullSince = fullSinceAt(own, cutOffDay(year), rules.shareContributionCents);
  if (fullSince === undefined) return { refused: 'SHARE_NOT_FULL' };
  return { as, baseCents: rules.shareContributionCents, fullSince };
}

/**
 * The interest of a year, cents, HALF_UP (R39, R40).
 * @throws RangeError if the product is no safe integer
 */
export function interestCents(
  { baseCents, fullSince }: { baseCents: number; fullSince: LocalDate },
  year: Year,
  rateBasisPoints: number,
  { interestProration }: Pick<InterestRules, 'interestProration'>,
): number {
  if (interestProration === 'NONE') return roundHalfUp(baseCents * rateBasisPoints, 10_000);
  const first: LocalDate = `${year}-01-01`;
  const next = addMonthsToDate(first, 12);
  // Stryker disable next-line EqualityOperator: of two days that are the same either is the later
  const days = daysBetween(fullSince > first ? fullSince : first, next);
  return roundHalfUp(baseCents * rateBasisPoints * days, 10_000 * daysBetween(first, next));
}

/** As what somebody is paid on a day: present members by their days, since an ending may lie ahead. */
function standingOn(
  { status, from, until, endedAs }: Membership,
  deceasedOn: LocalDate | undefined,
  day: LocalDate,
  rules: InterestRules,
): EntitledAs | undefined {
  // Stryker disable next-line ConditionalExpression: who has never been a member was refused before
  if (from === undefined || day < from) return undefined;
  // Stryker disable next-line ConditionalExpression: no day is before undefined; only the compiler does not know
  const present = isMember(status) || (until !== undefined && day < until);
  const died = endedAs === 'DECEASED' || (deceasedOn !== undefined && present);
  if (died) return rules.interestEstate ? 'ESTATE' : undefined;
  if (present) return 'MEMBER';
  // A share that has moved is paid for where it is now.
  if (endedAs === 'TRANSFERRED') return undefined;
  return rules.interestFormer === 'UNTIL_REFUND' && status !== 'REFUNDED' ? 'FORMER_MEMBER' : undefined;
}

/** The entries of the share, and before it moved here those of the share that it was; each on the day that it is about. */
function historyOf(
  membership: Membership,
  holder: Holder,
  rules: InterestRules,
): { date: LocalDate; amountCents: number }[] {
  const own = dated(entriesOf(holder.entries, membership.memberNumber));
  const before = rules.interestMovedShare ? movedFrom(membership, holder) : undefined;
  return before === undefined ? own : [...historyOf(before, holder, rules), ...own];
}

/** The membership that this one came from: both changed in one transaction, on one day. */
const movedFrom = ({ coopId, from, transferredFrom }: Membership, { memberships }: Holder): Membership | undefined =>
  memberships.find((one) => one.coopId === transferredFrom && one.transferredTo === coopId && one.until === from);

/** A correction says that an entry was wrong, so it counts on the day of that entry. */
function dated(entries: readonly ShareEntry[]): { date: LocalDate; amountCents: number }[] {
  const dates = new Map(entries.map(({ sourceId, date }) => [sourceId, date]));
  // Stryker disable next-line StringLiteral: no entry has that source, whatever text it is
  return entries.map(({ date, amountCents, corrects }) => ({ date: dates.get(corrects ?? '') ?? date, amountCents }));
}

/** Since when the share has been full without a break, as it stood on a day. */
function fullSinceAt(
  entries: readonly { date: LocalDate; amountCents: number }[],
  day: LocalDate,
  fullCents: number,
): LocalDate | undefined {
  const days = [...new Set(entries.map(({ date }) => date))].filter((date) => date <= day).toSorted();
  let since: LocalDate | undefined;
  for (const each of days) {
    const full = balanceCents(entries.filter(({ date }) => date <= each)) >= fullCents;
    since = full ? (since ?? each) : undefined;
  }
  return since;
}

/** R29: a year from the death; of a death that no membership knows yet, by its day. */
const lastEstateDay = ({ estateUntil }: Membership, { deceasedOn }: Holder): LocalDate =>
  estateUntil ?? (deceasedOn === undefined ? '' : estateUntilOf(deceasedOn));
