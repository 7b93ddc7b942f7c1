import { createCustomer } from '../../../../contract/customers.ts';
import type { BodyOf } from '../../../../contract/endpoint.ts';
import { type LocalDate, localDateOf } from '../../../../domain/calendar.ts';
import { completed, issuesOfChange } from '../../../../domain/customer.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { blindIndex } from '../../../runtime/blind-index.ts';
import { creationMark, numbersToTry } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { foundByAfter, indexWrites } from '../../../table/customer-index.ts';
import type { Customer } from '../../../table/customer-item.ts';
import { findCustomer } from '../../../table/customers.ts';
import { coopOf } from '../../../table/directory.ts';
import { customerKey } from '../../../table/keys.ts';
import { storedOf } from '../../../table/sealed-values.ts';
import { commit, putNew } from '../../../table/transaction.ts';
import { refuseIf } from './refuse.ts';

type Body = BodyOf<typeof createCustomer>;

/** One transaction makes the customer and what finds it. Sent again, the key leads to the same number and finds what was made. */
export const createCustomerEndpoint = answers(createCustomer, async ({ body, nowMs, seen }) => {
  const db = register();
  const today = localDateOf(nowMs);
  const set = completed(body.set);
  refuseIf(issuesOfChange(body.kind, { set, clear: [], source: body.source }, new Set(), today));
  await coopOf(db, body.coopId);

  const createdBy = await markOf(body);
  const dryRun = body.dryRun === true;
  for (const customerNumber of numbersToTry('customer', body.idempotencyKey)) {
    const there = await findCustomer(db, customerNumber);
    if (there !== undefined && !sameKey(there.createdBy, createdBy)) continue;
    await seen({ kind: 'CUSTOMER', id: customerNumber, coopIds: [body.coopId] });
    if (there === undefined) {
      const customer = await made({ ...body, set }, { customerNumber, createdBy, today, nowMs });
      const writes = [
        putNew(customerKey(customerNumber), customer, sentTwice),
        ...indexWrites(customerNumber, [], customer.foundBy),
      ];
      await commit(db, writes, { dryRun });
    } else if (there.createdBy !== createdBy) {
      throw new DomainError('idempotencyKeyReused', 'This idempotencyKey has made another customer; choose a new one.');
    }
    return { customerNumber, version: 1, dryRun };
  }
  throw new DomainError('busy', 'No number was free for this key; choose a new idempotencyKey.');
});

const sentTwice = { code: 'busy', detail: 'The same request is being done; send it again in a moment.' } as const;

/** The key's mark, and a keyed hash of what was asked: the same key with another request is refused. */
async function markOf({ dryRun: _dryRun, ...asked }: Body): Promise<string> {
  return `${creationMark(asked.idempotencyKey)}.${await blindIndex('request', JSON.stringify(asked))}`;
}
const sameKey = (one: string, other: string): boolean => one.split('.')[0] === other.split('.')[0];

async function made(
  { kind, coopId, set, source }: Body,
  given: { customerNumber: string; createdBy: string; today: LocalDate; nowMs: number },
): Promise<Customer> {
  const { customerNumber, createdBy, today, nowMs } = given;
  const values = await storedOf({ customerNumber, homeCoopId: coopId }, set, { source, atMs: nowMs });
  return {
    customerNumber,
    version: 1,
    kind,
    homeCoopId: coopId,
    coopIds: [coopId],
    from: today,
    createdBy,
    shieldedBy: [],
    foundBy: await foundByAfter([], { set, clear: [] }, values),
    values,
  };
}
