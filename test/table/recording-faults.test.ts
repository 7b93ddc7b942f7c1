import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import type { Register } from '../../functions/table/client.ts';
import { logLines } from '../fixtures/log-lines.ts';
import {
  naiveRunningTotal,
  naiveSwallowing,
  naiveUnreadIsUnknown,
  withRunningTotals,
} from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  day,
  deliverUntilDone,
  eventOf,
  failedIds,
  newCard,
  newHousehold,
  newOutlet,
  noon,
  putLinks,
  record,
} from '../fixtures/recording.ts';
import { differences, figuresOfJournal, figuresOfTable } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { type Attempt, type Fault, faultsByLot, injectFaults } from '../fixtures/table-faults.ts';

logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

/** A till's receipts of six households, a third of them of an ended month, cut into four messages. */
async function aTill(perMessage = 12) {
  const outletId = newOutlet();
  const households = new Map<string, string>();
  const cards = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const [card, householdId] = [newCard(), newHousehold()];
      await putLinks(cloud.register, card, [aLink({ householdId })]);
      households.set(card.value, householdId);
      return card;
    }),
  );
  const receipts = Array.from({ length: 4 * perMessage }, (_, index) =>
    aReceipt({
      outletId,
      identifier: cards[index % cards.length] ?? newCard(),
      purchasedAt: noon - (index % 3 === 0 ? 40 : 2) * day,
      totalCents: 1_000 + index,
    }),
  );
  const householdOf = (receipt: Receipt) => households.get(receipt.identifier.value);
  const event = eventOf(...[0, 1, 2, 3].map((part) => receipts.slice(part * perMessage, (part + 1) * perMessage)));
  const wanted = figuresOfJournal(receipts, householdOf);
  const broken = async () => differences(wanted, await figuresOfTable(cloud.register, [outletId]));
  return { outletId, receipts, event, broken, householdIds: [...households.values()], wanted };
}

const faulty = (faultOf: (attempt: Attempt) => Fault | undefined): { db: Register; happened: Fault[] } => {
  const db = cloud.anotherClient(cloud.register);
  return { db, happened: injectFaults(db, faultOf) };
};

describe('a table that fails half of the attempts', () => {
  it.each<[string, Fault[]]>([
    ['throttling', ['throttle']],
    ['a transaction under way on the item, which the SDK does not send again', ['conflict']],
    ['the connection gone before', ['resetBefore']],
    ['the answer lost after the table did it', ['lostResponse']],
    ['500 after the table did it', ['errorAfter']],
    ['identifiers left unread', ['unprocessed']],
  ])('%s: nothing is lost or doubled', async (_name, faults) => {
    const till = await aTill();
    const lot = faultsByLot(7, faults.includes('conflict') ? 0.1 : 0.5, faults);
    let happened = 0;
    // Each delivery meets a recorder of its own: one client's quota of repetitions would be used up, since only successes fill it again.
    await deliverUntilDone(async (event) => {
      const recorder = faulty(lot);
      const answer = await record(recorder.db, event);
      happened += recorder.happened.length;
      return answer;
    }, till.event);
    expect(happened).toBeGreaterThan(0);
    expect(await till.broken()).toEqual([]);
  });

  it('all of it together, by any seed, with the deliveries repeated', async () => {
    const every: Fault[] = ['throttle', 'conflict', 'resetBefore', 'lostResponse', 'errorAfter', 'unprocessed'];
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 0.05, max: 0.25, noNaN: true }), async (seed, share) => {
        const till = await aTill(5);
        const { db } = faulty(faultsByLot(seed, share, every));
        await Promise.all([
          deliverUntilDone((event) => record(db, event), till.event),
          deliverUntilDone((event) => record(db, event), till.event),
        ]);
        expect(await till.broken()).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});

describe('what could not be done', () => {
  it('comes again: a message whose household cannot be written is reported, its neighbours are not', async () => {
    const till = await aTill(1);
    const [first] = till.receipts as [Receipt];
    const { db } = faulty(({ key }) => (key?.sk === `1#${first.receiptId}` ? 'throttle' : undefined));
    expect(failedIds(await record(db, till.event))).toEqual(['m0']);
    expect(await till.broken()).toHaveLength(2);
    expect(failedIds(await record(cloud.register, till.event))).toEqual([]);
    expect(await till.broken()).toEqual([]);
  });

  it('keeps none of the same message from being recorded', async () => {
    const till = await aTill(24);
    const [first] = till.receipts as [Receipt];
    const { db } = faulty(({ key }) => (key?.sk === `1#${first.receiptId}` ? 'resetBefore' : undefined));
    expect(failedIds(await record(db, till.event))).toEqual(['m0']);
    const { receipts } = await figuresOfTable(cloud.register, [till.outletId]);
    expect(receipts.size).toBe(till.receipts.length - 1);
  });

  it('is not taken for unknown: identifiers that stay unread fail the message, and nothing of it is written', async () => {
    const till = await aTill(1);
    const { db } = faulty(({ command }) => (command === 'BatchGetItem' ? 'unprocessed' : undefined));
    expect(failedIds(await record(db, till.event, { messageDeadlineSeconds: 1 }))).toEqual(['m0', 'm1', 'm2', 'm3']);
    expect((await figuresOfTable(cloud.register, [till.outletId])).receipts.size).toBe(0);
  });
});

describe('naive recorders under the same faults', () => {
  it('a running total counts twice what was done and not answered', async () => {
    const till = await aTill(1);
    const [householdId = ''] = till.householdIds;
    const [receipt] = till.receipts as [Receipt];
    let lost = 0;
    const { db } = faulty(({ command }) => {
      if (command !== 'UpdateItem') return undefined;
      lost += 1;
      return lost === 1 ? 'lostResponse' : undefined;
    });
    await naiveRunningTotal(db, receipt, aLink({ householdId }));
    const wanted = figuresOfJournal([receipt], () => householdId);
    const there = await figuresOfTable(cloud.register, [till.outletId]);
    expect(differences(wanted, there)).toEqual([]);
    expect(differences(wanted, await withRunningTotals(cloud.register, there, [householdId]))).toHaveLength(1);
  });

  it('who swallows errors loses receipts', async () => {
    const till = await aTill();
    const [householdId = ''] = till.householdIds;
    const { db } = faulty(({ key }) => (key?.sk.endsWith('7') === true ? 'throttle' : undefined));
    await naiveSwallowing(db, till.receipts, aLink({ householdId }));
    const there = await figuresOfTable(cloud.register, [till.outletId]);
    expect(there.receipts.size).toBeLessThan(till.receipts.length);
  });

  it('who takes unread for unknown gives receipts to nobody', async () => {
    const till = await aTill(1);
    const { db } = faulty(({ command }) => (command === 'BatchGetItem' ? 'unprocessed' : undefined));
    await naiveUnreadIsUnknown(db, till.receipts);
    expect(await till.broken()).not.toEqual([]);
  });
});
