import { timingSafeEqual } from 'node:crypto';
import { setCustomerCode, verifyCustomerCode } from '../../../../contract/services.ts';
import { judgeTry } from '../../../../domain/customer-code.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { blindIndex } from '../../../runtime/blind-index.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { codeOf, putNext } from '../../../table/customer-services.ts';
import { customerCodeKey } from '../../../table/keys.ts';
import { stale } from '../../../table/transaction.ts';
import { liveCustomer } from './live-customer.ts';
import { viewOfCode } from './views.ts';

/** The customer's number is hashed with it, so that the same four digits of two people are not the same hash. */
const hashOf = (customerNumber: string, code: string): Promise<string> =>
  blindIndex('customerCode', `${customerNumber}|${code}`);

export const setCustomerCodeEndpoint = answers(setCustomerCode, async ({ body, subjects, nowMs }) => {
  const { version, source, dryRun } = body;
  const customerNumber = liveCustomer(subjects.customerNumber);
  if (version !== (subjects.customerNumber.customerCode?.version ?? 0)) throw new DomainError(stale.code, stale.detail);
  const state = { hash: await hashOf(customerNumber, body.code), failures: 0, setAt: nowMs, source };
  await putNext(register(), customerCodeKey(customerNumber), state, version, { dryRun });
  return viewOfCode({ ...state, version: version + 1 }, settings().mostCustomerCodeFailures);
});

const attempts = 6;

/**
 * The count is stored over the version that it was made from, before anything is told: of tries at the same moment each is counted, and
 * each answer comes from its own count. If the process dies between, the try counts and nobody has learned anything.
 */
export const verifyCustomerCodeEndpoint = answers(verifyCustomerCode, async ({ body, subjects }) => {
  const customerNumber = liveCustomer(subjects.customerNumber);
  const tried = Buffer.from(await hashOf(customerNumber, body.code));
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const item = await codeOf(register(), customerNumber);
    const matches = item !== undefined && timingSafeEqual(Buffer.from(item.hash), tried);
    const { result, store, triesLeft } = judgeTry(item, matches, settings().mostCustomerCodeFailures);
    if (item === undefined || store === undefined) return { result, triesLeft };
    try {
      await putNext(register(), customerCodeKey(customerNumber), store, item.version);
      return { result, triesLeft };
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'staleVersion')) throw error;
    }
  }
  throw new DomainError('busy', 'Others are trying this code; send it again in a moment.');
});
