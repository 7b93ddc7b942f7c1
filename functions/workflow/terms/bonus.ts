import { addMonths, lastBankingDayOnOrBefore, monthEnd } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { checkReceiptsLive } from '../../../domain/run-order.ts';
import { bonusTableIn, bonusTablesOf, coopOf } from '../../table/directory.ts';
import type { RunTerms } from '../run-terms.ts';

/** A month's Bonus: once the month has ended and its last receipts have come, by the tables of that time. */
export const bonusTerms: RunTerms = {
  control: 'TWO_ROADS',

  async open(db, { coopId, period, dryRun }, { nowMs, cutOffMs }, settings) {
    checkReceiptsLive(period, nowMs);
    const hasEnded = nowMs >= monthEnd(period);
    if (!dryRun && !hasEnded) throw new DomainError('monthNotEnded', `${period} has not ended in Finland yet.`);
    // A receipt recorded between the cut-off and the end of the month would neither be counted nor be marked late.
    if (!dryRun && cutOffMs < monthEnd(period)) {
      throw new DomainError(
        'monthNotEnded',
        `${period} has only just ended; its last receipts are still on their way. Start the run ${Math.ceil(settings.cutOffMarginSeconds / 60)} minutes after its end.`,
      );
    }
    const table = bonusTableIn(await bonusTablesOf(db, coopId), period);
    return {
      warnings: [
        ...(table.placeholder === true ? (['PLACEHOLDER_BONUS_TABLE'] as const) : []),
        ...(hasEnded ? [] : (['MONTH_NOT_ENDED'] as const)),
      ],
      payOn: payoutDate(period, settings.payoutDayOfMonth),
    };
  },

  async inputs(db, { coopId, period }) {
    const [tables, { returnPolicy = 'monthOfReturn' }] = await Promise.all([
      bonusTablesOf(db, coopId),
      coopOf(db, coopId),
    ]);
    // Late months are calculated again under their own tables, so all that began by this month are named.
    const named = tables.filter(({ validFrom }) => validFrom <= period);
    return {
      bonusTables: named.map((table) => `${table.validFrom}/${table.version ?? 1}`).join(' '),
      returnPolicy,
    };
  },

  shards: async (db, coopId) => Array.from({ length: (await coopOf(db, coopId)).shardCount }, (_, shard) => shard),
};

/** R16: the payout day of the following month, on the banking day before it if it is none. */
const payoutDate = (period: string, dayOfMonth: number): string =>
  lastBankingDayOnOrBefore(`${addMonths(period, 1)}-${String(dayOfMonth).padStart(2, '0')}`);
