import { listTillClients, putTillClient } from '../../../../contract/directory.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { mayActForCompany, notInDirectory } from '../../../../domain/directory-rights.ts';
import { DomainError } from '../../../../domain/errors.ts';
import type { StaffCaller } from '../../../runtime/caller.ts';
import { companyOf } from '../../../runtime/companies.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeEntry, findEntry } from '../../../table/directory-entries.ts';
import { directoryPage } from './page.ts';
import { validCompany } from './valid-company.ts';

export const putTillClientEndpoint = answers(putTillClient, async ({ body, caller, nowMs }) => {
  const { version, reason, dryRun, ...entry } = body;
  const company = await validCompany(entry.retailerId, localDateOf(nowMs));
  if (!mayActForCompany(caller, company))
    throw new DomainError('coopNotAllowed', "A co-op's tills are registered by its own administrators.");
  const before = await findEntry(register(), 'tillClient', entry.clientId);
  if (before !== undefined && !(await isOwn(caller, before.retailerId, nowMs)))
    throw new DomainError(notInDirectory.code, notInDirectory.detail);
  const change = { id: entry.clientId, entry, version, by: caller.staffId, atMs: nowMs, reason, dryRun };
  return await changeEntry(register(), 'tillClient', before, change);
});

export const listTillClientsEndpoint = answers(listTillClients, async ({ body, caller, nowMs }) => {
  const { entries, ...more } = await directoryPage('tillClient', body.cursor, ({ retailerId }) =>
    isOwn(caller, retailerId, nowMs),
  );
  return { clients: entries, ...more };
});

/** A client whose company is not in the directory is nobody's. */
async function isOwn(caller: StaffCaller, retailerId: string, nowMs: number): Promise<boolean> {
  const company = await companyOf(retailerId, nowMs);
  return company !== undefined && mayActForCompany(caller, company);
}
