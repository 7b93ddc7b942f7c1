import { type revealable, revealCustomer } from '../../../../contract/customers.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { answers } from '../../../runtime/serve.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { openField } from '../../../table/sealed-fields.ts';
import { openedValue } from '../../../table/sealed-values.ts';
import { hiddenFrom } from './view.ts';

type Field = (typeof revealable)[number];

/** Opens what was asked for, and only that; logged with its reason before. */
export const revealCustomerEndpoint = answers(revealCustomer, async ({ body, subjects, caller, nowMs }) => {
  const file = subjects.customerNumber;
  const hiddenFields: readonly string[] = hiddenFrom(caller, file.customer);
  const asked = [...new Set(body.fields)];
  const hidden = asked.filter((field) => hiddenFields.includes(field));
  const opened = await Promise.all(
    asked
      .filter((field) => !hidden.includes(field))
      .map(async (field) => [field, await revealed(file, field, nowMs)] as const),
  );
  return { values: Object.fromEntries(opened.filter(([, value]) => value !== undefined)), hidden };
});

async function revealed({ customer, accounts }: CustomerFile, field: Field, nowMs: number): Promise<unknown> {
  const { customerNumber } = customer;
  if (field !== 'iban') {
    const stored = customer.values[field];
    return stored && (await openedValue(customerNumber, field, stored, nowMs));
  }
  const today = localDateOf(nowMs);
  const account = accounts.find(({ from, until }) => from <= today && (until === undefined || today < until));
  return account && (await openField({ customerNumber, field }, account.iban.sealed, nowMs));
}
