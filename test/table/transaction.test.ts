import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Register } from '../../functions/table/client.ts';
import { getItem } from '../../functions/table/read.ts';
import {
  commit,
  drop,
  put,
  putNew,
  putOver,
  remove,
  unchanged,
  type Write,
} from '../../functions/table/transaction.ts';
import { unique } from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const newKey = () => ({ pk: `THING#${unique()}`, sk: 'THING' });
const taken = { code: 'alreadyRegistered', detail: 'There is one already.' } as const;
const at = async (key: { pk: string; sk: string }) => (await getItem(cloud.register, key))?.value;
const changing = (...writes: Write[]) => commit(cloud.register, writes);

describe('a change', () => {
  it('does all of its writes', async () => {
    const [a, b, c] = [newKey(), newKey(), newKey()];
    await changing(putNew(a, { value: 1, version: 1 }, taken), put(b, { value: 2 }), put(c, { value: 3 }));
    await changing(putOver(a, { value: 4, version: 2 }, 1), drop(b), remove(c));
    expect([await at(a), await at(b), await at(c)]).toEqual([4, undefined, undefined]);
  });

  it.each([
    ['there already', (there: ReturnType<typeof newKey>) => putNew(there, { value: 9 }, taken), 'alreadyRegistered'],
    [
      'of another version',
      (there: ReturnType<typeof newKey>) => putOver(there, { value: 9, version: 3 }, 2),
      'staleVersion',
    ],
    ['to be unchanged and is not', (there: ReturnType<typeof newKey>) => unchanged(there, 7), 'staleVersion'],
    ['to be deleted and changed', (there: ReturnType<typeof newKey>) => remove(there, 7), 'staleVersion'],
    ['to be deleted and not there', () => remove(newKey()), 'staleVersion'],
  ])('does none of them if something is %s, and says which', async (_name, refused, code) => {
    const [there, other] = [newKey(), newKey()];
    await changing(putNew(there, { value: 1, version: 1 }, taken));
    await expect(changing(put(other, { value: 2 }), refused(there))).rejects.toMatchObject({ code });
    expect([await at(there), await at(other)]).toEqual([1, undefined]);
  });

  it('that is only shown does nothing', async () => {
    const key = newKey();
    await commit(cloud.register, [put(key, { value: 1 })], { dryRun: true });
    expect(await at(key)).toBeUndefined();
  });

  it('of more than a hundred writes is a fault of ours', async () => {
    const writes = Array.from({ length: 101 }, () => put(newKey(), { value: 1 }));
    await expect(changing(...writes)).rejects.toThrow('more than one transaction takes');
  });

  it('of many at once over one version is one change; without the version each would overwrite the other', async () => {
    const key = newKey();
    await changing(putNew(key, { value: 0, version: 1 }, taken));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, value) => changing(putOver(key, { value, version: 2 }, 1))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(11);
    for (const one of refused) expect(['staleVersion', 'busy']).toContain(one.status === 'rejected' && one.reason.code);
    const naive = await Promise.allSettled(Array.from({ length: 12 }, (_, value) => changing(put(key, { value }))));
    expect(naive.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(1);
  });
});

/** The emulator makes no conflicts of transactions, so they are put into the client. */
function conflicting(times: number): { db: Register; asked: () => number } {
  const db = cloud.anotherClient(cloud.register);
  let asked = 0;
  db.client.middlewareStack.add(
    (next) => async (args) => {
      asked += 1;
      if (asked > times) return await next(args);
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: 'injected', $metadata: {}, CancellationReasons });
    },
    { step: 'initialize', name: 'conflicts' },
  );
  return { db, asked: () => asked };
}

describe('a change that meets others', () => {
  it('is tried again until they have gone', async () => {
    const [key, { db, asked }] = [newKey(), conflicting(3)];
    await commit(db, [put(key, { value: 1 })]);
    expect([await at(key), asked()]).toEqual([1, 4]);
  });

  it('is busy if they do not go', async () => {
    const [key, { db, asked }] = [newKey(), conflicting(Number.POSITIVE_INFINITY)];
    await expect(commit(db, [put(key, { value: 1 })])).rejects.toMatchObject({ code: 'busy' });
    expect([await at(key), asked()]).toEqual([undefined, 6]);
  });
});
