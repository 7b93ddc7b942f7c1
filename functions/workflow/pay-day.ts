import { drawableOn, taxYearOf } from '../../domain/annual-return/reporting.ts';
import { type LocalDate, localDateOf } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Run } from '../table/items.ts';

/** The day for which a run decides: the day of the payment, or of the opening if that is later. */
export function payDayOf({ opened, payOn }: Pick<Run, 'opened' | 'payOn'>): LocalDate {
  const openedOn = localDateOf(opened.atMs);
  return openedOn > payOn ? openedOn : payOn;
}

/**
 * Withholding goes by the year's payments, so a run is released in the year for which it was calculated (R88, R98).
 * @throws DomainError runStale
 */
export function checkPaymentYear(run: Pick<Run, 'opened' | 'payOn'>, nowMs: number): void {
  if (taxYearOf(payDayOf(run)) === taxYearOf(drawableOn(run.payOn, localDateOf(nowMs)))) return;
  throw new DomainError(
    'runStale',
    'Changed since the run was calculated: year of payment, by which tax is withheld. Cancel it and start it again.',
  );
}
