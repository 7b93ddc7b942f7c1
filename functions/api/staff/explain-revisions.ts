import type { ResultOf } from '../../../contract/endpoint.ts';
import type { explainMonth } from '../../../contract/register.ts';
import { zeroBases } from '../../../domain/bonus.ts';
import type { Month } from '../../../domain/calendar.ts';
import { causesOf, type MonthAsPosted } from '../../../domain/revision-causes.ts';
import type { BonusPayout, LateRevision } from '../../table/payout-item.ts';

type Posted = { period: Month; attempt: string; payout: BonusPayout };
export type RevisionView = ResultOf<typeof explainMonth>['revisions'][number];

/** A month's own result and all its revisions, each with the run that posted it and with what had changed since the one before. */
export function revisionsOf(history: readonly Posted[], month: Month): RevisionView[] {
  const results = history.flatMap(({ period, attempt, payout }) => [
    ...(period === month
      ? [
          {
            period,
            attempt,
            revision: 0,
            result: payout,
            addedLines: payout.lines,
            addedAmountCents: payout.amountCents,
          },
        ]
      : []),
    ...payout.late.filter((late) => late.month === month).map((late) => ({ ...late, period, attempt, result: late })),
  ]);
  return results.map(({ period, attempt, revision, result, addedLines, addedAmountCents }, place) => {
    const before = results[place - 1]?.result;
    return {
      revision,
      period,
      attempt,
      because: before === undefined ? [] : causesOf(asPosted(before), asPosted(result)),
      receipts: result.receipts,
      purchasesCents: result.purchases.bonusCents,
      rateBasisPoints: result.rateBasisPoints,
      tableValidFrom: result.tableValidFrom,
      tableVersion: result.tableVersion ?? 1,
      addedLines,
      addedAmountCents,
    };
  });
}

const asPosted = (result: BonusPayout | LateRevision): MonthAsPosted => ({
  receipts: result.receipts,
  purchases: result.purchases,
  opening: result.opening ?? zeroBases,
  tableValidFrom: result.tableValidFrom,
  tableVersion: result.tableVersion ?? 1,
  ownOutletCents: result.ownOutletCents ?? 0,
});
