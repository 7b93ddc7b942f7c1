import { beforeAll, describe, expect, it } from 'vitest';
import { postAccruals, postDayEnds } from '../../contract/receipts.ts';
import { addDays, localDateOf, localTimeOf, monthOf, startOfDay } from '../../domain/calendar.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { whenRecorded } from '../fixtures/e2e-cloud.ts';
import { withRecorderPaused } from '../fixtures/e2e-emulator.ts';
import {
  aHousehold,
  aReceipt,
  cardOf,
  smallFederation,
  someReceipts,
  unknownCard,
} from '../fixtures/e2e-federation.ts';
import { problemOf } from '../fixtures/e2e-http.ts';
import { openWorld, post, type World } from '../fixtures/e2e-world.ts';

const { names, coop, outlet, otherOutlet, household, neighbour, federation } = smallFederation();
const buyer = aHousehold(coop, names.firstSerial + 5);
const company = aHousehold(coop, names.firstSerial + 6, { memberKind: 'COMPANY' });
let world: World;
let terminals = 0;

beforeAll(async () => {
  world = await openWorld({ ...federation, households: [...federation.households, buyer, company] });
});

/** A terminal that only one test uses, with what it says of its day in the end. */
function aTerminal() {
  terminals += 1;
  const terminalId = `t${terminals}`;
  const receiptOf = (overrides: Partial<ReceiptRequest> = {}): ReceiptRequest =>
    aReceipt(outlet, cardOf(household), { terminalId, ...overrides });
  const dayEnd = async (
    receipts: readonly ReceiptRequest[],
    withList: boolean,
    businessDay = receipts[0]?.businessDay,
  ) => {
    const list = receipts.map(({ receiptId, totalCents }) => ({ receiptId, totalCents }));
    return await world.tills.havu.call(postDayEnds, {
      body: {
        outletId: outlet.outlet.outletId,
        terminalId,
        businessDay: businessDay ?? localDateOf(Date.now()),
        count: receipts.length,
        totalCents: receipts.reduce((sum, { totalCents }) => sum + totalCents, 0),
        ...(withList ? { receipts: list } : {}),
      },
    });
  };
  return { terminalId, receiptOf, dayEnd };
}

describe('the end of a terminal’s day', () => {
  it('matches, with and without the list, also with returns and unmatched cards', async () => {
    const { terminalId, receiptOf, dayEnd } = aTerminal();
    const unmatched = aReceipt(outlet, { card: unknownCard(names.firstSerial) }, { terminalId });
    const receipts = [receiptOf(), receiptOf({ totalCents: -300 }), unmatched];
    // Another terminal's receipts are no part of it, also if its id begins the same.
    await post(world.tills.havu, [
      ...receipts,
      ...someReceipts(2, outlet, cardOf(household), { terminalId: `${terminalId}1` }),
    ]);
    await whenRecorded(world.cloud);
    expect(await dayEnd(receipts, false)).toMatchObject({
      result: 'match',
      register: { count: 3, totalCents: 2_200, unmatched: 1, conflicts: 0 },
    });
    expect((await dayEnd(receipts, true)).result).toBe('match');
    expect((await dayEnd([], false, addDays(receipts[0]?.businessDay ?? '', -1))).result).toBe('match');
  });

  it('differs: names what is missing, extra, different and in conflict', async () => {
    const { receiptOf, dayEnd } = aTerminal();
    const [kept, changed, extra, missing] = [receiptOf(), receiptOf(), receiptOf(), receiptOf()];
    await post(world.tills.havu, [kept, changed, extra]);
    await whenRecorded(world.cloud);
    await post(world.tills.havu, [{ ...changed, totalCents: 1_300 }]);
    await whenRecorded(world.cloud);
    expect(await dayEnd([kept, { ...changed, totalCents: 1_300 }, missing], true)).toEqual({
      result: 'differs',
      till: { count: 3, totalCents: 3_800 },
      register: { count: 3, totalCents: 3_750, unmatched: 0, conflicts: 1 },
      missing: [missing.receiptId],
      extra: [extra.receiptId],
      different: [{ receiptId: changed.receiptId, tillTotalCents: 1_300, registerTotalCents: 1_250 }],
      alsoOnNeighbouringDay: [],
    });
    expect((await dayEnd([kept], false)).result).toBe('differs');
  });

  it('is pending while receipts are queued, and matches when they are recorded', async () => {
    const { receiptOf, dayEnd } = aTerminal();
    const receipts = [receiptOf(), receiptOf()];
    await withRecorderPaused(world.cloud, async () => {
      await post(world.tills.havu, receipts);
      expect(await dayEnd(receipts, true)).toMatchObject({
        result: 'pending',
        register: { count: 0 },
        missing: receipts.map(({ receiptId }) => receiptId),
      });
    });
    await whenRecorded(world.cloud);
    expect((await dayEnd(receipts, true)).result).toBe('match');
  });

  it('tells of a receipt that also stands on the neighbouring business day', async () => {
    const { receiptOf, dayEnd } = aTerminal();
    const today = receiptOf({ purchasedAt: localTimeOf(Date.now()) });
    const yesterday = addDays(today.businessDay, -1);
    await post(world.tills.havu, [today, { ...today, businessDay: yesterday }, receiptOf()]);
    await whenRecorded(world.cloud);
    const { result, alsoOnNeighbouringDay } = await dayEnd([{ ...today, businessDay: yesterday }], true);
    expect([result, alsoOnNeighbouringDay]).toEqual([
      'match',
      [{ receiptId: today.receiptId, businessDay: today.businessDay }],
    ]);
  });

  it('of another retailer’s or no outlet is refused', async () => {
    const body = {
      outletId: outlet.outlet.outletId,
      terminalId: '1',
      businessDay: '2026-01-31',
      count: 0,
      totalCents: 0,
    };
    const other = { ...body, outletId: otherOutlet.outlet.outletId };
    problemOf(await world.tills.havu.send({ path: '/v1/day-ends', body: other }), 'outletOfAnotherRetailer');
    problemOf(
      await world.tills.havu.send({ path: '/v1/day-ends', body: { ...body, outletId: 'none' } }),
      'unknownOutlet',
    );
  });
});

describe('what a household has gathered', () => {
  const accrualsOf = (identifier: ReceiptRequest['identifier']) =>
    world.tills.havu.call(postAccruals, { body: { identifier } });
  const month = monthOf(Date.now());

  it('is the sum, rate and Bonus of this month, by any of its numbers', async () => {
    // 300.00 € at 2 %: the threshold itself is included. 100.00 € of it were paid with the card (0.5 %).
    const today = { purchasedAt: localTimeOf(Math.max(Date.now() - 1_000, startOfDay(`${month}-01`))) };
    await post(world.tills.havu, [
      aReceipt(outlet, cardOf(buyer), { ...today, totalCents: 31_000, paymentBenefitBaseCents: 10_000 }),
      aReceipt(outlet, cardOf(buyer), { ...today, totalCents: -1_000 }),
      aReceipt(outlet, { card: buyer.cards[1] ?? '' }, { ...today, totalCents: 0 }),
    ]);
    await whenRecorded(world.cloud);
    const expected = { month, purchasesCents: 30_000, rateBasisPoints: 200, benefitsCents: 650, discountRight: false };
    const [head] = buyer.persons;
    for (const identifier of [
      cardOf(buyer),
      { customerNumber: head.customer.customerNumber },
      { memberNumber: head.membership?.memberNumber ?? '' },
    ])
      expect(await accrualsOf(identifier)).toEqual(expected);
  });

  it('is nothing for a company, and for a household without purchases', async () => {
    await post(world.tills.havu, [aReceipt(outlet, cardOf(company), { totalCents: 60_000 })]);
    await whenRecorded(world.cloud);
    const nothing = { rateBasisPoints: 0, benefitsCents: 0 };
    expect(await accrualsOf(cardOf(company))).toMatchObject({ purchasesCents: 60_000, ...nothing });
    expect(await accrualsOf(cardOf(neighbour))).toMatchObject({ purchasesCents: 0, ...nothing });
  });

  it('is not known for a card that nobody has', async () => {
    await expect(accrualsOf({ card: unknownCard(names.firstSerial) })).rejects.toMatchObject({
      status: 404,
      problem: { code: 'unknownIdentifier' },
    });
  });
});
