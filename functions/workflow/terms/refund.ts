import { addMonths, type LocalDate, lastBankingDayOnOrBefore, monthEnd } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Settings } from '../../runtime/env.ts';
import { coopOf } from '../../table/directory.ts';
import type { RunTerms } from '../run-terms.ts';

/** Share refunds of a month: once it has ended, so that nothing goes before its due date (R31). */
export const refundTerms: RunTerms = {
  control: 'NONE',

  async open(db, { coopId, period, dryRun }, { nowMs }, settings) {
    await coopOf(db, coopId);
    if (!dryRun && nowMs < monthEnd(period))
      throw new DomainError(
        'monthNotEnded',
        `${period} has not ended in Finland yet; a refund is not due before its day.`,
      );
    return { warnings: nowMs < monthEnd(period) ? ['MONTH_NOT_ENDED'] : [], payOn: payoutDate(period, settings) };
  },

  inputs: async (_db, _id, { shareContributionCents }) => ({ shareContributionCents: String(shareContributionCents) }),

  // What is due in a month is some hundreds: one list, in no shards.
  shards: async () => [0],
};

const payoutDate = (period: string, { payoutDayOfMonth }: Settings): LocalDate =>
  lastBankingDayOnOrBefore(`${addMonths(period, 1)}-${String(payoutDayOfMonth).padStart(2, '0')}`);
