import type { CompanyView, OutletView, PaperDocumentView, TillClientView } from '../../contract/directory.ts';
import { type Paint, printable } from './paint.ts';
import { table } from './table.ts';

const heads = (...names: string[]) => names.map((head) => ({ head }));

export function renderCompanies(companies: readonly CompanyView[], paint: Paint): string {
  if (companies.length === 0) return 'The directory has no company.';
  const rows = companies.map(({ companyId, name, businessId, roles, from, until, version }) => [
    companyId,
    printable(name),
    businessId ?? '',
    roles.join(' '),
    from,
    until ?? '',
    String(version),
  ]);
  return table(heads('company', 'name', 'business id', 'roles', 'from', 'until', 'version'), rows, paint);
}

export function renderOutlets(outlets: readonly OutletView[], paint: Paint): string {
  if (outlets.length === 0) return 'The co-op looks after no outlet.';
  const rows = outlets.map(({ outletId, name, retailerId, validFrom, validUntil, version }) => [
    outletId,
    printable(name),
    retailerId,
    validFrom,
    validUntil ?? '',
    String(version),
  ]);
  return table(heads('outlet', 'name', 'retailer', 'from', 'until', 'version'), rows, paint);
}

export function renderPaperDocuments(documents: readonly PaperDocumentView[], paint: Paint): string {
  if (documents.length === 0) return 'No paper document is recorded for this co-op.';
  const rows = documents.map(({ documentId, kind, place, receivedOn, destroyedOn, version }) => [
    documentId,
    kind,
    printable(place),
    receivedOn,
    destroyedOn ?? '',
    String(version),
  ]);
  return table(heads('document', 'kind', 'place', 'received', 'destroyed', 'version'), rows, paint);
}

export function renderTillClients(clients: readonly TillClientView[], paint: Paint): string {
  if (clients.length === 0) return 'There is no till client that you may see.';
  const rows = clients.map(({ clientId, retailerId, active, version }) => [
    clientId,
    retailerId,
    active ? paint('green', 'active') : paint('red', 'refused'),
    String(version),
  ]);
  return table(heads('client', 'retailer', 'standing', 'version'), rows, paint);
}
