import { correctCustomer } from '../../../../contract/customers.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import type { CustomerField } from '../../../../domain/catalogue/customer.ts';
import { completed, issuesOfChange } from '../../../../domain/customer.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeWrites } from '../../../table/customer-change.ts';
import { renamedMemberships } from '../../../table/memberships.ts';
import { shieldingOf } from '../../../table/shielding.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';
import { refuseIf } from './refuse.ts';

/**
 * One transaction replaces the values, keeps what they were, moves the hashes that find them, and hides mates' addresses and moves the
 * name in the member registers if it must.
 */
export const correctCustomerEndpoint = answers(correctCustomer, async ({ body, subjects, nowMs, seen }) => {
  const db = register();
  const file = subjects.customerNumber;
  const { customer } = file;
  const customerNumber = liveCustomer(file);
  if (customer.version !== body.version) throw new DomainError(stale.code, stale.detail);
  const change = { set: completed(body.set), clear: body.clear ?? [], source: body.source };
  const has = new Set(Object.keys(customer.values) as CustomerField[]);
  refuseIf(issuesOfChange(customer.kind, change, has, localDateOf(nowMs)));

  const why = { action: 'CORRECTED', reason: body.reason } as const;
  const { mates, writes: ofMates, shieldedBy } = await shieldingOf(db, customer, change, nowMs);
  const { next, writes } = await changeWrites(customer, change, why, nowMs, { shieldedBy });
  await seen(...mates);
  const dryRun = body.dryRun === true;
  await commit(db, [...writes, ...ofMates, ...renamedMemberships(file, next, settings())], { dryRun });
  return { customerNumber, version: next.version, dryRun };
});
