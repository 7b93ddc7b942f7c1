import { searchCustomers } from '../../../../contract/customers.ts';
import { customerName } from '../../../../domain/customer-name.ts';
import { answers } from '../../../runtime/serve.ts';
import { isOwn } from '../../../runtime/subjects.ts';
import { register } from '../../../table/client.ts';
import { customersFoundBy } from '../../../table/customer-search.ts';

/** One request finds the numbers, one reads the customers. Those of other co-ops are as if they were not there. */
export const searchCustomersEndpoint = answers(searchCustomers, async ({ body, caller, seen }) => {
  const found = await customersFoundBy(register(), body.by);
  const own = found.filter(({ coopIds }) => isOwn(caller, coopIds));
  await seen(...own.map(({ customerNumber, coopIds }) => ({ kind: 'CUSTOMER' as const, id: customerNumber, coopIds })));
  return {
    customers: own.map(({ customerNumber, values, coopIds, mergedInto }) => ({
      customerNumber,
      name: customerName(values),
      birthYear: values.birthDate === undefined ? null : Number(values.birthDate.value.slice(0, 4)),
      coopIds,
      mergedInto: mergedInto ?? null,
    })),
  };
});
