import { setBenefitAccount } from '../../../../contract/customers.ts';
import { setAccount } from '../../../../domain/benefit-account.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { maskedIban } from '../../../../domain/masking.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { accountWrites } from '../../../table/benefit-accounts.ts';
import { register } from '../../../table/client.ts';
import { openField, sealField } from '../../../table/sealed-fields.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';

/** One transaction: the account that is used gets its end, the new one its beginning, a waiting one goes into the history. */
export const setBenefitAccountEndpoint = answers(setBenefitAccount, async ({ body, subjects, nowMs }) => {
  const file = subjects.customerNumber;
  const { customer, accounts } = file;
  const customerNumber = liveCustomer(file);
  if (customer.version !== body.version) throw new DomainError(stale.code, stale.detail);
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
    benefitAccounts: after.map(({ from, until, type, iban: { mask } }) => ({
      from,
      until: until ?? null,
      type,
      iban: mask,
    })),
    dryRun,
  };
});
