import type { LocalDate } from '../../../../domain/calendar.ts';
import { isValidOn } from '../../../../domain/company.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { companyOf } from '../../../runtime/companies.ts';

/**
 * Checks that a company is a partner on a day.
 * @throws DomainError companyNotValid
 */
export async function partnerOn(companyId: string, day: LocalDate, nowMs: number): Promise<void> {
  const company = await companyOf(companyId, nowMs);
  if (company === undefined || !company.roles.includes('partner') || !isValidOn(company, day))
    throw new DomainError('companyNotValid', 'The directory has no such partner on that day.');
}
