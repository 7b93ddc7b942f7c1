import type { LocalDate } from '../../../../domain/calendar.ts';
import { isValidOn } from '../../../../domain/company.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { register } from '../../../table/client.ts';
import { findEntry } from '../../../table/directory-entries.ts';
import type { StoredCompany } from '../../../table/items.ts';

/**
 * The company that something is to belong to.
 * @throws DomainError companyNotValid, if the directory does not have it on that day
 */
export async function validCompany(companyId: string, day: LocalDate): Promise<StoredCompany> {
  const company = await findEntry(register(), 'company', companyId);
  if (company === undefined || !isValidOn(company, day))
    throw new DomainError('companyNotValid', 'The directory has no such company on that day; enter the company first.');
  return company;
}
