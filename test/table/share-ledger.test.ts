import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Membership } from '../../domain/membership.ts';
import { decide } from '../../domain/membership-decision.ts';
import type { ShareEntry } from '../../domain/share-entry.ts';
import type { Register } from '../../functions/table/client.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { membershipKey, shareEntryKey } from '../../functions/table/keys.ts';
import { membershipWrites, stateOf } from '../../functions/table/memberships.ts';
import { type BonusForShare, fillShare } from '../../functions/table/share-ledger.ts';
import { commit } from '../../functions/table/transaction.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoMembership, itemsOfMembership } from '../../scripts/demo/membership.ts';
import { membershipRules as rules } from '../fixtures/memberships.ts';
import { barrier, putItems, unique } from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { type Fault, injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const bonus: BonusForShare = { coopId: 'demo', on: '2026-02-10', sourceId: 'BONUS-2026-01-H1', amountCents: 1_250 };

/** A member who has paid 20 €, in the table. */
async function aMember(overrides: Partial<Membership> = {}): Promise<string> {
  const customerNumber = String(2_000_000 + unique());
  const customer = { customerNumber, firstNames: 'Åsa', lastName: 'Mäkinen' };
  const member = { coopId: 'demo', memberNumber: String(6_000_000 + unique()) };
  const entry: ShareEntry = {
    ...member,
    ...{ entryNumber: 1, date: '2025-01-01', sourceId: 'joining', amountCents: 2_000, reason: 'PAYMENT' },
  };
  const membership = { ...demoMembership({ ...member, from: '2025-01-01' }, [entry]), ...overrides };
  await putItems(cloud.register, [
    itemOfCustomer(customer, 'demo', '2025-01-01'),
    ...itemsOfMembership(customer, membership, [entry]),
  ]);
  return customerNumber;
}
async function standing(customerNumber: string) {
  const file = await customerFile(cloud.register, customerNumber);
  const [membership] = file?.memberships ?? [];
  return {
    status: membership?.status,
    paidCents: membership?.paidCents,
    refundDueOn: membership?.refundDueOn,
    bonus: file?.shareEntries.filter(({ reason }) => reason === 'BONUS').map(({ amountCents }) => amountCents),
  };
}

/** A client whose writes go wrong: the first write gets the fault. */
function faulty(fault: Fault, nth = 1): Register {
  const db = cloud.anotherClient(cloud.register);
  let writes = 0;
  injectFaults(db, ({ isWrite }) => {
    if (isWrite) writes += 1;
    return isWrite && writes === nth ? fault : undefined;
  });
  return db;
}

/** First the entry, then the balance: what it was before memberships had one. */
async function naiveFill(db: Register, customerNumber: string, { on, ...of }: BonusForShare): Promise<void> {
  const file = await customerFile(cloud.register, customerNumber);
  const [membership] = file?.memberships ?? [];
  if (membership === undefined) throw new Error('no membership');
  const { memberNumber, sequence, coopId } = membership;
  const key = shareEntryKey(customerNumber, coopId, on, of.sourceId);
  const entry = { ...of, memberNumber, entryNumber: 2, date: on, reason: 'BONUS' };
  await db.client.send(
    new PutCommand({
      TableName: db.tableName,
      Item: { ...key, ...entry },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  await db.client.send(
    new UpdateCommand({
      TableName: db.tableName,
      Key: membershipKey(customerNumber, coopId, sequence),
      UpdateExpression: 'ADD paidCents :more',
      ExpressionAttributeValues: { ':more': of.amountCents },
    }),
  );
}

describe('Bonus to a share', () => {
  it('of a naive writer that dies between entry and balance leaves a ledger that is told to be wrong', async () => {
    const member = await aMember();
    await expect(naiveFill(faulty('kill', 2), member, bonus)).rejects.toThrow();
    await expect(customerFile(cloud.register, member)).rejects.toThrow('not the sum of its share entries');
  });

  it.each(['kill', 'throttle', 'conflict', 'resetBefore', 'lostResponse', 'errorAfter'] as const)(
    'is booked once, whatever goes wrong: %s, and then again by another',
    async (fault) => {
      const member = await aMember();
      await fillShare(faulty(fault), member, bonus, rules).catch(() => undefined);
      await standing(member);
      await fillShare(cloud.register, member, bonus, rules);
      await fillShare(cloud.register, member, { ...bonus, amountCents: 9_999 }, rules);
      expect(await standing(member)).toEqual({ status: 'ACTIVE_UNPAID', paidCents: 3_250, bonus: [1_250] });
    },
  );

  it('is booked once by many at the same moment, and loses nothing of a payment made then', async () => {
    const member = await aMember();
    const start = barrier(7);
    const payment = async () => {
      await start();
      for (;;) {
        const file = await customerFile(cloud.register, member);
        const [membership] = file?.memberships ?? [];
        if (file === undefined || membership === undefined) throw new Error('no membership');
        const event = { kind: 'pay', on: '2026-02-10', amountCents: 3_000, sourceId: 'payment-1' } as const;
        const decision = decide(stateOf(file, membership), event, rules, '2026-02-10');
        if ('refused' in decision) throw new Error(decision.refused.code);
        try {
          return await commit(cloud.register, membershipWrites(file.customer, membership, decision, rules).writes);
        } catch (error) {
          if ((error as { code?: string }).code !== 'staleVersion') throw error;
        }
      }
    };
    await Promise.all([
      payment(),
      ...Array.from({ length: 6 }, async () => {
        await start();
        await fillShare(cloud.register, member, bonus, rules);
      }),
    ]);
    expect(await standing(member)).toMatchObject({ paidCents: 6_250, bonus: [1_250] });
  });

  it('fills the share, and what is over stays on it', async () => {
    const member = await aMember();
    await fillShare(cloud.register, member, { ...bonus, amountCents: 8_100 }, rules);
    expect(await standing(member)).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_100 });
  });

  it.each(['EXPELLED', 'RESIGNED', 'DECEASED', 'TERMINATED_UNPAID'] as const)(
    'is not lost when the member was %s meanwhile: it is refunded with the share',
    async (status) => {
      const ended = { status, endedAs: status, until: '2026-02-01', refundDueOn: '2027-12-31' } as const;
      const member = await aMember(ended);
      await fillShare(cloud.register, member, bonus, rules);
      expect(await standing(member)).toEqual({
        status,
        paidCents: 3_250,
        refundDueOn: '2027-12-31',
        bonus: [1_250],
      });
    },
  );

  it('fails loudly for somebody who never was a member', async () => {
    const applicant = await aMember({ status: 'APPLIED', from: undefined });
    await expect(fillShare(cloud.register, applicant, bonus, rules)).rejects.toThrow('never was a member');
    await expect(fillShare(cloud.register, '999999', bonus, rules)).rejects.toThrow('whom there is not');
  });
});
