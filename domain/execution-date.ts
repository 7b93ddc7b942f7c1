import { firstBankingDayOnOrAfter, type LocalDate } from './calendar.ts';

/**
 * The day on which a run's files ask for the money to go (R16): the day wanted, or that of the approval if it came later, or the banking
 * day after it.
 */
export const executionDate = (approvedOn: LocalDate, payOn: LocalDate): LocalDate =>
  firstBankingDayOnOrAfter(approvedOn > payOn ? approvedOn : payOn);
