import { confirmBenefitAccount, setBenefitAccount } from '../../../../contract/customers.ts';
import { setAccount } from '../../../../domain/benefit-account.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { maskedIban } from '../../../../domain/masking.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { accountWrites, confirmWrites } from '../../../table/benefit-accounts.ts';
import { register } from '../../../table/client.ts';
import { openField, sealField } from '../../../table/sealed-fields.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';
import { viewOfAccount } from './account-view.ts';
import { refuseIf } from './refuse.ts';

/** One transaction: the account that is used gets its end, the new one its beginning, a waiting one goes into the history. */
export const setBenefitAccountEndpoint = answers(setBenefitAccount, async ({ body, subjects, nowMs }) => {
  const file = subjects.customerNumber;
  const { customer, accounts } = file;
  const customerNumber = liveCustomer(file);
  if (customer.version !== body.version) throw new DomainError(stale.code, stale.detail);
  const hasDied = customer.values.deceasedOn !== undefined;
  if (hasDied !== (body.type === 'ESTATE'))
    refuseIf([
      {
        pointer: '/type',
        code: 'notOneOf',
        message: 'Send ESTATE for the account of the estate of a deceased person, and for nobody else.',
      },
    ]);
  const owner = { customerNumber, field: 'iban' };
  const ibans = await Promise.all(accounts.map(({ iban }) => openField(owner, iban.sealed, nowMs)));
  const same = new Set(accounts.filter(({ type }, index) => ibans[index] === body.iban && type === body.type));

  const change = setAccount(
    accounts,
    (account) => same.has(account),
    localDateOf(nowMs),
    settings().accountWaitingDays,
  );
  const iban = {
    sealed: await sealField(customer.homeCoopId, owner, body.iban, nowMs),
    mask: maskedIban(body.iban),
    source: body.source,
    at: nowMs,
  };
  const { writes, after } = accountWrites(file, change, { iban, type: body.type }, body.reason, nowMs);
  const dryRun = body.dryRun === true;
  await commit(register(), writes, { dryRun });
  return {
    customerNumber,
    version: customer.version + 1,
    benefitAccounts: after.map(viewOfAccount),
    dryRun,
  };
});

/** One transaction: the account without its block, the customer over the version that was seen, and why in the history. */
export const confirmBenefitAccountEndpoint = answers(confirmBenefitAccount, async ({ body, subjects, nowMs }) => {
  const file = subjects.customerNumber;
  const customerNumber = liveCustomer(file);
  if (file.customer.version !== body.version) throw new DomainError(stale.code, stale.detail);
  if (file.accounts.find(({ from }) => from === body.from)?.blocked === undefined)
    throw new DomainError('accountNotBlocked', 'The customer has no account from that day that is blocked.');
  const { writes, after } = confirmWrites(file, body.from, body.reason, nowMs);
  const dryRun = body.dryRun === true;
  await commit(register(), writes, { dryRun });
  return {
    customerNumber,
    version: file.customer.version + 1,
    benefitAccounts: after.map(viewOfAccount),
    dryRun,
  };
});
