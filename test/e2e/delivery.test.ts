import { request as httpRequest } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { postReceipts } from '../../contract/receipts.ts';
import { monthOf } from '../../domain/calendar.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { receiptsOfHouseholdMonth } from '../../functions/table/receipts.ts';
import type { DemoOutlet } from '../../scripts/demo/federation.ts';
import type { DemoHousehold } from '../../scripts/demo/household.ts';
import { itemsOf, messagesIn, waitFor, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { withRecorderPaused } from '../fixtures/e2e-emulator.ts';
import { aHousehold, anOutlet, aReceipt, cardOf, smallFederation, someReceipts } from '../fixtures/e2e-federation.ts';
import { add, openWorld, post, receiptsAt, type World } from '../fixtures/e2e-world.ts';

const { names, coop, federation } = smallFederation();
let world: World;
let used = 10;

beforeAll(async () => {
  world = await openWorld(federation);
});

/** An outlet and a household that only one test uses. */
async function aTillAndACustomer(): Promise<{ outlet: DemoOutlet; household: DemoHousehold }> {
  used += 1;
  const outlet = anOutlet(names.outletId(used), 'havu', coop);
  const household = aHousehold(coop, names.firstSerial + used);
  await add(world, { outlets: [outlet], households: [household] });
  return { outlet, household };
}

/** Each receipt stands once under its identity, once in its household's month, and in no conflict. */
async function expectEachOnce(outlet: DemoOutlet, household: DemoHousehold, sent: readonly ReceiptRequest[]) {
  const { recorded, conflicts } = await receiptsAt(world, outlet);
  const ids = recorded.map(({ identity }) => identity.receiptId).toSorted();
  expect(ids).toEqual(sent.map(({ receiptId }) => receiptId).toSorted());
  expect(conflicts).toBe(0);
  const { householdId } = household.household;
  const month = await receiptsOfHouseholdMonth(world.cloud.register, householdId, monthOf(Date.now()));
  const total = month.reduce((sum, { bases }) => sum + bases.bonusCents, 0);
  expect(total).toBe(sent.reduce((sum, { totalCents }) => sum + totalCents, 0));
}

describe('the same receipts sent again', () => {
  it('three times by 16 senders at once are recorded once', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const receipts = someReceipts(3, outlet, cardOf(household));
    const sender = async (): Promise<void> => {
      for (let times = 0; times < 3; times += 1) await post(world.tills.havu, receipts);
    };
    await Promise.all(Array.from({ length: 16 }, sender));
    await whenRecorded(world.cloud);
    await expectEachOnce(outlet, household, receipts);
  });

  it('in other batches and another order, days later or at once, are recorded once', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const receipts = someReceipts(30, outlet, cardOf(household));
    await Promise.all([
      post(world.tills.havu, receipts),
      post(world.tills.havu, receipts.toReversed()),
      ...receipts.slice(0, 10).map((receipt) => world.tills.havu.call(postReceipts, { body: receipt })),
    ]);
    await whenRecorded(world.cloud);
    await post(world.tills.havu, receipts.toSpliced(5, 20));
    await whenRecorded(world.cloud);
    await expectEachOnce(outlet, household, receipts);
  });

  it('after the moment the queue has them and before they are recorded, are recorded once', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const receipts = someReceipts(10, outlet, cardOf(household));
    const { deployed } = world.cloud;
    await withRecorderPaused(world.cloud, async () => {
      const before = (await itemsOf(world.cloud.register)).length;
      for (let times = 1; times <= 3; times += 1) {
        await post(world.tills.havu, receipts);
        expect(await messagesIn(world.cloud, deployed.receiptQueueUrl)).toBe(times);
      }
      expect((await itemsOf(world.cloud.register)).length, 'the API writes nothing itself').toBe(before);
    });
    await whenRecorded(world.cloud);
    await expectEachOnce(outlet, household, receipts);
  });
});

/**
 * Sends a body, or only its first `bytes`, and cuts the connection when `until` has come, without ever looking for an answer.
 * @param until nothing: at once
 */
async function sendAndHangUp(body: string, { bytes = Buffer.byteLength(body), until = async () => {} } = {}) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = httpRequest(new URL(`${world.apiUrl}/v1/receipts`), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.tills.havu.token()}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  });
  request.on('error', () => resolve());
  request.on('close', resolve);
  request.write(Buffer.from(body).subarray(0, bytes), () => until().then(() => request.destroy()));
  await promise;
}

describe('a connection that breaks', () => {
  it('right after the request was sent: the till sends again and each receipt is recorded once', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const receipts = someReceipts(12, outlet, cardOf(household));
    const bodies = receipts.map((receipt) => JSON.stringify(receipt));
    await Promise.all([...bodies, ...bodies].map((body) => sendAndHangUp(body)));
    await post(world.tills.havu, receipts);
    await whenRecorded(world.cloud);
    await expectEachOnce(outlet, household, receipts);
  });

  it('after the queue had the receipts, before anybody heard of it: sent again they are recorded once', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const receipts = someReceipts(9, outlet, cardOf(household));
    const { receiptQueueUrl } = world.cloud.deployed;
    await withRecorderPaused(world.cloud, async () => {
      for (const [index, batch] of [receipts.slice(0, 3), receipts.slice(3, 6), receipts.slice(6)].entries()) {
        const until = async (): Promise<void> => {
          await waitFor('the message', async () => (await messagesIn(world.cloud, receiptQueueUrl)) > index);
        };
        await sendAndHangUp(JSON.stringify({ receipts: batch }), { until });
      }
    });
    await post(world.tills.havu, receipts);
    await whenRecorded(world.cloud);
    await expectEachOnce(outlet, household, receipts);
  });

  it('in the middle of the body: nothing is stored', async () => {
    const { outlet, household } = await aTillAndACustomer();
    const body = JSON.stringify({ receipts: someReceipts(20, outlet, cardOf(household)) });
    for (const bytes of [1, Math.floor(body.length / 2), body.length - 1]) await sendAndHangUp(body, { bytes });
    await post(world.tills.havu, [aReceipt(outlet, cardOf(household), { receiptId: 'the-one-after' })]);
    await whenRecorded(world.cloud);
    const { recorded } = await receiptsAt(world, outlet);
    expect(recorded.map(({ identity }) => identity.receiptId)).toEqual(['the-one-after']);
  });
});
