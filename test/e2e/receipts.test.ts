import { beforeAll, describe, expect, it } from 'vitest';
import { getReceipt, postReceipts } from '../../contract/receipts.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { findReceipt } from '../../functions/table/receipts.ts';
import { itemsOf, whenRecorded, withQueueAttributes } from '../fixtures/e2e-cloud.ts';
import { aReceipt, cardOf, smallFederation, someReceipts, unknownCard } from '../fixtures/e2e-federation.ts';
import { problemOf } from '../fixtures/e2e-http.ts';
import { openWorld, post, type World } from '../fixtures/e2e-world.ts';

const { names, outlet, otherOutlet, household, neighbour, federation } = smallFederation();
let world: World;

beforeAll(async () => {
  world = await openWorld(federation);
});

const identityOf = ({ outletId, businessDay, terminalId, receiptId }: ReceiptRequest) => ({
  outletId,
  businessDay,
  terminalId,
  receiptId,
});
const stored = (receipt: ReceiptRequest) => findReceipt(world.cloud.register, identityOf(receipt), Date.now());
const statusPath = (receipt: ReceiptRequest) => `/v1/receipts/${Object.values(identityOf(receipt)).join('/')}`;
const statusOf = async (receipt: ReceiptRequest): Promise<string> => {
  const answer = await world.tills.havu.send({ method: 'GET', path: statusPath(receipt) });
  return answer.status === 200 ? (answer.body as { status: string }).status : problemOf(answer).code;
};

describe('posting', () => {
  it('takes one receipt and records it for its household', async () => {
    const receipt = aReceipt(outlet, cardOf(household));
    expect(await world.tills.havu.call(postReceipts, { body: receipt })).toEqual({ accepted: 1, rejected: [] });
    await whenRecorded(world.cloud);
    expect(await stored(receipt)).toMatchObject({
      householdId: household.household.householdId,
      totalCents: receipt.totalCents,
      cardUse: 'shown',
    });
  });

  it('takes a batch with every kind of identifier and base, returns and a total of 0', async () => {
    const [head] = household.persons;
    const fuel = { fuel: { cents: 8_000, millilitres: 43_240 }, totalCents: 9_190, bonusBaseCents: 8_600 };
    const receipts = [
      aReceipt(outlet, { customerNumber: head.customer.customerNumber }),
      aReceipt(outlet, { memberNumber: head.membership?.memberNumber ?? '' }),
      aReceipt(outlet, { card: household.cards[1] ?? '' }, { ...fuel, campaignCents: 300 }),
      aReceipt(outlet, cardOf(household), { totalCents: 0 }),
      aReceipt(outlet, cardOf(household), { totalCents: -700, paymentBenefitBaseCents: -700, cardUse: 'credit' }),
    ];
    await post(world.tills.havu, receipts);
    await whenRecorded(world.cloud);
    const found = await Promise.all(receipts.map(stored));
    expect(found.map((receipt) => receipt?.householdId)).toEqual(receipts.map(() => household.household.householdId));
    expect(found[2]?.bases).toEqual({
      bonusCents: 8_600,
      fuelCents: 8_000,
      fuelMillilitres: 43_240,
      campaignCents: 300,
      paymentBenefitCents: 0,
    });
    expect(found[4]?.bases).toMatchObject({ bonusCents: -700, paymentBenefitCents: -700 });
  });

  it('keeps the valid rest of a batch and says of each other one where its fault is', async () => {
    const receipts: unknown[] = someReceipts(5, outlet, cardOf(household));
    const good = receipts as ReceiptRequest[];
    receipts[1] = { ...good[1], totalCents: 1.5 };
    receipts[2] = { ...good[2], receiptId: good[0]?.receiptId };
    receipts[3] = { ...good[3], outletId: otherOutlet.outlet.outletId };
    const answer = await world.tills.havu.send({ path: '/v1/receipts', body: { receipts } });
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, code: 'invalidReceipt', errors: [{ pointer: '/receipts/1/totalCents', code: 'notWholeNumber' }] },
        { index: 2, code: 'duplicateInBatch', errors: [{ pointer: '/receipts/2/receiptId' }] },
        { index: 3, code: 'outletOfAnotherRetailer', errors: [{ pointer: '/receipts/3/outletId' }] },
      ],
    });
    await whenRecorded(world.cloud);
    expect(await stored(good[0] as ReceiptRequest)).toBeDefined();
    expect(await stored(good[4] as ReceiptRequest)).toBeDefined();
    expect(await stored(good[1] as ReceiptRequest)).toBeUndefined();
  });

  it('answers 400 with every fault if nothing can be taken', async () => {
    const receipts = someReceipts(2, outlet, { card: '123456789012' });
    const problem = problemOf(await world.tills.havu.send({ path: '/v1/receipts', body: { receipts } }));
    expect(problem.code).toBe('noValidReceipt');
    expect(problem.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/receipts/0/identifier/card badCheckDigit',
      '/receipts/1/identifier/card badCheckDigit',
    ]);
  });

  it('takes 100 receipts at once, and a body of exactly 900,000 bytes', async () => {
    const receipts = someReceipts(100, outlet, cardOf(neighbour));
    const body = JSON.stringify({ receipts });
    const padded = body + ' '.repeat(900_000 - Buffer.byteLength(body));
    const answer = await world.tills.havu.send({ path: '/v1/receipts', body: padded });
    expect([answer.status, answer.body]).toEqual([202, { accepted: 100, rejected: [] }]);
    await whenRecorded(world.cloud);
    const found = await Promise.all(receipts.map(stored));
    expect(found.filter((receipt) => receipt?.householdId === neighbour.household.householdId)).toHaveLength(100);
  });

  it('takes JSON under any content type, and none', async () => {
    for (const type of ['application/octet-stream', 'text/plain', 'application/json; charset=utf-8', null]) {
      const receipt = aReceipt(outlet, cardOf(household));
      const answer = await world.tills.havu.send({
        path: '/v1/receipts',
        body: receipt,
        headers: { 'content-type': type },
      });
      expect([type, answer.status]).toEqual([type, 202]);
    }
    await whenRecorded(world.cloud);
  });

  it('says 202 only after the queue has the receipts: if it refuses them, nothing is taken', async () => {
    const receipts = someReceipts(20, outlet, cardOf(household));
    const before = (await itemsOf(world.cloud.register)).length;
    const answer = await withQueueAttributes(world.cloud, { MaximumMessageSize: '1024' }, () =>
      world.tills.havu.send({ path: '/v1/receipts', body: { receipts } }),
    );
    expect(problemOf(answer).code).toBe('internal');
    await whenRecorded(world.cloud);
    expect((await itemsOf(world.cloud.register)).length).toBe(before);
    await post(world.tills.havu, receipts);
    await whenRecorded(world.cloud);
    expect((await itemsOf(world.cloud.register)).length).toBe(before + receipts.length);
  });
});

describe('the status of a receipt', () => {
  it('is unknown, then recorded; the same again changes nothing; another under its identity is a conflict', async () => {
    const receipt = aReceipt(outlet, cardOf(household), { totalCents: 3_000 });
    expect(await statusOf(receipt)).toBe('unknownReceipt');
    await post(world.tills.havu, [receipt]);
    await whenRecorded(world.cloud);
    expect(await statusOf(receipt)).toBe('recorded');
    const before = (await itemsOf(world.cloud.register)).length;
    await post(world.tills.havu, [receipt]);
    await whenRecorded(world.cloud);
    expect((await itemsOf(world.cloud.register)).length).toBe(before);

    for (let times = 0; times < 2; times += 1) await post(world.tills.havu, [{ ...receipt, totalCents: 3_001 }]);
    await whenRecorded(world.cloud);
    expect(await statusOf(receipt)).toBe('conflict');
    expect((await stored(receipt))?.totalCents).toBe(3_000);
    expect((await itemsOf(world.cloud.register)).length, 'one conflict is kept').toBe(before + 1);
  });

  it('is unmatched while no household has the card', async () => {
    const receipt = aReceipt(outlet, { card: unknownCard(names.firstSerial) });
    await post(world.tills.havu, [receipt]);
    await whenRecorded(world.cloud);
    expect(await statusOf(receipt)).toBe('unmatched');
  });

  it('is told to the outlet’s own retailer only', async () => {
    const receipt = aReceipt(otherOutlet, cardOf(household));
    const answer = await world.tills.havu.send({ method: 'GET', path: statusPath(receipt) });
    problemOf(answer, 'outletOfAnotherRetailer');
    problemOf(
      await world.tills.havu.send({ method: 'GET', path: statusPath({ ...receipt, outletId: 'nowhere' }) }),
      'unknownOutlet',
    );
    const unknown = world.tills.havu.call(getReceipt, { params: identityOf(aReceipt(outlet, cardOf(household))) });
    await expect(unknown).rejects.toMatchObject({ status: 404 });
  });
});
