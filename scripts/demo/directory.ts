import * as z from 'zod/mini';
import { permissions } from '../../contract/permissions.ts';
import { companyItem, type StaffMember, type StoredCompany, staffItem } from '../../functions/table/items.ts';
import { companyKey, companyListing, staffKey, staffListing } from '../../functions/table/keys.ts';
import type { Federation } from './federation.ts';
import { listed, type TableItem } from './table-item.ts';

/** A staff member who may do what their groups say; whatever is not given is usual. */
export const demoStaffMember = (overrides: Pick<StaffMember, 'staffId'> & Partial<StaffMember>): StaffMember => ({
  name: 'Työntekijä',
  employerCompanyId: 'havu',
  job: 'Jäsenpalvelu',
  mandate: { from: '2000-01-01' },
  confidentialityAgreement: { signedOn: '2000-01-01', version: '1' },
  permissions: [...permissions],
  coopIds: [],
  active: true,
  version: 1,
  ...overrides,
});

export const itemOfStaffMember = (member: StaffMember): TableItem => ({
  ...staffKey(member.staffId),
  ...listed(staffListing, member.staffId),
  ...z.parse(staffItem, member),
});

/** A company that has been in the directory for long; whatever is not given is usual. */
export const demoCompany = (overrides: Pick<StoredCompany, 'companyId'> & Partial<StoredCompany>): StoredCompany => ({
  name: overrides.companyId,
  roles: ['coop'],
  from: '2000-01-01',
  version: 1,
  ...overrides,
});

export const itemOfCompany = (company: StoredCompany): TableItem => ({
  ...companyKey(company.companyId),
  ...listed(companyListing, company.companyId),
  ...z.parse(companyItem, company),
});

/** The co-ops as companies, and the retailers that are none of them. */
export function companiesOf({ coops, outlets }: Pick<Federation, 'coops' | 'outlets'>): StoredCompany[] {
  const names = new Map<string, string>([
    ...outlets.map(({ outlet }) => [outlet.retailerId, outlet.retailerId] as const),
    ...coops.map(({ coop }) => [coop.coopId, coop.name] as const),
  ]);
  // A made-up co-op is to its bank what it is to the authorities: its business id, without the hyphen.
  const businessIds = new Map(
    coops.map(({ coop: { coopId, debtor } }) => [coopId, debtor.bankPartyId.replace(/(?=\d$)/, '-')]),
  );
  return [...names].map(([companyId, name]) => {
    const businessId = businessIds.get(companyId);
    return demoCompany({ companyId, name, ...(businessId === undefined ? {} : { businessId }) });
  });
}
