import type { LocalDate } from './calendar.ts';
import { type Company, isValidOn } from './company.ts';
import type { Outlet } from './outlet.ts';

/**
 * The entry that held on a day, of all that were ever entered: the newest version whose days it is one of. An outlet that was handed on is
 * still what it was for what was bought before.
 * @param versions newest first
 */
const outletOn = (versions: readonly Outlet[], day: LocalDate): Outlet | undefined =>
  versions.find(({ validFrom, validUntil }) => isValidOn({ from: validFrom, until: validUntil }, day));

const companyOn = (versions: readonly Company[], day: LocalDate): Company | undefined =>
  versions.find((company) => isValidOn(company, day));

/**
 * True if an outlet was one of a co-op's own on a day (R41): looked after by it and run by a co-op. Outlets of other co-ops, of companies of
 * the group and of partners are none.
 * @param outlet its versions, newest first
 * @param companies by id, the versions of whoever ran it, newest first
 */
export function isOwnOutlet(
  coopId: string,
  day: LocalDate,
  outlet: readonly Outlet[],
  companies: ReadonlyMap<string, readonly Company[]>,
): boolean {
  const entry = outletOn(outlet, day);
  if (entry?.coopId !== coopId) return false;
  return companyOn(companies.get(entry.retailerId) ?? [], day)?.roles.includes('coop') === true;
}
