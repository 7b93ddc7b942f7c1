import { localDateOf } from '../../domain/calendar.ts';
import { isValidOn } from '../../domain/company.ts';
import { DomainError } from '../../domain/errors.ts';
import { register } from '../table/client.ts';
import { findCompany } from '../table/directory.ts';
import type { StoredCompany } from '../table/items.ts';
import { settings } from './env.ts';
import { remembered } from './remembered.ts';

const companies = remembered((companyId: string) => findCompany(register(), companyId));

/** A company of the directory, remembered for the directory cache. */
export const companyOf = (companyId: string, nowMs: number): Promise<StoredCompany | undefined> =>
  companies(companyId, nowMs, settings().directoryCacheSeconds);

/**
 * Whoever asks about a customer now must belong to a company that is valid now; receipts may come later.
 * @throws DomainError clientNotActive
 */
export async function requireValidCompany(companyId: string, nowMs: number): Promise<void> {
  const company = await companyOf(companyId, nowMs);
  if (company === undefined || !isValidOn(company, localDateOf(nowMs)))
    throw new DomainError('clientNotActive', 'The retailer of this till client is not valid today.');
}
