import { addMonths, addMonthsToDate, type Month, monthEnd, startOfDay } from './calendar.ts';
import { DomainError } from './errors.ts';
import { isEndedWithoutPay, type RunState } from './run.ts';

/** The live attempt of a month, as its pointer and its run say. */
export type LiveRun = { period: Month; attempt: string; state: RunState };

/** States after which the next month may begin: shares are filled and files are written. */
const finishedStates: readonly RunState[] = ['FILES_WRITTEN', 'RELEASED', 'CLOSED'];

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
 * Which attempt a start leads to. Months are paid one after the other, because each begins with what the one before left
 * owed or carried; so the next month to start is the one after the last finished.
 * @param live the live attempts of all months of the co-op and kind
 * @returns the attempt to go on with, or the number of the new one
 * @throws DomainError monthNotEnded, monthTooOld, runOutOfOrder
 */
export function attemptToStart(
  period: Month,
  live: readonly LiveRun[],
  nowMs: number,
): { attempt: string; isNew: boolean } {
  if (nowMs < monthEnd(period)) throw new DomainError('monthNotEnded', `${period} has not ended in Finland yet.`);
  checkReceiptsLive(period, nowMs);
  const own = live.find((run) => run.period === period);
  if (own !== undefined && !isEndedWithoutPay(own.state)) return { attempt: own.attempt, isNew: false };
  checkTurn(period, live);
  return { attempt: String(own === undefined ? 1 : Number(own.attempt) + 1), isNew: true };
}

/**
 * Whether it is this month's turn: no other month is under way, and it follows the last that was finished. Checked again when a
 * run is planned: of a co-op's first two runs, opened for different months at the same moment, neither saw the other.
 * @param live the live attempts of all months of the co-op and kind; the month's own does not matter
 * @throws DomainError runOutOfOrder
 */
export function checkTurn(period: Month, live: readonly LiveRun[]): void {
  const underWay = live.find(
    (run) => run.period !== period && !isEndedWithoutPay(run.state) && !finishedStates.includes(run.state),
  );
  if (underWay !== undefined)
    throw new DomainError(
      'runOutOfOrder',
      `Finish or cancel the run of ${underWay.period} first; it is ${underWay.state}.`,
    );
  const lastFinished = live
    .filter((run) => run.period !== period && finishedStates.includes(run.state))
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
