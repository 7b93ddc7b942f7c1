import { listOutlets, putOutlet } from '../../../../contract/directory.ts';
import { notInDirectory } from '../../../../domain/directory-rights.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeEntry, findEntry } from '../../../table/directory-entries.ts';
import { directoryPage } from './page.ts';
import { validCompany } from './valid-company.ts';

export const putOutletEndpoint = answers(putOutlet, async ({ body, caller, nowMs }) => {
  const { version, reason, dryRun, ...entry } = body;
  await validCompany(entry.retailerId, entry.validFrom);
  const before = await findEntry(register(), 'outlet', entry.outletId);
  if (before?.coopId !== undefined && !caller.coopIds.includes(before.coopId))
    throw new DomainError(notInDirectory.code, notInDirectory.detail);
  const change = { id: entry.outletId, entry, version, by: caller.staffId, atMs: nowMs, reason, dryRun };
  return await changeEntry(register(), 'outlet', before, change);
});

export const listOutletsEndpoint = answers(listOutlets, async ({ body }) => {
  const { entries, ...more } = await directoryPage('outlet', body.cursor, ({ coopId }) => coopId === body.coopId);
  return { outlets: entries, ...more };
});
