import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identifier } from '../../domain/identifiers.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { naiveLookThenAdd, naiveRunningTotal, withRunningTotals } from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  barrier,
  day,
  eventOf,
  failedIds,
  newCard,
  newHousehold,
  newOutlet,
  noon,
  putLinks,
  record,
} from '../fixtures/recording.ts';
import { differences, figuresOfJournal, figuresOfTable, itemsUnder } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { randomOf, shuffled } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

/** An outlet's receipts of a household that has a card, over two months, with a return and a total of 0. */
async function aTill(count: number) {
  const outletId = newOutlet();
  const card: Identifier = newCard();
  const link = aLink({ householdId: newHousehold() });
  await putLinks(cloud.register, card, [link]);
  const receipts = Array.from({ length: count }, (_, index) =>
    aReceipt({ outletId, identifier: card, purchasedAt: noon - index * 3 * day, totalCents: index * 997 - 1_500 }),
  );
  const householdOf = (receipt: Receipt) => (receipt.identifier.value === card.value ? link.householdId : undefined);
  return { outletId, link, receipts, householdOf };
}

describe('the same receipt three times from sixteen senders at once', () => {
  const senders = 16;

  it('is one receipt', async () => {
    const { outletId, receipts, householdOf } = await aTill(12);
    const answers = await Promise.all(
      Array.from({ length: senders }, (_, sender) => {
        const order = () => shuffled(receipts, randomOf(sender));
        return record(cloud.register, eventOf(order(), order(), order()));
      }),
    );
    expect(answers.flatMap(failedIds)).toEqual([]);
    expect(
      differences(figuresOfJournal(receipts, householdOf), await figuresOfTable(cloud.register, [outletId])),
    ).toEqual([]);
  });

  it('naive: who looks first and adds then, adds for each sender', async () => {
    const { outletId, link, receipts, householdOf } = await aTill(1);
    const [receipt] = receipts as [Receipt];
    const allHaveLooked = barrier(senders);
    await Promise.all(
      Array.from({ length: senders }, () => naiveLookThenAdd(cloud.register, receipt, link, allHaveLooked)),
    );
    const there = await figuresOfTable(cloud.register, [outletId]);
    const counted = await withRunningTotals(cloud.register, there, [link.householdId]);
    expect(differences(figuresOfJournal(receipts, householdOf), counted)).toEqual([
      `month ${link.householdId} 2026-10: ${senders * -1_500} instead of -1500`,
    ]);
  });
});

describe('receipts delivered again and out of order', () => {
  it('are each there once, whatever the order, the number of copies and the cut into messages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (seed, copies, cut) => {
          const { outletId, receipts, householdOf } = await aTill(9);
          const random = randomOf(seed);
          const sendings = shuffled(Array.from({ length: copies }, () => receipts).flat(), random);
          const messages: Receipt[][] = [];
          for (let start = 0; start < sendings.length; start += cut) messages.push(sendings.slice(start, start + cut));
          const deliveries = shuffled([...messages, ...messages], random);
          const half = Math.ceil(deliveries.length / 2);
          const answers = await Promise.all([
            record(cloud.register, eventOf(...deliveries.slice(0, half))),
            record(cloud.register, eventOf(...deliveries.slice(half)), { now: () => noon + day }),
          ]);
          expect(answers.flatMap(failedIds)).toEqual([]);
          const there = await figuresOfTable(cloud.register, [outletId]);
          expect(differences(figuresOfJournal(receipts, householdOf), there)).toEqual([]);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('naive: a running total adds each delivery', async () => {
    const { outletId, link, receipts, householdOf } = await aTill(3);
    for (const receipt of [...receipts, ...receipts.toReversed()])
      await naiveRunningTotal(cloud.register, receipt, link);
    const there = await figuresOfTable(cloud.register, [outletId]);
    const counted = await withRunningTotals(cloud.register, there, [link.householdId]);
    expect(differences(figuresOfJournal(receipts, householdOf), counted)).toHaveLength(1);
    expect(differences(figuresOfJournal(receipts, householdOf), there)).toEqual([]);
  });

  it('stays with the time at which it first came: a run that has counted it goes on counting it', async () => {
    const { outletId, receipts } = await aTill(1);
    await record(cloud.register, eventOf(receipts));
    await record(cloud.register, eventOf(receipts), { now: () => noon + 20 * day });
    expect(await itemsUnder(cloud.register, `R#${outletId}#`)).toMatchObject([{ a: noon }]);
  });
});
