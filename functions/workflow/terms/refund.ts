import { addMonths, type LocalDate, lastBankingDayOnOrBefore, monthEnd } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { checkInputs } from '../../../domain/run-inputs.ts';
import type { Settings } from '../../runtime/env.ts';
import { coopOf } from '../../table/directory.ts';
import { refundDecisionInput } from '../../table/refund-decisions.ts';
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

  async inputs(db, { coopId }, { shareContributionCents }) {
    const refundDecisions = await refundDecisionInput(db, coopId);
    return {
      shareContributionCents: String(shareContributionCents),
      ...(refundDecisions === '' ? {} : { refundDecisions }),
    };
  },

  /** Nothing is paid by a decision that another has followed; what is approved after this look counts from the next run on. */
  async checkRelease(db, { coopId, inputs }) {
    const refundDecisions = await refundDecisionInput(db, coopId);
    const of = (text: string | undefined) => ({ refundDecisions: text ?? '' });
    checkInputs(of(inputs.refundDecisions), of(refundDecisions));
  },

  // What is due in a month is some hundreds: one list, in no shards.
  shards: async () => [0],
};

const payoutDate = (period: string, { payoutDayOfMonth }: Settings): LocalDate =>
  lastBankingDayOnOrBefore(`${addMonths(period, 1)}-${String(payoutDayOfMonth).padStart(2, '0')}`);
