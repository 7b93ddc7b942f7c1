import { listPaperDocuments, putPaperDocument } from '../../../../contract/directory.ts';
import { notInDirectory } from '../../../../domain/directory-rights.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeEntry, findEntry } from '../../../table/directory-entries.ts';
import { directoryPage } from './page.ts';

export const putPaperDocumentEndpoint = answers(putPaperDocument, async ({ body, caller, nowMs }) => {
  const { version, reason, dryRun, ...entry } = body;
  const before = await findEntry(register(), 'paperDocument', entry.documentId);
  if (before !== undefined && before.coopId !== entry.coopId)
    throw new DomainError(notInDirectory.code, notInDirectory.detail);
  const change = { id: entry.documentId, entry, version, by: caller.staffId, atMs: nowMs, reason, dryRun };
  return await changeEntry(register(), 'paperDocument', before, change);
});

export const listPaperDocumentsEndpoint = answers(listPaperDocuments, async ({ body }) => {
  const { entries, ...more } = await directoryPage(
    'paperDocument',
    body.cursor,
    ({ coopId }) => coopId === body.coopId,
  );
  return { documents: entries, ...more };
});
