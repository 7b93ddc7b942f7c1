import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { householdKey } from '../../functions/table/keys.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import { moveToHousehold } from '../../functions/table/receipt-move.ts';
import { findReceipt, hasConflict, recordReceipt } from '../../functions/table/receipts.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveCompareAll, naivePutWithoutCondition } from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  barrier,
  eventOf,
  failedIds,
  minute,
  newCard,
  newHousehold,
  newOutlet,
  noon,
  putLinks,
  record,
  unique,
} from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults } from '../fixtures/table-faults.ts';

logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const september = Date.parse('2026-09-12T10:00:00+03:00');
const moveAt = noon + minute;

/** A recorded receipt of one household, and another household that it should belong to, each in its own shard. */
async function aReceiptToMove(purchasedAt = noon) {
  const [card, outletId] = [newCard(), newOutlet()];
  const [from, to] = [
    aLink({ householdId: newHousehold(), shard: unique() }),
    aLink({ householdId: newHousehold(), shard: unique() }),
  ];
  await putLinks(cloud.register, card, [from]);
  for (const { householdId, coopId, shard } of [from, to]) {
    const household = { householdId, version: 1, coopId, shard, memberKind: 'PERSON' };
    await cloud.register.client.send(
      new PutCommand({ TableName: cloud.register.tableName, Item: { ...householdKey(householdId), ...household } }),
    );
  }
  const receipt = aReceipt({ outletId, identifier: card, purchasedAt });
  await record(cloud.register, eventOf([receipt]));
  const householdNow = async () => (await findReceipt(cloud.register, receipt, moveAt))?.householdId;
  return { receipt, from, to, householdNow };
}

const mover = (
  overrides: Partial<Parameters<typeof moveToHousehold>[3]> = {},
): Parameters<typeof moveToHousehold>[3] => ({
  nowMs: moveAt,
  newToken: () => `move-${unique()}`,
  beforeChange: async () => undefined,
  ...overrides,
});

describe('a receipt that was moved to another household and is then sent again', () => {
  it('stays where it was moved, and is no conflict', async () => {
    const { receipt, to, householdNow } = await aReceiptToMove();
    expect(await moveToHousehold(cloud.register, receipt, to.householdId, mover())).toEqual({ moved: true });
    const answers = await Promise.all(
      [1, 2, 3].map(() => record(cloud.register, eventOf([receipt, receipt]), { now: () => moveAt + 1 })),
    );
    expect(answers.flatMap(failedIds)).toEqual([]);
    expect(await householdNow()).toBe(to.householdId);
    expect(await hasConflict(cloud.register, receipt, moveAt)).toBe(false);
    expect(await findReceipt(cloud.register, receipt, moveAt)).toMatchObject({ assignedAtMs: moveAt });
  });

  it('naive: put again without a condition it is back with the household it was taken from', async () => {
    const { receipt, from, to, householdNow } = await aReceiptToMove();
    await moveToHousehold(cloud.register, receipt, to.householdId, mover());
    await naivePutWithoutCondition(cloud.register, receipt, from);
    expect(await householdNow()).toBe(from.householdId);
  });

  it('naive: compared with all that is stored, the household included, it would be a conflict', async () => {
    const { receipt, from, to } = await aReceiptToMove();
    expect(await naiveCompareAll(cloud.register, receipt, from)).toBe('duplicate');
    await moveToHousehold(cloud.register, receipt, to.householdId, mover());
    expect(await naiveCompareAll(cloud.register, receipt, from)).toBe('conflict');
    expect(await recordReceipt(cloud.register, receipt, from, noon)).toBe('duplicate');
  });
});

describe('moving', () => {
  it.each([
    ['that has ended', september, '2026-09'],
    ['that still runs', noon, '2026-10'],
  ])('marks both households late in a month %s, with the time of the move', async (_name, purchasedAt, month) => {
    const { receipt, from, to } = await aReceiptToMove(purchasedAt);
    await moveToHousehold(cloud.register, receipt, to.householdId, mover());
    for (const { coopId, shard, householdId } of [from, to]) {
      const marks = await lateMarksThrough(cloud.register, coopId, shard, month, Number.MAX_SAFE_INTEGER);
      expect(marks).toMatchObject([{ householdId, month, markedAtMs: moveAt }]);
    }
  });

  it('does nothing at all to where the receipt is', async () => {
    const { receipt, from, householdNow } = await aReceiptToMove();
    const logged: string[] = [];
    const context = mover({ beforeChange: async ({ householdId }) => void logged.push(householdId) });
    expect(await moveToHousehold(cloud.register, receipt, from.householdId, context)).toEqual({ moved: false });
    expect([logged, await householdNow()]).toEqual([[], from.householdId]);
    const { coopId, shard } = from;
    expect(await lateMarksThrough(cloud.register, coopId, shard, '2026-12', Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('ends in the same place when it is killed after any of its writes and done again', async () => {
    let writes = 0;
    for (let wasKilled = true; wasKilled; writes += 1) {
      const { receipt, from, to, householdNow } = await aReceiptToMove(september);
      const dying = cloud.anotherClient(cloud.register);
      let seen = 0;
      const killed = injectFaults(dying, ({ isWrite }) => {
        seen += isWrite ? 1 : 0;
        return seen > writes ? 'kill' : undefined;
      });
      await moveToHousehold(dying, receipt, to.householdId, mover()).catch(() => undefined);
      wasKilled = killed.length > 0;
      await moveToHousehold(cloud.register, receipt, to.householdId, mover({ nowMs: moveAt + 1 }));
      expect(await householdNow()).toBe(to.householdId);
      const { assignedAtMs = 0 } = (await findReceipt(cloud.register, receipt, moveAt)) ?? {};
      for (const { coopId, shard } of [from, to]) {
        const [mark] = await lateMarksThrough(cloud.register, coopId, shard, '2026-09', Number.MAX_SAFE_INTEGER);
        expect(mark?.markedAtMs).toBeGreaterThanOrEqual(assignedAtMs);
      }
    }
    expect(writes - 1).toBe(3);
  });

  it('is done when only the answer was lost', async () => {
    const { receipt, to, householdNow } = await aReceiptToMove();
    const db = cloud.anotherClient(cloud.register);
    let updates = 0;
    injectFaults(db, ({ command }) => {
      updates += command === 'UpdateItem' ? 1 : 0;
      return updates === 1 ? 'lostResponse' : undefined;
    });
    expect(await moveToHousehold(db, receipt, to.householdId, mover())).toEqual({ moved: true });
    expect(await householdNow()).toBe(to.householdId);
  });

  it('by two people at once ends with one of them; the other is told', async () => {
    const { receipt, to, householdNow } = await aReceiptToMove();
    const third = await aReceiptToMove();
    const targets = [to.householdId, third.to.householdId];
    const bothHaveRead = barrier(targets.length);
    const onlyFirst = () => {
      let meeting: Promise<void> | undefined;
      return () => (meeting ??= bothHaveRead());
    };
    const outcomes = await Promise.allSettled(
      targets.map((target, index) =>
        moveToHousehold(cloud.register, receipt, target, mover({ nowMs: moveAt + index, beforeChange: onlyFirst() })),
      ),
    );
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(await householdNow()).toBe(targets[won]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'busy' } }]);
  });

  it.each(['unknownReceipt', 'unknownHousehold', 'coopNotAllowed'] as const)('is refused with %s', async (code) => {
    const { receipt, to, householdNow, from } = await aReceiptToMove();
    const identity = code === 'unknownReceipt' ? aReceipt() : receipt;
    const target = code === 'unknownHousehold' ? newHousehold() : to.householdId;
    const beforeChange = async () => {
      if (code === 'coopNotAllowed') throw new DomainError('coopNotAllowed', 'not yours');
    };
    await expect(moveToHousehold(cloud.register, identity, target, mover({ beforeChange }))).rejects.toMatchObject({
      code,
    });
    expect(await householdNow()).toBe(from.householdId);
  });
});
