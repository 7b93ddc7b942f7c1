import { addMonths, addMonthsToDate, type Month, startOfDay } from './calendar.ts';
import { DomainError } from './errors.ts';
import { isEndedWithoutPay, isPosted, type RunKind, type RunState } from './run.ts';
import type { Period } from './run-period.ts';

/** The live attempt of a period, as its pointer and its run say. `posted`: all that its release does has been done. */
export type LiveRun = { period: Period; attempt: string; state: RunState; posted: boolean };

/** The next period may begin: what this one pays is handed over, and shares and ledgers show it. */
const isFinished = ({ state, posted }: LiveRun): boolean => isPosted(state) && posted;

/** Receipts live two years (R56); a month can be calculated while all of its receipts do. */
const receiptLifeMonths = 24;

/** @throws DomainError monthTooOld if a receipt of the month may be gone already */
export function checkReceiptsLive(month: Month, nowMs: number): void {
  if (!receiptsLive(month, nowMs))
    throw new DomainError('monthTooOld', `Receipts of ${month} are older than their two years.`);
}

/** True while every receipt of the month is still kept. */
export function receiptsLive(month: Month, nowMs: number): boolean {
  return nowMs < startOfDay(addMonthsToDate(`${month}-01`, receiptLifeMonths));
}

/**
 * Which attempt a start leads to: the live one of the period, or the next.
 * @param live the live attempts of all periods of the co-op and kind
 * @returns the attempt to go on with, or the number of the new one
 * @throws DomainError runOutOfOrder
 */
export function attemptToStart(
  kind: RunKind,
  period: Period,
  live: readonly LiveRun[],
): { attempt: string; isNew: boolean } {
  const own = live.find((run) => run.period === period);
  if (own !== undefined && !isEndedWithoutPay(own.state)) return { attempt: own.attempt, isNew: false };
  checkTurn(kind, period, live);
  return { attempt: String(own === undefined ? 1 : Number(own.attempt) + 1), isNew: true };
}

/**
 * Whether it is this period's turn: no other of its kind is under way. A kind's runs come one after the other, because each rests on
 * what the one before has left: money owed, shares refunded, what was withheld in the year. Months of Bonus follow each other
 * without a gap. Checked again when a run is planned: of a co-op's first two runs, opened for different periods at the same
 * moment, neither saw the other.
 * @param live the live attempts of all periods of the co-op and kind; the period's own does not matter
 * @throws DomainError runOutOfOrder
 */
export function checkTurn(kind: RunKind, period: Period, live: readonly LiveRun[]): void {
  const others = live.filter((run) => run.period !== period && !isEndedWithoutPay(run.state));
  const underWay = others.find((run) => !isFinished(run));
  if (underWay !== undefined)
    throw new DomainError(
      'runOutOfOrder',
      `Finish or cancel the run of ${underWay.period} first; it is ${underWay.state}.`,
    );
  if (kind !== 'BONUS') return;
  const lastFinished = others
    .map((run) => run.period)
    .toSorted()
    .at(-1);
  if (lastFinished !== undefined && period !== addMonths(lastFinished, 1)) {
    throw new DomainError(
      'runOutOfOrder',
      `The last paid month is ${lastFinished}; the next to run is ${addMonths(lastFinished, 1)}.`,
    );
  }
}
