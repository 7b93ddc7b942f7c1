import { changePartnerNumber, changeService } from '../../../../contract/services.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { actOnPartnerNumber, actOnService, noServices, type ServiceState } from '../../../../domain/services.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { putNext } from '../../../table/customer-services.ts';
import { servicesKey } from '../../../table/keys.ts';
import { stale } from '../../../table/transaction.ts';
import { liveCustomer } from './live-customer.ts';
import { partnerOn } from './partner.ts';
import { viewOfServices } from './views.ts';

export const changeServiceEndpoint = answers(changeService, async ({ body, subjects, nowMs }) => {
  const { action, service, on, source } = body;
  if (service !== undefined && !settings().services.includes(service)) throw unknownService();
  const change = (state: ServiceState) => actOnService(state, { action, service, on, source, at: nowMs });
  return await changed(subjects.customerNumber, body, nowMs, change);
});

export const changePartnerNumberEndpoint = answers(changePartnerNumber, async ({ body, subjects, nowMs }) => {
  const { action, companyId, on, source } = body;
  if (action === 'give') await partnerOn(companyId, on, nowMs);
  const change = (state: ServiceState) => actOnPartnerNumber(state, { action, companyId, on, source, at: nowMs });
  return await changed(subjects.customerNumber, body, nowMs, change);
});

/** One put of the whole state over the version that was seen: a repetition finds another version and changes nothing. */
async function changed(
  file: CustomerFile,
  { version, dryRun }: { version: number; dryRun?: boolean | undefined },
  nowMs: number,
  change: (state: ServiceState) => { state: ServiceState } | { refused: string },
) {
  const customerNumber = liveCustomer(file);
  const { version: _, ...state } = file.services ?? { ...noServices, version: 0 };
  if (version !== (file.services?.version ?? 0)) throw new DomainError(stale.code, stale.detail);
  const outcome = change(state);
  if ('refused' in outcome) throw new DomainError('serviceStateConflict', outcome.refused);
  await putNext(register(), servicesKey(customerNumber), outcome.state, version, { dryRun });
  return viewOfServices({ ...outcome.state, version: version + 1 }, localDateOf(nowMs));
}

const unknownService = () =>
  new DomainError('invalidRequest', 'The register has no such service.', [
    { pointer: '/service', code: 'notOneOf', message: `Send one of ${settings().services.join(', ')}.` },
  ]);
