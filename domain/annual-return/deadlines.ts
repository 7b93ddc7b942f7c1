import * as z from 'zod/mini';
import { localDateSchema } from '../calendar.ts';
import type { TaxYear } from './reporting.ts';

/** Dated: the decision of the tax authority and the act that set the days (R97, R99). The newest row that has begun counts. */
const rules = [
  {
    fromYear: '2000',
    returnDay: '01-31',
    voucherDay: '01-15',
    electronicFromPayees: 5,
    basis: 'VH635 43–44 §, EPL 35 §',
  },
] as const;

export const deadlinesSchema = z.strictObject({
  /** The last day for the annual return. */
  returnBy: localDateSchema,
  /** The last day on which each payee has the voucher. */
  vouchersBy: localDateSchema,
  /** With this many payees the return must be electronic (R97). */
  mustBeElectronic: z.boolean(),
});
export type Deadlines = z.infer<typeof deadlinesSchema>;

/**
 * When the return of a year is due, and how (R97, R99). The days are those of the law, weekends as well: a day that the calendar moves on is
 * never counted on.
 * @param payees how many there are
 * @throws RangeError if no rule has begun in that year
 */
export function deadlinesOf(year: TaxYear, payees: number): Deadlines {
  const rule = rules.findLast(({ fromYear }) => fromYear <= year);
  if (rule === undefined) throw new RangeError('there is no rule about annual returns for this year');
  const next = String(Number(year) + 1);
  return {
    returnBy: `${next}-${rule.returnDay}`,
    vouchersBy: `${next}-${rule.voucherDay}`,
    mustBeElectronic: payees >= rule.electronicFromPayees,
  };
}
