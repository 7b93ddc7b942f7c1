import { listCompanies, putCompany } from '../../../../contract/directory.ts';
import { mayActForCompany } from '../../../../domain/directory-rights.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeEntry, findEntry } from '../../../table/directory-entries.ts';
import { directoryPage } from './page.ts';

export const putCompanyEndpoint = answers(putCompany, async ({ body, caller, nowMs }) => {
  const { company, version, reason, dryRun } = body;
  const before = await findEntry(register(), 'company', company.companyId);
  if (![company, before ?? company].every((one) => mayActForCompany(caller, one)))
    throw new DomainError('coopNotAllowed', 'A co-op is entered and changed by its own administrators.');
  const change = { id: company.companyId, entry: company, version, by: caller.staffId, atMs: nowMs, reason, dryRun };
  return await changeEntry(register(), 'company', before, change);
});

export const listCompaniesEndpoint = answers(listCompanies, async ({ body }) => {
  const { entries, ...more } = await directoryPage('company', body.cursor, () => true);
  return { companies: entries, ...more };
});
