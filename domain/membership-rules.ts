import { addMonths, addMonthsToDate, type LocalDate } from './calendar.ts';

/** What a co-op's rules say of memberships; settings of the stage (lib/config.ts), since the law leaves them to the rules. */
export type MembershipRules = {
  /** A full share (R25). */
  shareContributionCents: number;
  /** A payment is at least this, or all that is missing (R25). */
  leastSharePaymentCents: number;
  shareFillMonths: number;
  /** Months after the beginning at which the member is reminded (domain.md 6 #13). */
  shareReminderMonths: readonly number[];
  /** Months from the end of the financial year to the refund, at least 6 (R31). */
  shareRefundMonths: number;
  /** 12: the financial year is the calendar year. */
  financialYearEndsInMonth: number;
  /** How long a member cannot resign, at most 36 (R27). */
  resignationBarMonths: number;
  memberAgeYears: number;
  /** With a guardian's consent (domain.md 6 #17). */
  memberAgeWithGuardianYears: number;
};

/** R28: a notice must be given this long before the decision, and the decision takes effect this long after it was told. */
const expulsionMonths = 1;
/** R29: the heirs' year. */
const estateMonths = 12;

/** R25: the last day on which the share may be filled. */
export const fillByOf = (from: LocalDate, { shareFillMonths }: MembershipRules): LocalDate =>
  addMonthsToDate(from, shareFillMonths);

/**
 * The first reminder after a day that the member is sent, counted from the end of the time to fill, so that it holds for a share that came
 * from another co-op too.
 */
export const reminderAfter = (day: LocalDate, fillBy: LocalDate, rules: MembershipRules): LocalDate | undefined =>
  rules.shareReminderMonths
    .map((months) => addMonthsToDate(fillBy, months - rules.shareFillMonths))
    .toSorted()
    .find((due) => due > day);

/** The financial year that a day is of, named by the year in which it ends. */
export function financialYearOf(day: LocalDate, { financialYearEndsInMonth }: MembershipRules): string {
  const [year = '', month = ''] = day.split('-');
  return Number(month) <= financialYearEndsInMonth ? year : String(Number(year) + 1);
}

/** R30, R31: counted from the end of the financial year in which the membership ended, or the co-op learned of the death. */
export function refundDueOf(day: LocalDate, rules: MembershipRules): LocalDate {
  const month = day.slice(0, 7);
  const monthsLeft = (rules.financialYearEndsInMonth - Number(month.slice(5)) + 12) % 12;
  const due = addMonths(month, monthsLeft + rules.shareRefundMonths);
  return addMonthsToDate(`${due.slice(0, 4)}-01-31`, Number(due.slice(5)) - 1);
}

/** R28: the first day on which an expulsion can be decided. */
export const expulsionDecisionFrom = (noticedOn: LocalDate): LocalDate => addMonthsToDate(noticedOn, expulsionMonths);
/** R28: when a decision takes effect if the member does not demand the general meeting by then. */
export const expulsionEffectiveOn = (notifiedOn: LocalDate): LocalDate => addMonthsToDate(notifiedOn, expulsionMonths);
/** R29. */
export const estateUntilOf = (deceasedOn: LocalDate): LocalDate => addMonthsToDate(deceasedOn, estateMonths);
