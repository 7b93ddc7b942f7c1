import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveMarkerFirst, naivePutThenAdd, withRunningTotals } from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  day,
  deliverUntilDone,
  eventOf,
  minute,
  newCard,
  newHousehold,
  newOutlet,
  noon,
  putLinks,
  record,
} from '../fixtures/recording.ts';
import { differences, figuresOfJournal, figuresOfTable, itemsUnder } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults, randomOf } from '../fixtures/table-faults.ts';

logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const september = Date.parse('2026-09-12T10:00:00+03:00');

/** Everything that recording can write: receipts of this month and of an ended one, of a stranger, one twice, one in conflict. */
async function aDay() {
  const outletId = newOutlet();
  const [card, stranger] = [newCard(), newCard()];
  const link = aLink({ householdId: newHousehold(), shard: 3 });
  await putLinks(cloud.register, card, [link]);
  const of = (overrides: Partial<Receipt>) => aReceipt({ outletId, identifier: card, ...overrides });
  const fresh = [of({ totalCents: 1_100 }), of({ totalCents: -700 }), of({ totalCents: 0 })];
  const late = [
    of({ purchasedAt: september, totalCents: 2_300 }),
    of({ purchasedAt: september + day, totalCents: 41 }),
  ];
  const strange = of({ identifier: stranger, totalCents: 555 });
  const [first] = fresh as [Receipt];
  // Recorded before, so that it is no race which of the two was first.
  await record(cloud.register, eventOf([first]));
  const other = { ...first, totalCents: 9_999, bonusBaseCents: 9_999 };
  const event = eventOf([...fresh, strange, ...late], [first, other]);
  const householdOf = (receipt: Receipt) => (receipt.identifier.value === card.value ? link.householdId : undefined);
  return { outletId, link, other, event, wanted: figuresOfJournal([...fresh, strange, ...late], householdOf) };
}

/** What must hold after everything: the receipts and sums, the conflict kept once, and a mark for each late receipt. */
async function faultsOf({ outletId, link, other, wanted }: Awaited<ReturnType<typeof aDay>>): Promise<string[]> {
  const db = cloud.register;
  const there = await figuresOfTable(db, [outletId]);
  const conflicts = await itemsUnder(db, `CONFLICT#${outletId}#`);
  const marks = (await itemsUnder(db, `LATE#${link.coopId}#`)).filter((mark) => mark.householdId === link.householdId);
  const late = (await itemsUnder(db, `R#${outletId}#`)).filter(
    (item) => Number(item.t) < Date.parse('2026-10-01T00:00+03:00'),
  );
  return [
    ...differences(wanted, there),
    ...(conflicts.length === 1 && conflicts[0]?.m === other.totalCents ? [] : [`${conflicts.length} conflicts`]),
    ...(marks.length === 1 ? [] : [`${marks.length} marks`]),
    ...late
      .filter((item) => !marks.some((mark) => Number(mark.markedAtMs) >= Number(item.a)))
      .map((item) => `late receipt ${item.sk} without a mark`),
  ];
}

describe('a recorder that is killed after any of its writes', () => {
  it('leaves what the next delivery completes: the state is that of an undisturbed one', async () => {
    let writes = 0;
    for (let wasKilled = true; wasKilled; writes += 1) {
      const till = await aDay();
      const dying = cloud.anotherClient(cloud.register);
      let seen = 0;
      const killed = injectFaults(dying, ({ isWrite }) => {
        if (!isWrite) return undefined;
        seen += 1;
        return seen > writes ? 'kill' : undefined;
      });
      const answer = await record(dying, till.event);
      wasKilled = killed.length > 0;
      expect(answer.batchItemFailures.length > 0).toBe(wasKilled);
      await record(cloud.register, till.event, { now: () => noon + minute });
      expect(await faultsOf(till)).toEqual([]);
    }
    // 1 mark, 6 receipts, a duplicate, a refused other and its conflict; the last round was not killed.
    expect(writes - 1).toBe(10);
  });

  it('naive: killed between the receipt and the running total, the total lacks it for ever', async () => {
    const { receipt, link, wanted } = await aSingle();
    const dying = cloud.anotherClient(cloud.register);
    injectFaults(dying, ({ command }) => (command === 'UpdateItem' ? 'kill' : undefined));
    await naivePutThenAdd(dying, receipt, link).catch(() => undefined);
    await naivePutThenAdd(cloud.register, receipt, link);
    const there = await figuresOfTable(cloud.register, [receipt.outletId]);
    const counted = await withRunningTotals(cloud.register, there, [link.householdId]);
    expect(differences(wanted, counted)).toEqual([`month ${link.householdId} 2026-10: nothing instead of 1000`]);
  });

  it('naive: killed between an idempotency record and the receipt, the receipt is lost', async () => {
    const { receipt, link, wanted } = await aSingle();
    const dying = cloud.anotherClient(cloud.register);
    injectFaults(dying, ({ key }) => (key?.pk.startsWith('R#') === true ? 'kill' : undefined));
    await naiveMarkerFirst(dying, receipt, link).catch(() => undefined);
    await naiveMarkerFirst(cloud.register, receipt, link);
    expect(differences(wanted, await figuresOfTable(cloud.register, [receipt.outletId]))).toHaveLength(2);
  });

  async function aSingle() {
    const receipt = aReceipt({ outletId: newOutlet() });
    const link = aLink({ householdId: newHousehold() });
    return { receipt, link, wanted: figuresOfJournal([receipt], () => link.householdId) };
  }
});

describe('a recorder process that gets SIGKILL', () => {
  it.each([1, 2, 3])('with sixteen writes under way, at a moment drawn by lot (%i)', async (seed) => {
    const outletId = newOutlet();
    const card = newCard();
    const link = aLink({ householdId: newHousehold() });
    await putLinks(cloud.register, card, [link]);
    const receipts = Array.from({ length: 120 }, (_, index) =>
      aReceipt({ outletId, identifier: card, purchasedAt: index % 3 === 0 ? september : noon, totalCents: index }),
    );
    const event = eventOf(...[0, 1, 2, 3].map((part) => receipts.slice(part * 30, part * 30 + 30)));
    const writesBefore = 1 + Math.floor(randomOf(seed)() * 90);

    expect(await killedAfter(writesBefore, event)).toBe('SIGKILL');
    const left = await figuresOfTable(cloud.register, [outletId]);
    expect(left.receipts.size).toBeLessThan(receipts.length);

    await deliverUntilDone((again) => record(cloud.register, again, { now: () => noon + day }), event);
    const wanted = figuresOfJournal(receipts, () => link.householdId);
    expect(differences(wanted, await figuresOfTable(cloud.register, [outletId]))).toEqual([]);
  });

  /** Runs the recorder in a process and kills it when the table has answered so many writes. @returns how it ended */
  async function killedAfter(writes: number, event: SQSEvent): Promise<string | null> {
    const program = fileURLToPath(new URL('../fixtures/recorder-process.ts', import.meta.url));
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, ...cloud.env, REGISTER_TABLE: cloud.register.tableName, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let answered = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      answered += bytes.length;
      if (answered >= writes) child.kill('SIGKILL');
    });
    child.stdin.end(JSON.stringify(event));
    const [, signal] = await ended;
    return signal as string | null;
  }
});
