import type { TaxYear } from '../../../domain/annual-return/reporting.ts';
import type { Payer } from '../../../domain/annual-return/semantic-record.ts';
import { membersOfLargeCoop } from '../../../domain/annual-return/semantic-record.ts';
import { localDateOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { AnnualReturn } from '../../table/annual-return-items.ts';
import { deliveredOf, openOf, openReturn, returnsOf } from '../../table/annual-returns.ts';
import type { Register } from '../../table/client.ts';
import { coopOf, findCompany } from '../../table/directory.ts';
import { basisOf } from './return-basis.ts';

export type OpeningReturn = {
  coopId: string;
  year: TaxYear;
  /** The co-op has fewer than 500 members who have paid their share, so their capital is told (R86, R96). */
  underFiveHundredMembers?: boolean | undefined;
  /** Why a delivered return is corrected. */
  reason?: string | undefined;
  dryRun?: boolean | undefined;
};

/**
 * The return of a year that somebody works on, or a new one: the first, or the correction of the one that was delivered.
 * @returns as entered; of a dry run as it would be
 * @throws DomainError returnYearNotEnded, unknownCoop, payerNotIdentified, nothingToReport, invalidRequest, staleVersion
 */
export async function openAnnualReturn(
  db: Register,
  asked: OpeningReturn,
  by: string,
  nowMs: number,
): Promise<AnnualReturn> {
  const { coopId, year, underFiveHundredMembers = false, reason, dryRun } = asked;
  if (year >= localDateOf(nowMs).slice(0, 4))
    throw new DomainError('returnYearNotEnded', `${year} has not ended in Finland yet.`);
  const returns = await returnsOf(db, coopId, year);
  const open = openOf(returns);
  if (open !== undefined) return open;
  const delivered = deliveredOf(returns);
  const [payer, basis] = await Promise.all([payerOf(db, coopId), basisOf(db, coopId, year)]);
  if (basis.length === 0 && delivered === undefined)
    throw new DomainError(
      'nothingToReport',
      `No released run of the co-op paid surplus that could be drawn in ${year}.`,
    );
  if (delivered !== undefined && reason === undefined)
    throw refusal('/reason', 'required', 'Say why the delivered return is corrected.');
  if (underFiveHundredMembers && basis.some(({ payouts }) => payouts >= membersOfLargeCoop))
    throw refusal(
      '/underFiveHundredMembers',
      'outOfRange',
      'Leave this out: a run of the year has paid 500 or more members.',
    );
  const item: AnnualReturn = {
    coopId,
    year,
    number: (returns.at(-1)?.number ?? 0) + 1,
    version: 1,
    state: 'BUILDING',
    payer,
    distributorType: underFiveHundredMembers ? 'S' : 'M',
    // Interest on the share of a consumer co-op comes from no activity of the payee's.
    insuredActivity: false,
    ...(delivered === undefined ? {} : { replaces: delivered.number }),
    ...(reason === undefined ? {} : { reason }),
    basis,
    opened: { by, atMs: nowMs },
    progress: { unit: 0 },
  };
  if (dryRun !== true) await openReturn(db, item);
  return item;
}

/**
 * The co-op as payer: each co-op is its own (R91). The directory's company under the co-op's id has the business id, dated and entered by
 * staff; the co-op's item has only what the bank needs.
 */
async function payerOf(db: Register, coopId: string): Promise<Payer> {
  const [coop, company] = await Promise.all([coopOf(db, coopId), findCompany(db, coopId)]);
  if (company?.businessId === undefined || !company.roles.includes('coop'))
    throw new DomainError('payerNotIdentified', "Enter the business id of the co-op's company in the directory first.");
  return { businessId: company.businessId, name: coop.name };
}

const refusal = (pointer: string, code: 'required' | 'outOfRange', message: string): DomainError =>
  new DomainError('invalidRequest', 'Some fields of the request are faulty; `errors` points at them.', [
    { pointer, code, message },
  ]);
