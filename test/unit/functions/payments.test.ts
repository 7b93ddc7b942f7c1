import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { setAccount } from '../../../domain/benefit-account.ts';
import { isOwed } from '../../../domain/payment.ts';
import { accountWrites } from '../../../functions/table/benefit-accounts.ts';
import type { Register } from '../../../functions/table/client.ts';
import { customerFile } from '../../../functions/table/customer-file.ts';
import { paymentKey } from '../../../functions/table/keys.ts';
import { owedPage, owedTo } from '../../../functions/table/owed-payments.ts';
import { postReissue, takeForReissue } from '../../../functions/table/payment-reissue.ts';
import {
  applyAnswer,
  issuesOf,
  paymentItemOf,
  paymentOf,
  postPayment,
  type StoredPayment,
} from '../../../functions/table/payments.ts';
import { commit } from '../../../functions/table/transaction.ts';
import { bankAnswer, blockOf, newPayment, nextIssue, putPayee } from '../../fixtures/payments.ts';
import { counting, crashAtWrite } from '../../fixtures/run-faults.ts';
import { newWorld, type World } from '../../fixtures/run-world.ts';

let world: World;
beforeEach(async () => {
  world = newWorld();
  await putPayee(world.others);
});

const payment = newPayment();
const { endToEndId } = payment;
const money = { coopId: 'havu', endToEndId };
const next = nextIssue(payment);
const correction = { kind: 'CORRECTION', period: '2026-11-20', attempt: '1' } as const;
const stored = async (id = endToEndId): Promise<StoredPayment> => {
  const found = await paymentOf(world.others, id);
  if (found === undefined) throw new Error('there is no such payment');
  return found;
};
const owed = async () => (await owedPage(world.others, 'havu', undefined, 100)).payments.map((one) => one.endToEndId);
/** Issues that are neither closed nor owed to nobody: of one debt there is never more than one. */
const openIssues = async () => {
  const all = await Promise.all([endToEndId, next.endToEndId].map((id) => paymentOf(world.others, id)));
  return all.filter((one) => one !== undefined && one.closed === undefined).map((one) => one?.endToEndId);
};

/** Does something with a crash before and after each of its writes, then again without one. */
async function atEveryCrash(
  prepare: () => Promise<void>,
  act: (db: Register) => Promise<unknown>,
  check: () => Promise<void>,
) {
  world.faults.current = counting();
  await prepare();
  const counter = counting();
  world.faults.current = counter;
  await act(world.db);
  for (let write = 1; write <= counter.writes(); write += 1)
    for (const when of ['before', 'after'] as const) {
      world = newWorld();
      await putPayee(world.others);
      await prepare();
      const crash = crashAtWrite(write, when);
      world.faults.current = crash;
      await act(world.db).catch(() => undefined);
      expect(crash.crashed()).toBe(true);
      world.faults.current = {};
      await act(world.db);
      await check();
    }
  return counter.writes();
}

describe('postPayment', () => {
  it('writes a payment once, and never over what the bank has said since', async () => {
    await postPayment(world.db, payment);
    await applyAnswer(world.db, money, bankAnswer('SETTLED'));
    await postPayment(world.db, payment);
    expect(await stored()).toMatchObject({ state: 'CONFIRMED', version: 2 });
  });

  it('refuses another payment under the same id', async () => {
    await postPayment(world.db, payment);
    await expect(postPayment(world.db, { ...payment, amountCents: 1_881 })).rejects.toThrow('is another one');
  });

  it('is there after a crash at any write and one more try', async () => {
    await atEveryCrash(
      async () => undefined,
      (db) => postPayment(db, payment),
      async () => expect(await stored()).toMatchObject({ state: 'SENT', version: 1 }),
    );
  });
});

describe('applyAnswer', () => {
  it('confirms, and is no longer to be found among what is owed', async () => {
    await postPayment(world.db, payment);
    expect(await applyAnswer(world.db, money, bankAnswer('PENDING'))).toMatchObject({
      result: 'APPLIED',
      state: 'SENT',
    });
    expect(await applyAnswer(world.db, money, bankAnswer('SETTLED'))).toMatchObject({
      result: 'APPLIED',
      state: 'CONFIRMED',
      amountCents: 1_880,
    });
    expect(await owed()).toEqual([]);
  });

  it.each(['REJECTED', 'RETURNED'] as const)(
    '%s: the money is owed again and the account is blocked (R107)',
    async (kind) => {
      await postPayment(world.db, payment);
      await applyAnswer(world.db, money, bankAnswer(kind, { reasonCode: 'AC04' }));
      expect(await stored()).toMatchObject({ state: kind });
      expect(await owed()).toEqual([endToEndId]);
      expect(await owedTo(world.others, '200001')).toHaveLength(1);
      expect(await blockOf(world.others)).toEqual({ since: '2026-11-11', code: 'AC04', endToEndId });
    },
  );

  it('does not block an account for what is the payer’s fault, nor one that the payment did not go to', async () => {
    await postPayment(world.db, payment);
    await applyAnswer(world.db, money, bankAnswer('REJECTED', { reasonCode: 'AM04' }));
    expect(await blockOf(world.others)).toBeUndefined();
    const other = newPayment({ payeeId: 'H000002', sealedIban: 'sealed-before' });
    await postPayment(world.db, other);
    await applyAnswer(world.db, { coopId: 'havu', endToEndId: other.endToEndId }, bankAnswer('REJECTED'));
    expect(await blockOf(world.others)).toBeUndefined();
  });

  it('says so when there is no such payment, or it is of another co-op', async () => {
    await postPayment(world.db, payment);
    expect(await applyAnswer(world.db, { ...money, coopId: 'koivu' }, bankAnswer('SETTLED'))).toEqual({
      result: 'NO_SUCH_PAYMENT',
    });
    expect(await applyAnswer(world.db, { coopId: 'havu', endToEndId: next.endToEndId }, bankAnswer('SETTLED'))).toEqual(
      {
        result: 'NO_SUCH_PAYMENT',
      },
    );
    expect(await stored()).toMatchObject({ state: 'SENT', version: 1 });
  });

  it('does nothing the second time', async () => {
    await postPayment(world.db, payment);
    await applyAnswer(world.db, money, bankAnswer('RETURNED'));
    expect(await applyAnswer(world.db, money, bankAnswer('RETURNED', { fileId: 'file-2' }))).toMatchObject({
      result: 'NOTHING_NEW',
      state: 'RETURNED',
    });
    expect(await stored()).toMatchObject({ version: 2 });
  });

  it('of many at once loses none', async () => {
    await postPayment(world.db, payment);
    await Promise.all([
      applyAnswer(world.db, money, bankAnswer('PENDING')),
      applyAnswer(world.db, money, bankAnswer('SETTLED')),
      applyAnswer(world.db, money, bankAnswer('RETURNED')),
    ]);
    expect((await stored()).evidence).toHaveLength(3);
    expect(await stored()).toMatchObject({ state: 'RETURNED' });
  });

  it('leaves state and block together, wherever it dies', async () => {
    const writes = await atEveryCrash(
      () => postPayment(world.others, payment),
      (db) => applyAnswer(db, money, bankAnswer('REJECTED', { reasonCode: 'AC06' })),
      async () => {
        expect(await stored()).toMatchObject({ state: 'REJECTED', version: 2 });
        expect(await blockOf(world.others)).toMatchObject({ code: 'AC06' });
      },
    );
    expect(writes).toBe(1);
  });
});

describe('postReissue', () => {
  const rejected = async () => {
    await postPayment(world.others, payment);
    await applyAnswer(world.others, money, bankAnswer('REJECTED', { reasonCode: 'AC04' }));
  };

  it('closes the payment and makes the next issue together, wherever it dies', async () => {
    const writes = await atEveryCrash(
      async () => {
        await rejected();
        expect(await takeForReissue(world.others, correction, endToEndId)).toBe(true);
      },
      (db) => postReissue(db, correction, endToEndId, next),
      async () => {
        expect(await stored()).toMatchObject({ state: 'REISSUED', successor: next.endToEndId });
        expect(await stored(next.endToEndId)).toMatchObject({ state: 'SENT', predecessor: endToEndId, issue: 2 });
        expect(await openIssues()).toEqual([next.endToEndId]);
        expect(await owed()).toEqual([]);
      },
    );
    expect(writes).toBe(1);
  });

  /** First the new issue, then the old one closed, each by itself. */
  async function naiveReissue(db: Register): Promise<void> {
    await postPayment(db, next);
    const before = await stored();
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: {
          ...paymentKey(endToEndId),
          ...paymentItemOf({
            ...before,
            successor: next.endToEndId,
            closed: { as: 'REISSUED', from: 'REJECTED', evidenceCount: before.evidence.length },
          }),
        },
      }),
    );
  }

  it('in two writes would leave two open issues if it died in between', async () => {
    await rejected();
    world.faults.current = crashAtWrite(2, 'before');
    await naiveReissue(world.db).catch(() => undefined);
    expect(await openIssues()).toEqual([endToEndId, next.endToEndId]);
  });

  it('is for who has taken the payment only', async () => {
    await rejected();
    await expect(postReissue(world.db, correction, endToEndId, next)).rejects.toThrow('has taken it');
    await takeForReissue(world.db, correction, endToEndId);
    const other = { ...correction, attempt: '2' };
    await expect(postReissue(world.db, other, endToEndId, next)).rejects.toThrow('has taken it');
    expect(await takeForReissue(world.db, other, endToEndId)).toBe(true);
    await postReissue(world.db, other, endToEndId, next);
    expect(await openIssues()).toEqual([next.endToEndId]);
  });

  it.each([
    ['was paid', 'SETTLED'],
    ['is unknown', 'REJECTED_AND_SETTLED'],
    ['has no answer', 'NONE'],
  ])('takes no payment that %s', async (_what, known) => {
    await postPayment(world.db, payment);
    if (known === 'REJECTED_AND_SETTLED') await applyAnswer(world.db, money, bankAnswer('REJECTED'));
    if (known !== 'NONE') await applyAnswer(world.db, money, bankAnswer('SETTLED'));
    expect(await takeForReissue(world.db, correction, endToEndId)).toBe(false);
    expect(isOwed((await stored()).state)).toBe(known === 'REJECTED_AND_SETTLED');
  });

  it('keeps a contradiction that came while the money was on its way again, for a person to see', async () => {
    await rejected();
    await takeForReissue(world.db, correction, endToEndId);
    expect(await applyAnswer(world.db, money, bankAnswer('SETTLED'))).toMatchObject({ result: 'CONTRADICTS' });
    expect(await takeForReissue(world.db, correction, endToEndId)).toBe(false);
    await postReissue(world.db, correction, endToEndId, next);
    expect(await stored()).toMatchObject({ state: 'REISSUED', isDoubtful: true });
    expect(await owed()).toEqual([endToEndId]);
    expect(await openIssues()).toEqual([next.endToEndId]);
  });
});

describe('issuesOf', () => {
  it('are all issues from the first to the one that pays now, and none before the run has posted it', async () => {
    expect(await issuesOf(world.others, endToEndId)).toEqual([]);
    await postPayment(world.others, payment);
    await applyAnswer(world.others, money, bankAnswer('RETURNED'));
    await takeForReissue(world.others, correction, endToEndId);
    await postReissue(world.others, correction, endToEndId, next);
    expect((await issuesOf(world.others, endToEndId)).map(({ state, issue }) => [state, issue])).toEqual([
      ['REISSUED', 1],
      ['SENT', 2],
    ]);
  });
});

describe('an account that is set', () => {
  const change = async (isSame: boolean) => {
    await postPayment(world.db, payment);
    await applyAnswer(world.db, money, bankAnswer('REJECTED', { reasonCode: 'AC04' }));
    const file = await customerFile(world.others, '200001');
    const [account] = file?.accounts ?? [];
    if (file === undefined || account === undefined) throw new Error('there is an account');
    const decided = setAccount(file.accounts, () => isSame, '2026-11-12', 7);
    const { writes, after } = accountWrites(
      file,
      decided,
      { iban: account.iban, type: account.type },
      'told by phone',
      1,
    );
    await commit(world.others, writes);
    return after.map(({ from, blocked }) => [from, blocked?.code]);
  };

  it('again is confirmed by it', async () => {
    expect(await change(true)).toEqual([['2020-01-01', undefined]]);
    expect(await blockOf(world.others)).toBeUndefined();
  });

  it('in place of a blocked one leaves that blocked for the days that it is still used', async () => {
    expect(await change(false)).toEqual([
      ['2020-01-01', 'AC04'],
      ['2026-11-19', undefined],
    ]);
  });
});
