import { describe, expect, it } from 'vitest';
import type { ShareEntry } from '../../../domain/share-entry.ts';
import type { Register } from '../../../functions/table/client.ts';
import { customerFile } from '../../../functions/table/customer-file.ts';
import { itemOfCustomer } from '../../../scripts/demo/customer.ts';
import { demoMembership, itemsOfMembership } from '../../../scripts/demo/membership.ts';
import { anEntry } from '../../fixtures/memberships.ts';

const customer = { customerNumber: '1100000042', lastName: 'Laine', firstNames: 'Aino' };

/** A partition whose membership knows of some entries, and in which some lie. */
function partition(known: readonly ShareEntry[], lying: readonly ShareEntry[]): Record<string, unknown>[] {
  const membership = demoMembership({ coopId: 'demo', memberNumber: '60000001', from: '2024-03-15' }, known);
  return [itemOfCustomer(customer, 'demo', '2020-01-01'), ...itemsOfMembership(customer, membership, lying)];
}
/** A table that answers each query with the next of these. */
function answering(...answers: Record<string, unknown>[][]): { db: Register; asked: () => number } {
  let asked = 0;
  const send = async () => {
    const Items = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return { Items };
  };
  return { db: { client: { send } as never, tableName: 'register' }, asked: () => asked };
}

describe('a customer’s file', () => {
  const first = anEntry();
  const second = anEntry({ entryNumber: 2, sourceId: 'second', amountCents: 1_000 });
  const [before, after] = [partition([first], [first]), partition([first, second], [first, second])];
  const torn = partition([first], [first, second]);

  it('is read again while a transaction is half done, and then whole', async () => {
    const { db, asked } = answering(torn, torn, after);
    const file = await customerFile(db, customer.customerNumber);
    expect([file?.memberships[0]?.paidCents, file?.shareEntries.length, asked()]).toEqual([3_000, 2, 3]);
  });

  it('is read once where balance and entries agree', async () => {
    const { db, asked } = answering(before);
    await customerFile(db, customer.customerNumber);
    expect(asked()).toBe(1);
  });

  it.each([
    ['an entry too many', torn],
    ['an entry too few', partition([first, second], [first])],
    ['an entry of no membership', [...before, ...partition([], [anEntry({ memberNumber: '60000002' })]).slice(2)]],
  ])('is a fault with %s, however often it is read', async (_, items) => {
    await expect(customerFile(answering(items).db, customer.customerNumber)).rejects.toThrow('not the sum');
  });
});
