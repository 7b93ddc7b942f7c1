import type { BodyOf, ResultOf } from '../../../contract/endpoint.ts';
import type { postDayEnds } from '../../../contract/receipts.ts';
import type { RecordedReceipt } from '../../table/receipt-item.ts';

type DayEnd = BodyOf<typeof postDayEnds>;
type Comparison = Omit<ResultOf<typeof postDayEnds>, 'alsoOnNeighbouringDay'>;

/**
 * Compares what a terminal says of its day with what the register has.
 * @param queued whether receipts are still on their way: then what is missing may yet come
 */
export function compareDay(
  dayEnd: DayEnd,
  recorded: readonly RecordedReceipt[],
  conflicts: number,
  queued: boolean,
): Comparison {
  const totalCents = recorded.reduce((sum, receipt) => sum + receipt.totalCents, 0);
  const agrees = dayEnd.count === recorded.length && dayEnd.totalCents === totalCents;
  const lists = dayEnd.receipts === undefined ? nothingListed : compareLists(dayEnd.receipts, recorded);
  const listsAgree = lists.missing.length + lists.extra.length + lists.different.length === 0;
  return {
    result: agrees && listsAgree ? 'match' : queued ? 'pending' : 'differs',
    till: { count: dayEnd.count, totalCents: dayEnd.totalCents },
    register: {
      count: recorded.length,
      totalCents,
      unmatched: recorded.filter((receipt) => receipt.householdId === undefined).length,
      conflicts,
    },
    ...lists,
  };
}

const nothingListed = { missing: [], extra: [], different: [] };

function compareLists(
  told: NonNullable<DayEnd['receipts']>,
  recorded: readonly RecordedReceipt[],
): Pick<Comparison, 'missing' | 'extra' | 'different'> {
  const recordedTotals = new Map(recorded.map((receipt) => [receipt.identity.receiptId, receipt.totalCents]));
  const toldTotals = new Map(told.map(({ receiptId, totalCents }) => [receiptId, totalCents]));
  return {
    missing: [...toldTotals.keys()].filter((receiptId) => !recordedTotals.has(receiptId)),
    extra: [...recordedTotals.keys()].filter((receiptId) => !toldTotals.has(receiptId)),
    different: [...toldTotals].flatMap(([receiptId, tillTotalCents]) => {
      const registerTotalCents = recordedTotals.get(receiptId);
      return registerTotalCents === undefined || registerTotalCents === tillTotalCents
        ? []
        : [{ receiptId, tillTotalCents, registerTotalCents }];
    }),
  };
}
